"""The styles to choose from, with their pictures, in a popover."""

from pathlib import Path

from gi.repository import GLib

from dialogs.captioned import ITEM_WIDTH, captioned
from dialogs.gtk import GdkPixbuf, Gtk, column
from dialogs.pictures import fitted
from texts import _, told

ORIGINAL = "Original"
STYLE, TITLE, PICTURE, DESCRIPTION = range(4)
COLUMNS, HEIGHT = 4, 380
SCROLLBAR = 28
THUMBNAIL = 96


class StyleGallery:
    """Shows ``original``, where that is a choice, all styles, and ways to more of them.

    ``add_file(path, done)`` adds a picture's file, and calls ``done(style)`` when it is there. Each
    of ``ways`` is a label with ``find(done)``, which does so with what it has found.
    """

    def __init__(self, add_file, ways, original=True):
        self.add_file = add_file
        self._rows = Gtk.ListStore(str, str, GdkPixbuf.Pixbuf, str)
        self._icons = captioned(
            self._rows,
            PICTURE,
            TITLE,
            columns=COLUMNS,
            tooltip_column=DESCRIPTION,
            activate_on_single_click=True,
        )
        self._icons.connect("item-activated", self._activated)
        self._popover = Gtk.Popover(position=Gtk.PositionType.LEFT, border_width=6)
        self._popover.add(self._content(ways, original))
        self._watchers = []
        self._done = None

    def when_filled(self, show):
        """Call ``show()`` whenever there are other styles."""
        self._watchers.append(show)

    def fill(self, styles):
        """Offer the core's {"id", "title", "description", "thumbnail", …}."""
        self._rows.clear()
        for style in styles:
            self._rows.append(_row(style))
        self._tell()

    def add(self, style):
        """Offer one more, before the others, unless it is among them."""
        if style["id"] not in (row[STYLE] for row in self._rows):
            self._rows.prepend(_row(style))
            self._tell()

    def shown(self, style, size):
        """A style's title, and its picture at a size; None for none."""
        if style == ORIGINAL:
            return _("Original"), None
        for row in self._rows:
            if row[STYLE] == style:
                return row[TITLE], row[PICTURE] and fitted(row[PICTURE], size, size)
        return Path(style).stem, _picture(style)

    def open(self, button, style, done):
        """Ask for another style at a button; ``done(style)`` is called when it is chosen."""
        self._done = done
        self._popover.set_relative_to(button)
        self._popover.get_child().show_all()
        self._popover.popup()
        self._icons.grab_focus()
        paths = {row[STYLE]: row.path for row in self._rows}
        if paths:
            path = paths.get(style, Gtk.TreePath.new_first())
            self._icons.select_path(path)
            self._icons.set_cursor(path, None, False)
            self._icons.scroll_to_path(path, False, 0.0, 0.0)

    def _content(self, ways, original):
        room = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        room.set_size_request(COLUMNS * ITEM_WIDTH + SCROLLBAR, HEIGHT)
        room.add(self._icons)
        content = column(6)
        if original:
            leave = self._entry(_("_Original"), lambda done: done(ORIGINAL))
            content.pack_start(leave, False, False, 0)
        content.pack_start(room, True, True, 0)
        for label, find in ways:
            content.pack_start(self._entry(label, find), False, False, 0)
        return content

    def _entry(self, label, find):
        button = Gtk.Button(
            label=label, use_underline=True, relief=Gtk.ReliefStyle.NONE, xalign=0.0
        )

        def clicked(_button):
            self._popover.popdown()
            find(self._done)

        button.connect("clicked", clicked)
        return button

    def _activated(self, _icons, path):
        self._popover.popdown()
        self._done(self._rows[path][STYLE])

    def _tell(self):
        for show in self._watchers:
            show()


def _row(style):
    words = GLib.markup_escape_text(told(style.get("description") or style["title"]))
    return [style["id"], told(style["title"]), _picture(style["thumbnail"]), words]


def _picture(path):
    """A picture of a file; None when there is none."""
    try:
        return path and GdkPixbuf.Pixbuf.new_from_file_at_size(path, THUMBNAIL, THUMBNAIL)
    except GLib.Error:
        return None
