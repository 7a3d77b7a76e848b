"""The legend of a picture of regions: colours, names, shares."""

from dialogs.gtk import GdkPixbuf, Gtk, ellipsized
from texts import _

SWATCH = 16
PICTURE, NAME, SHARE = range(3)


class RegionList:
    """A list of regions, the largest first."""

    def __init__(self):
        self._store = Gtk.ListStore(GdkPixbuf.Pixbuf, str, str)
        self._list = Gtk.TreeView(model=self._store, headers_visible=False, enable_search=False)
        column = Gtk.TreeViewColumn()
        for cell, attribute, place, expand in (
            (Gtk.CellRendererPixbuf(xpad=4, ypad=3), "pixbuf", PICTURE, False),
            (ellipsized(Gtk.CellRendererText()), "text", NAME, True),
            (Gtk.CellRendererText(xalign=1.0, xpad=6), "text", SHARE, False),
        ):
            column.pack_start(cell, expand)
            column.add_attribute(cell, attribute, place)
        self._list.append_column(column)
        self.widget = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
        self.widget.set_policy(Gtk.PolicyType.NEVER, Gtk.PolicyType.AUTOMATIC)
        self.widget.add(self._list)

    def fill(self, regions):
        """Show these {"name", "colour", "share"}."""
        self._store.clear()
        for region in regions:
            row = [_swatch(region["colour"]), region["name"], percent(region["share"])]
            self._store.append(row)
        self._list.get_selection().unselect_all()

    def point_at(self, index):
        """Mark one row; None for none."""
        selection = self._list.get_selection()
        selection.unselect_all()
        if index is not None:
            selection.select_path(index)
            self._list.scroll_to_cell(index, None, False, 0, 0)


def percent(share):
    """A share of the picture in words."""
    return _("{} %").format(round(share * 100)) if share >= 0.005 else _("< 1 %")


def _swatch(colour):
    pixels = GdkPixbuf.Pixbuf.new(GdkPixbuf.Colorspace.RGB, False, 8, SWATCH, SWATCH)
    pixels.fill(int(colour[1:] + "ff", 16))
    return pixels
