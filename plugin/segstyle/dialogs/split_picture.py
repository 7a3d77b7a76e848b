"""Before and after in one picture, with a line between them that can be dragged."""

from gi.repository import GLib

from dialogs.gtk import Gdk, Gtk
from dialogs.pictures import fitted, show
from texts import _

STEP = 0.02
LINE, LINE_EDGE = 0xFFFFFFFF, 0x00000080
GRIP, GRIP_IN_FOCUS = 0xFFFFFFFF, 0x3584E4FF
GRIP_WIDTH, GRIP_HEIGHT = 8, 44
STYLE = b"""
label { background: rgba(0, 0, 0, 0.6); color: white; padding: 2px 8px; border-radius: 3px; }
"""
INSET = 8


class SplitPicture:
    """A widget that shows the picture before left of a line, and the one after right of it.

    The line follows the pointer while a button is held, and the arrow keys.
    """

    def __init__(self, least_width, least_height):
        self._before = self._after = None
        self._scaled = None
        self._room = 0, 0
        self._scale = 1  # pixels for each of the screen's units
        self._share = 0.5  # how much of the width is before
        self._place = 0, 0
        self._image = Gtk.Image()
        self._sides = _side(_("Before")), _side(_("After"))
        self.widget = Gtk.Layout(can_focus=True)
        self.widget.set_size_request(least_width, least_height)
        self.widget.get_accessible().set_name(_("Before and after"))
        for child in (self._image, *self._sides):
            self.widget.put(child, 0, 0)
        events = Gdk.EventMask
        self.widget.add_events(events.BUTTON_PRESS_MASK | events.BUTTON1_MOTION_MASK)
        self.widget.connect("size-allocate", self._given_room)
        self.widget.connect("notify::scale-factor", lambda *_: self._fit())
        self.widget.connect("realize", self._show_that_it_can_be_dragged)
        self.widget.connect("button-press-event", self._dragged)
        self.widget.connect("motion-notify-event", self._dragged)
        self.widget.connect("key-press-event", self._pressed)
        self.widget.connect("focus-in-event", lambda *_: self._draw())
        self.widget.connect("focus-out-event", lambda *_: self._draw())

    def show_before(self, picture):
        """Show an opaque pixbuf, and nothing after it yet."""
        self._before, self._after = picture, None
        self._fit()

    def show_after(self, picture):
        """Show a pixbuf of the same size as what came of it."""
        self._after = picture
        self._fit()

    def _given_room(self, _widget, room):
        """Fit the picture in, but only into other room than before: fitting asks for room anew."""
        size = room.width, room.height
        if size != self._room:
            self._room = size
            GLib.idle_add(self._fit)

    def _fit(self):
        room = self.widget.get_allocation()
        if self._before is None or min(room.width, room.height) < 2:
            return False
        self._scale = scale = self.widget.get_scale_factor()
        size = room.width * scale, room.height * scale
        before = fitted(self._before, *size)
        self._scaled = before, self._after and fitted(self._after, *size)
        self._place = (
            (room.width - before.get_width() // scale) // 2,
            (room.height - before.get_height() // scale) // 2,
        )
        self.widget.move(self._image, *self._place)
        self._draw()
        return False

    def _draw(self):
        if not self._scaled:
            return
        before, after = self._scaled
        for side in self._sides:
            side.set_visible(after is not None)
        shown = before if after is None else self._split(before, after)
        show(self._image, shown, self._scale)
        self._place_sides(before.get_width() // self._scale)

    def _split(self, before, after):
        width, height, unit = before.get_width(), before.get_height(), self._scale
        edge = min(width - 1, round(width * self._share))
        shown = before.copy()
        after.copy_area(edge, 0, width - edge, height, shown, edge, 0)
        _fill(shown, edge - 2 * unit, 0, 4 * unit, height, LINE_EDGE)
        _fill(shown, edge - unit, 0, 2 * unit, height, LINE)
        grip = GRIP_IN_FOCUS if self.widget.has_focus() else GRIP
        for rim, colour in ((unit, LINE_EDGE), (0, grip)):
            across, down = GRIP_WIDTH * unit + 2 * rim, GRIP_HEIGHT * unit + 2 * rim
            _fill(shown, edge - across // 2, (height - down) // 2, across, down, colour)
        return shown

    def _place_sides(self, width):
        left, top = self._place
        before, after = self._sides
        taken = after.get_preferred_width().natural_width
        self.widget.move(before, left + INSET, top + INSET)
        self.widget.move(after, left + width - taken - INSET, top + INSET)

    def _show_that_it_can_be_dragged(self, widget):
        cursor = Gdk.Cursor.new_from_name(widget.get_display(), "col-resize")
        widget.get_bin_window().set_cursor(cursor)

    def _dragged(self, widget, event):
        widget.grab_focus()
        if self._scaled:
            width = self._scaled[0].get_width() / self._scale
            self._move_to((event.x - self._place[0]) / width)
        return True

    def _pressed(self, _widget, event):
        places = {
            Gdk.KEY_Left: self._share - STEP,
            Gdk.KEY_Right: self._share + STEP,
            Gdk.KEY_Home: 0.0,
            Gdk.KEY_End: 1.0,
        }
        if event.keyval in places:
            self._move_to(places[event.keyval])
        return event.keyval in places

    def _move_to(self, share):
        self._share = min(1.0, max(0.0, share))
        self._draw()


def _side(text):
    label = Gtk.Label(label=text, no_show_all=True)
    provider = Gtk.CssProvider()
    provider.load_from_data(STYLE)
    label.get_style_context().add_provider(provider, Gtk.STYLE_PROVIDER_PRIORITY_APPLICATION)
    return label


def _fill(picture, x, y, width, height, colour):
    """Fill a box, as far as it lies in the picture."""
    left, top = max(0, x), max(0, y)
    right = min(picture.get_width(), x + width)
    bottom = min(picture.get_height(), y + height)
    if left < right and top < bottom:
        picture.new_subpixbuf(left, top, right - left, bottom - top).fill(colour)
