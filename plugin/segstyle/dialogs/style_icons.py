"""The styles to choose from, as pictures with their titles."""

from pathlib import Path

from gi.repository import GLib

from dialogs.captioned import ITEM_WIDTH, captioned
from dialogs.gtk import GdkPixbuf, Gtk
from dialogs.pictures import fitted
from texts import _, told

ORIGINAL = "Original"
STYLE, TITLE, PICTURE, DESCRIPTION = range(4)
COLUMNS, HEIGHT = 4, 340
SCROLLBAR = 28
THUMBNAIL = 96


class StyleIcons:
    """Shows styles, one of which is selected; ``activated(style)`` is called for a definite choice.

    That is a double click or Return; with ``at_once`` a click will do.
    """

    def __init__(self, activated, at_once=False):
        self._rows = Gtk.ListStore(str, str, GdkPixbuf.Pixbuf, str)
        self.icons = captioned(
            self._rows,
            PICTURE,
            TITLE,
            columns=COLUMNS,
            tooltip_column=DESCRIPTION,
            activate_on_single_click=at_once,
        )
        self.icons.connect("item-activated", lambda _icons, path: activated(self._at(path)))
        self.widget = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        self.widget.set_size_request(COLUMNS * ITEM_WIDTH + SCROLLBAR, HEIGHT)
        self.widget.add(self.icons)

    @property
    def selected(self):
        """The selected style; None while there are none."""
        paths = self.icons.get_selected_items()
        return self._at(paths[0]) if paths else None

    def fill(self, styles):
        """Show the core's {"id", "title", "description", "thumbnail", …}."""
        self._rows.clear()
        for style in styles:
            self._rows.append(_row(style))

    def add(self, style):
        """Show one more, before the others; whether it was not among them."""
        is_new = style["id"] not in (row[STYLE] for row in self._rows)
        if is_new:
            self._rows.prepend(_row(style))
        return is_new

    def select(self, style):
        """Select a style, the first where it is not shown, and let the keyboard go on from it."""
        paths = {row[STYLE]: row.path for row in self._rows}
        if paths:
            path = paths.get(style, Gtk.TreePath.new_first())
            self.icons.select_path(path)
            self.icons.set_cursor(path, None, False)
            self.icons.scroll_to_path(path, False, 0.0, 0.0)
        self.icons.grab_focus()

    def shown(self, style, size):
        """A style's title, and its picture at a size; None for none."""
        if style == ORIGINAL:
            return _("Original"), None
        for row in self._rows:
            if row[STYLE] == style:
                return row[TITLE], row[PICTURE] and fitted(row[PICTURE], size, size)
        return Path(style).stem, _picture(style)

    def _at(self, path):
        return self._rows[path][STYLE]


def _row(style):
    words = GLib.markup_escape_text(told(style.get("description") or style["title"]))
    return [style["id"], told(style["title"]), _picture(style["thumbnail"]), words]


def _picture(path):
    """A picture of a file; None when there is none."""
    try:
        return path and GdkPixbuf.Pixbuf.new_from_file_at_size(path, THUMBNAIL, THUMBNAIL)
    except GLib.Error:
        return None
