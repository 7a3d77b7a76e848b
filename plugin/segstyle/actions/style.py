"""Style Channels."""

import json

from actions.progress import StatusBar
from actions.reading import export_channel, export_photo, photo_layer
from actions.recipe import ORIGINAL, PARASITE, assigned, kept_recipe, new_recipe, settings_of
from actions.writing import add_group, add_masked_layer, one_step
from choice import Settings
from conversation import Conversation
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE
from gimpfu.errors import CancelledError
from texts import _


def style(image, drawable, assignments, strengths, *settings):
    """Without a dialog: paint as ``assignments`` say, or by the recipe kept in the image."""
    layer = photo_layer(image, drawable)
    _need_channels(image)
    recipe = new_recipe(assigned(assignments, strengths), Settings(*settings))
    if not assignments.strip():
        recipe = kept_recipe(image)
        if recipe is None:
            raise RuntimeError(
                _("No channel was given a style. Give assignments such as sky=STYLE.")
            )
    channels = _styled_channels(image, recipe)
    with Conversation() as core:
        core.hello()
        _run(image, layer, core, StatusBar(_("Styling")), recipe, channels)


def style_with_dialog(image, drawable, _assignments, _strengths, *settings):
    """With a dialog, which starts from the recipe kept in the image; returns what was chosen."""
    from actions.live_style import LiveStyle
    from dialogs.silence import Silence
    from dialogs.style import StyleDialog

    layer = photo_layer(image, drawable)
    _need_channels(image)
    before = kept_recipe(image) or new_recipe([], Settings(*settings))
    names = [channel.name for channel in image.channels]
    with Conversation() as core, StyleDialog(names, before) as dialog:
        core.when_silent = Silence
        live = LiveStyle(core, image, layer, dialog)
        while not _chosen_and_painted(image, layer, core, dialog, live):
            live.read()
        return "", "", *settings_of(dialog.recipe)


def _chosen_and_painted(image, layer, core, dialog, live):
    """Paint what the user agrees to; False when it came to nothing, and may be tried again."""
    recipe = dialog.choose()
    try:
        channels = _styled_channels(image, recipe)
        if not dialog.agrees_to(live.estimate()):
            return False
        answer = _run(image, layer, core, dialog, recipe, channels)
    except CancelledError:
        return False
    except RuntimeError as error:
        dialog.show_error(str(error))
        return False
    _say_what_was_not_painted(answer, channels)
    return True


def _say_what_was_not_painted(answer, channels):
    painted = {layer["region"] for layer in answer["layers"]}
    missing = [channel.name for channel in channels if channel.name not in painted]
    if missing:
        gimp.message(_("Stopped before these had their turn: {}").format(", ".join(missing)))


def _need_channels(image):
    if not image.channels:
        raise RuntimeError(
            _("The image has no channels to style.")
            + " "
            + _("Choose Filters ▸ SegStyle ▸ Segment into Channels first, or paint a channel.")
        )


def _run(image, layer, core, progress, recipe, channels):
    """Paint, and write the layers and the recipe; returns the core's answer."""
    picture = export_photo(layer, core.folder)
    regions = []
    for number, channel in enumerate(channels, 1):
        file = core.folder / f"channel-{number}.u8"
        regions.append(export_channel(channel, layer, file))
    left, top = layer.offsets
    request = {"picture": picture, "regions": regions, "recipe": recipe}
    answer = core.ask("style", request, progress)
    with one_step(image, layer):
        group = add_group(image, f"SegStyle: {layer.name}", layer)
        for position, painted in enumerate(answer["layers"]):
            x, y, width, height = painted["box"]
            box = (x + left, y + top, width, height)
            files = core.folder / painted["pixels"], core.folder / painted["mask"]
            add_masked_layer(image, group, position, painted["name"], box, *files)
        image.attach_new_parasite(
            PARASITE, PARASITE_PERSISTENT | PARASITE_UNDOABLE, json.dumps(answer["recipe"])
        )
    return answer


def _styled_channels(image, recipe):
    """The channels that are given a style, in the recipe's order.

    Raises:
        RuntimeError: a name that is no channel.
    """
    named = {channel.name: channel for channel in image.channels}
    styled = []
    for assignment in recipe["assignments"]:
        name = assignment["region"]
        if name not in named:
            raise RuntimeError(
                _("The image has no channel “{}”. Its channels are: {}.").format(
                    name, ", ".join(named)
                )
            )
        if assignment["style"] != ORIGINAL:
            styled.append(named[name])
    return styled
