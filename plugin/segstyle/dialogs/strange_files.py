"""Whether files may be read that an image's recipe names."""

from dialogs.gtk import Gtk, column, window
from gimpfu.errors import CancelledError
from texts import _, plural

LEAVE_OUT = 1
MOST_SHOWN = 8


def may_be_read(files):
    """Ask whether to read these paths; False leaves them out.

    Raises:
        CancelledError: the user wants neither.
    """
    dialog = window(
        _("Files of a Recipe"),
        "segstyle-strange-files",
        (_("_Cancel"), Gtk.ResponseType.CANCEL),
        (_("_Leave Out"), LEAVE_OUT),
        (_("_Read"), Gtk.ResponseType.OK),
    )
    dialog.set_default_response(LEAVE_OUT)
    words = column(6)
    for text in (
        plural(
            "The image's recipe names a file that nothing was painted with here so far:",
            "The image's recipe names files that nothing was painted with here so far:",
            len(files),
        ),
        "\n".join(f"• {file}" for file in files[:MOST_SHOWN]) + ("\n…" * (len(files) > MOST_SHOWN)),
        _("If somebody else made the image, they chose what is read. Read it, or leave it out?"),
    ):
        words.pack_start(Gtk.Label(label=text, xalign=0.0, wrap=True), False, False, 0)
    dialog.get_content_area().pack_start(words, False, False, 0)
    dialog.show_all()
    answer = dialog.run()
    dialog.destroy()
    if answer not in (LEAVE_OUT, Gtk.ResponseType.OK):
        raise CancelledError
    return answer == Gtk.ResponseType.OK
