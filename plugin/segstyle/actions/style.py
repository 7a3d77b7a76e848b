"""Style Channels."""

from actions.painting import add_group_for, add_painted, export_channels, paint
from actions.progress import StatusBar
from actions.reading import photo_layer
from actions.recipe import (
    ORIGINAL,
    assigned,
    keep_recipe,
    kept_recipe,
    new_recipe,
    settings_of,
)
from actions.writing import one_step
from choice import Settings
from conversation import Conversation
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
    _styled_channels(image, recipe)
    with Conversation() as core:
        core.hello()
        _paint(image, layer, core, StatusBar(_("Styling")), recipe)


def style_with_dialog(image, drawable, _assignments, _strengths, *settings):
    """With a dialog, which starts from the recipe kept in the image; returns what was chosen."""
    from actions.choosing import choose_and_paint

    layer = photo_layer(image, drawable)
    _need_channels(image)
    before = kept_recipe(image) or new_recipe([], Settings(*settings))

    def paint_all(core, progress, recipe):
        return _paint(image, layer, core, progress, recipe)

    recipe = choose_and_paint(image, layer, _("Style Channels"), before, paint_all)
    return "", "", *settings_of(recipe)


def _need_channels(image):
    if not image.channels:
        raise RuntimeError(
            _("The image has no channels to style.")
            + " "
            + _("Choose Filters ▸ SegStyle ▸ Segment into Channels first, or paint a channel.")
        )


def _paint(image, layer, core, progress, recipe):
    """Paint, and write the layers and the recipe; returns the regions that were painted."""
    regions = export_channels(_styled_channels(image, recipe), layer, core.folder)
    painted, full = paint(core, layer, regions, recipe, progress)
    with one_step(image, layer):
        group = add_group_for(image, layer)
        for position, one in enumerate(painted):
            add_painted(image, group, position, layer, one, full)
        keep_recipe(image, full)
    return [one.region for one in painted]


def _styled_channels(image, recipe):
    """The channels that are given a style, each once, in the recipe's order.

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
    return [*dict.fromkeys(styled)]
