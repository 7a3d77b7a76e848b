"""One channel's drop-down of styles, with small pictures."""

from pathlib import Path

from gi.repository import GLib

from dialogs.gtk import GdkPixbuf, Gtk
from texts import _

ORIGINAL = "Original"
FROM_FILE = "…"
SEPARATOR = "-"
PICTURE_SIZE = 32
STYLE, TITLE, PICTURE = range(3)


class StylesBox:
    """A drop-down: Original, the gallery, and any picture from a file."""

    def __init__(self, styles, chosen, parent):
        self._parent = parent
        self._store = Gtk.ListStore(str, str, GdkPixbuf.Pixbuf)
        self._store.append([ORIGINAL, _("Original"), None])
        for style in styles:
            self._store.append([style["id"], style["title"], _picture(style["thumbnail"])])
        self._store.append([SEPARATOR, "", None])
        self._store.append([FROM_FILE, _("From File…"), None])
        self.widget = Gtk.ComboBox(model=self._store, id_column=STYLE)
        self.widget.set_row_separator_func(lambda model, row: model[row][STYLE] == SEPARATOR)
        picture, title = Gtk.CellRendererPixbuf(), Gtk.CellRendererText()
        self.widget.pack_start(picture, False)
        self.widget.add_attribute(picture, "pixbuf", PICTURE)
        self.widget.pack_start(title, True)
        self.widget.add_attribute(title, "text", TITLE)
        title.set_properties(xalign=0.0, xpad=6)
        self._choose(chosen or ORIGINAL)
        self.widget.connect("changed", self._changed)

    @property
    def style(self):
        """What is chosen: a gallery id, a picture's path, or Original."""
        return self._style

    @property
    def is_styled(self):
        """Whether it is not Original."""
        return self._style != ORIGINAL

    def _choose(self, style):
        if not self.widget.set_active_id(style):
            if Path(style).is_file():
                self._store.insert(1, [style, Path(style).name, _picture(style)])
            else:
                style = ORIGINAL
            self.widget.set_active_id(style)
        self._style = style

    def _changed(self, _widget):
        chosen = self.widget.get_active_id()
        if chosen == FROM_FILE:
            self._choose(_file_chosen_in(self._parent) or self._style)
        else:
            self._style = chosen


def _picture(path):
    """A small picture of a file; None when there is none."""
    if not path:
        return None
    try:
        return GdkPixbuf.Pixbuf.new_from_file_at_size(path, PICTURE_SIZE, PICTURE_SIZE)
    except GLib.Error:
        return None


def _file_chosen_in(parent):
    chooser = Gtk.FileChooserDialog(
        title=_("Choose a Picture as Style"), transient_for=parent, modal=True
    )
    chooser.add_buttons(_("_Cancel"), Gtk.ResponseType.CANCEL, _("_Open"), Gtk.ResponseType.ACCEPT)
    pictures = Gtk.FileFilter()
    pictures.set_name(_("Pictures"))
    pictures.add_mime_type("image/*")
    chooser.add_filter(pictures)
    chosen = chooser.get_filename() if chooser.run() == Gtk.ResponseType.ACCEPT else None
    chooser.destroy()
    return chosen
