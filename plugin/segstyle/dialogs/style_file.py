"""Choosing a picture's file as a style."""

from dialogs.gtk import Gtk
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
