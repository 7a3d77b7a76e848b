"""What is to become of layers that the user has edited by hand."""

from dialogs.gtk import Gtk, column, window
from gimpfu.errors import CancelledError
from texts import _

KEEP_BOTH = 1


def what_of_edited(layers):
    """Ask about the painted ``layers``; returns "replace" or "keep-both".

    Raises:
        CancelledError: the user wants neither.
    """
    dialog = window(
        _("Edited Layers"),
        "segstyle-edited",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("Keep _Both"), KEEP_BOTH),
        (_("_Replace"), Gtk.ResponseType.OK),
    )
    dialog.set_default_response(KEEP_BOTH)
    words = column(6)
    names = "\n".join(f"• {one.layer.name}" for one in layers)
    for text in (
        _("You have worked on these layers since they were painted:"),
        names,
        _("Replace them, or keep them below the new ones?"),
    ):
        words.pack_start(Gtk.Label(label=text, xalign=0.0, wrap=True), False, False, 0)
    dialog.get_content_area().pack_start(words, False, False, 0)
    dialog.show_all()
    answer = dialog.run()
    dialog.destroy()
    if answer not in (KEEP_BOTH, Gtk.ResponseType.OK):
        raise CancelledError
    return "replace" if answer == Gtk.ResponseType.OK else "keep-both"
