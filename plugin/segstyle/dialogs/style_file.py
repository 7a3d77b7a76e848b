"""A picture's file as a style: chosen, or dropped."""

from gi.repository import Gio

from dialogs.gtk import Gdk, Gtk
from texts import _


def ask_for_file(parent):
    """Ask for a picture's file; its path, or None for none."""
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


def accept_files(widget, dropped):
    """Let a picture's file be dropped on a widget; ``dropped(path)`` is called then."""

    def received(_widget, _context, _x, _y, data, _info, _time):
        paths = [Gio.File.new_for_uri(uri).get_path() for uri in data.get_uris()]
        if paths and paths[0]:
            dropped(paths[0])

    widget.drag_dest_set(Gtk.DestDefaults.ALL, [], Gdk.DragAction.COPY)
    widget.drag_dest_add_uri_targets()
    widget.connect("drag-data-received", received)
