"""Choosing one of the pictures that are open in GIMP."""

from dialogs.captioned import captioned
from dialogs.gtk import GdkPixbuf, Gtk, choosing_window
from texts import _

PICTURE, TITLE = range(2)
SIZE = 540, 420


def ask_for_picture(parent, pictures):
    """Ask for one of ``pictures``, which have a title and a thumbnail; None for none."""
    dialog = choosing_window(parent, _("An Open Picture as Style"), "segstyle-open-pictures", SIZE)
    rows = Gtk.ListStore(GdkPixbuf.Pixbuf, str)
    for picture in pictures:
        rows.append([picture.thumbnail, picture.title])
    icons = captioned(rows, PICTURE, TITLE)
    icons.connect("item-activated", lambda *_: dialog.response(Gtk.ResponseType.OK))
    room = Gtk.ScrolledWindow(shadow_type=Gtk.ShadowType.IN)
    room.add(icons if pictures else Gtk.Label(label=_("No other picture is open.")))
    dialog.get_content_area().pack_start(room, True, True, 0)
    dialog.set_response_sensitive(Gtk.ResponseType.OK, bool(pictures))
    if pictures:
        icons.select_path(Gtk.TreePath.new_first())
    dialog.show_all()
    agreed = dialog.run() == Gtk.ResponseType.OK
    selected = icons.get_selected_items()
    dialog.destroy()
    return pictures[selected[0][0]] if agreed and selected else None
