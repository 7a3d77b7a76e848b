"""The dialog of Style Channels and Restyle, from its opening to the painted layers."""

from actions.files import agreed
from actions.live_style import LiveStyle
from actions.recipe import is_styled, regions_of
from conversation import Conversation
from dialogs.silence import Silence
from dialogs.strange_files import may_be_read
from dialogs.style import StyleDialog
from gimpfu import gimp
from gimpfu.errors import CancelledError
from texts import _


def choose_and_paint(image, layer, title, before, paint, wanted=lambda recipe: recipe):
    """Have the user choose a recipe, from the one ``before``, until it was painted; returns it.

    ``paint(core, progress, recipe)`` paints by it and returns the regions that were painted.
    ``wanted(recipe)`` is the part of a recipe that would be.

    Raises:
        CancelledError: the user does not want any.
    """
    before = agreed(before, may_be_read)
    names = [channel.name for channel in image.channels]
    with Conversation() as core, StyleDialog(title, names, before) as dialog:
        core.when_silent = Silence
        live = LiveStyle(core, image, layer, dialog, wanted)
        while not _chosen_and_painted(core, dialog, live, paint, wanted):
            live.read()
        return dialog.recipe


def _chosen_and_painted(core, dialog, live, paint, wanted):
    """Paint what the user agrees to; False when it came to nothing, and may be tried again."""
    recipe = dialog.choose()
    try:
        part = wanted(recipe)
        if not dialog.agrees_to(live.estimate()):
            return False
        painted = paint(core, dialog, recipe)
    except CancelledError:
        return False
    except RuntimeError as error:
        dialog.show_error(str(error))
        return False
    _say_what_was_not_painted(part, painted)
    return True


def _say_what_was_not_painted(recipe, painted):
    asked = [region for region in regions_of(recipe) if is_styled(recipe, region)]
    missing = [region for region in asked if region not in painted]
    if missing:
        gimp.message(_("Stopped before these had their turn: {}").format(", ".join(missing)))
