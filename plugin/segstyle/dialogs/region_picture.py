"""A picture of regions that fits the room it has: pointed at, picked and united in it."""

from gi.repository import GLib

from dialogs.gtk import Gdk, GdkPixbuf, Gtk
from dialogs.pictures import resized, show
from dialogs.spotlight import in_spotlight

NO_REGION = 255
SEVERAL = Gdk.ModifierType.SHIFT_MASK | Gdk.ModifierType.CONTROL_MASK


class RegionPicture:
    """A widget that shows a picture as large as fits, in its middle.

    ``pointed(index, start)`` is called when the pointer comes to another region, with None for none
    and the region from which it is dragged;
    ``picked(index, too)`` at a click, ``too`` when it is to be added to what is picked already;
    ``united(one, other)`` when the pointer was dragged from one region to another.
    """

    def __init__(self, least_width, least_height, pointed, picked, united):
        self._pointed, self._picked, self._united = pointed, picked, united
        self._photo = self._pixels = None
        self._labels = None
        self._index = self._dragged = None
        self._lit = ()
        self._room = 0, 0
        self._shown = 0, 0, 0, 0  # x, y, width and height of the picture inside the widget
        self._image = Gtk.Image()
        self.widget = Gtk.Layout()
        self.widget.set_size_request(least_width, least_height)
        self.widget.put(self._image, 0, 0)
        events = Gdk.EventMask
        self.widget.add_events(
            events.POINTER_MOTION_MASK
            | events.LEAVE_NOTIFY_MASK
            | events.BUTTON_PRESS_MASK
            | events.BUTTON_RELEASE_MASK
        )
        self.widget.connect("size-allocate", self._given_room)
        self.widget.connect("notify::scale-factor", lambda *_: self._fit())
        self.widget.connect("motion-notify-event", self._moved)
        self.widget.connect("leave-notify-event", lambda *_: self._point(None))
        self.widget.connect("button-press-event", self._pressed)
        self.widget.connect("button-release-event", self._released)

    def show(self, pixels):
        """Show a pixbuf of the photo, without regions."""
        self._photo = pixels
        self.forget_regions()

    def forget_regions(self):
        """Show the photo again."""
        self._pixels, self._labels = self._photo, None
        self._index = self._dragged = None
        self._lit = ()
        self._fit()

    def show_regions(self, width, height, rgb, labels):
        """Show R'G'B' bytes, with one byte a pixel for the region's index (255: none)."""
        self._pixels = GdkPixbuf.Pixbuf.new_from_bytes(
            GLib.Bytes.new(rgb), GdkPixbuf.Colorspace.RGB, False, 8, width, height, width * 3
        )
        self._labels = labels
        self._index = self._dragged = None
        self._lit = ()
        self._fit()

    def light(self, indices):
        """Darken all but these regions; none of them for all as they are."""
        if self._labels and self._lit != tuple(indices):
            self._lit = tuple(indices)
            self._fit()

    def tell(self, text):
        """Show some words at the pointer; None for none."""
        self.widget.set_tooltip_text(text)

    def _given_room(self, _widget, room):
        """Fit the picture in, but only into other room than before: fitting asks for room anew."""
        size = room.width, room.height
        if size != self._room:
            self._room = size
            GLib.idle_add(self._fit)

    def _fit(self):
        room = self.widget.get_allocation()
        if self._pixels is None or min(room.width, room.height) < 2:
            return False
        own_width, own_height = self._pixels.get_width(), self._pixels.get_height()
        scale = min(room.width / own_width, room.height / own_height)
        width, height = max(1, round(own_width * scale)), max(1, round(own_height * scale))
        pixels = in_spotlight(self._pixels, self._labels, self._lit) if self._lit else self._pixels
        units = self.widget.get_scale_factor()
        x, y = (room.width - width) // 2, (room.height - height) // 2
        self._shown = x, y, width, height
        show(self._image, resized(pixels, width * units, height * units), units)
        self.widget.move(self._image, x, y)
        return False

    def _moved(self, _widget, event):
        self._point(self._index_at(event.x, event.y))

    def _pressed(self, _widget, event):
        if event.button == 1 and event.type == Gdk.EventType.BUTTON_PRESS:
            self._dragged = self._index_at(event.x, event.y)

    def _released(self, _widget, event):
        if event.button != 1 or not self._labels:
            return
        start, end = self._dragged, self._index_at(event.x, event.y)
        self._dragged = None
        if start is None or end is None or start == end:
            self._picked(end, bool(event.state & SEVERAL))
        else:
            self._united(start, end)

    def _index_at(self, x, y):
        left, top, width, height = self._shown
        if not (self._labels and left <= x < left + width and top <= y < top + height):
            return None
        own_width, own_height = self._pixels.get_width(), self._pixels.get_height()
        column = int((x - left) * own_width / width)
        row = int((y - top) * own_height / height)
        index = self._labels[row * own_width + column]
        return None if index == NO_REGION else index

    def _point(self, index):
        if index != self._index:
            self._index = index
            self._pointed(index, self._dragged)
