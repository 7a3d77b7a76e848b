"""Whether files may be read that an image's recipe names."""

from dialogs.either import either
from texts import _, plural

MOST_SHOWN = 8


def may_be_read(files):
    """Ask whether to read these paths; False leaves them out.

    Raises:
        CancelledError: the user wants neither.
    """
    texts = (
        plural(
            "The image's recipe names a file that nothing was painted with here so far:",
            "The image's recipe names files that nothing was painted with here so far:",
            len(files),
        ),
        "\n".join(f"• {file}" for file in files[:MOST_SHOWN]) + ("\n…" * (len(files) > MOST_SHOWN)),
        _("If somebody else made the image, they chose what is read. Read it, or leave it out?"),
    )
    return either(
        _("Files of a Recipe"), "segstyle-strange-files", texts, _("_Leave Out"), _("_Read")
    )
