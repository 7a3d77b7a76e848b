"""What is to be looked at in the lab: words and numbers."""

from dialogs.gtk import Gtk, answer, grid, labelled, window
from dialogs.number import number
from gimpfu.errors import CancelledError
from texts import _


def ask(title, rows, values):
    """Ask for values, starting from these; returns them as a tuple.

    A row is (label, example) for words, or (label, least, most) for a whole number.

    Raises:
        CancelledError: the user does not want to.
    """
    dialog = window(
        title,
        "segstyle-lab",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_OK"), Gtk.ResponseType.OK),
    )
    dialog.set_default_response(Gtk.ResponseType.OK)
    fields = grid()
    readers = []
    for line, (row, value) in enumerate(zip(rows, values, strict=True)):
        label, *limits = row
        if len(limits) == 2:
            widget = number(value, *limits, 1, lambda: None)
            readers.append(widget.get_value_as_int)
        else:
            widget = Gtk.Entry(text=value, activates_default=True, width_chars=32)
            widget.set_placeholder_text(*limits)
            readers.append(widget.get_text)
        labelled(fields, line, label, widget)
    dialog.get_content_area().pack_start(fields, False, False, 0)
    agreed = answer(dialog)
    chosen = tuple(read() for read in readers)
    dialog.destroy()
    if not agreed:
        raise CancelledError
    return chosen
