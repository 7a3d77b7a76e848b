"""A question with two answers, the harmless one first, and a way out."""

from dialogs.gtk import Gtk, column, window
from gimpfu.errors import CancelledError
from texts import _

HARMLESS = 1


def either(title, role, texts, harmless, other):
    """Ask, with ``texts`` one below the other; whether the answer is ``other``.

    Raises:
        CancelledError: the user wants neither.
    """
    dialog = window(
        title,
        role,
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (harmless, HARMLESS),
        (other, Gtk.ResponseType.OK),
    )
    dialog.set_default_response(HARMLESS)
    words = column(6)
    for text in texts:
        words.pack_start(Gtk.Label(label=text, xalign=0.0, wrap=True), False, False, 0)
    dialog.get_content_area().pack_start(words, False, False, 0)
    dialog.show_all()
    answer = dialog.run()
    dialog.destroy()
    if answer not in (HARMLESS, Gtk.ResponseType.OK):
        raise CancelledError
    return answer == Gtk.ResponseType.OK
