"""What is to become of layers that the user has edited by hand."""

from dialogs.either import either
from texts import _


def what_of_edited(layers):
    """Ask about the painted ``layers``; returns "replace" or "keep-both".

    Raises:
        CancelledError: the user wants neither.
    """
    texts = (
        _("You have worked on these layers since they were painted:"),
        "\n".join(f"• {one.layer.name}" for one in layers),
        _("Replace them, or keep them below the new ones?"),
    )
    replace = either(_("Edited Layers"), "segstyle-edited", texts, _("Keep _Both"), _("_Replace"))
    return "replace" if replace else "keep-both"
