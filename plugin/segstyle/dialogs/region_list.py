"""The legend of a picture of regions: colours, names, shares; they are picked and renamed in it."""

from dialogs.gtk import GdkPixbuf, Gtk, ellipsized
from texts import _

SWATCH = 16
PICTURE, NAME, SHARE = range(3)


class RegionList:
    """A list of regions, the largest first.

    ``picked()`` is called when the user picks other rows, ``renamed(index, name)`` when they
    have given a name: by a double click on a row, or Return.
    """

    def __init__(self, picked, renamed):
        self._picked, self._renamed = picked, renamed
        self._store = Gtk.ListStore(GdkPixbuf.Pixbuf, str, str)
        self._list = Gtk.TreeView(model=self._store, headers_visible=False, enable_search=False)
        self._name = ellipsized(Gtk.CellRendererText())
        self._column = Gtk.TreeViewColumn()
        for cell, attribute, place, expand in (
            (Gtk.CellRendererPixbuf(xpad=4, ypad=3), "pixbuf", PICTURE, False),
            (self._name, "text", NAME, True),
            (Gtk.CellRendererText(xalign=1.0, xpad=6), "text", SHARE, False),
        ):
            self._column.pack_start(cell, expand)
            self._column.add_attribute(cell, attribute, place)
        self._list.append_column(self._column)
        self._list.connect("row-activated", lambda _list, path, _column: self._edit(path))
        self._name.connect("edited", self._edited)
        self._name.connect("editing-canceled", lambda cell: cell.set_property("editable", False))
        self._selection = self._list.get_selection()
        self._selection.set_mode(Gtk.SelectionMode.MULTIPLE)
        self._handler = self._selection.connect("changed", lambda _selection: picked())
        self.widget = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        self.widget.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        self.widget.add(self._list)

    @property
    def chosen(self):
        """The places of the rows that are picked."""
        _, paths = self._selection.get_selected_rows()
        return [path.get_indices()[0] for path in paths]

    def fill(self, regions):
        """Show these {"name", "colour", "share"}; none is picked."""
        with self._selection.handler_block(self._handler):
            self._store.clear()
            for region in regions:
                row = [_swatch(region["colour"]), region["name"], percent(region["share"])]
                self._store.append(row)
            self._selection.unselect_all()

    def pick(self, index, too=False):
        """Pick a row, ``too`` in addition to others; None unpicks all."""
        with self._selection.handler_block(self._handler):
            if not too:
                self._selection.unselect_all()
            if index is not None:
                self._selection.select_path(index)
                self._list.scroll_to_cell(index, None, False, 0, 0)
        self._picked()

    def rename(self):
        """Let the user write another name into the row that is picked."""
        for index in self.chosen[:1]:
            self._edit(Gtk.TreePath.new_from_indices([index]))

    def _edit(self, path):
        self._name.set_property("editable", True)
        self._list.grab_focus()
        self._list.set_cursor_on_cell(path, self._column, self._name, True)

    def _edited(self, cell, path, name):
        cell.set_property("editable", False)
        if name != self._store[path][NAME]:
            self._renamed(int(path), name)


def percent(share):
    """A share of the picture in words."""
    return _("{} %").format(round(share * 100)) if share >= 0.005 else _("< 1 %")


def _swatch(colour):
    pixels = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, SWATCH, SWATCH)
    pixels.fill(int(colour[1:] + "ff", 16))
    return pixels
