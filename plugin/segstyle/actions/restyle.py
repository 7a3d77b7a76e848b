"""Restyle: what has changed since it was painted is painted anew, in its place."""

from actions.progress import StatusBar
from actions.reading import photo_layer
from actions.recipe import assigned, changed, only, pieces, regions_of
from actions.restyling import Restyling, painted_photo
from conversation import Conversation
from texts import _


def restyle(image, drawable, assignments, strengths, regions, edited):
    """Without a dialog: paint anew what ``assignments`` change, or the ``regions`` named.

    ``edited`` is "replace" or "keep-both": what is done with layers that were edited by hand.
    """
    restyling = Restyling(image, painted_photo(image, photo_layer(image, drawable)))
    recipe = changed(restyling.before, {"assignments": assigned(assignments, strengths)})
    with Conversation() as core:
        core.hello()
        progress = StatusBar(_("Styling"))
        restyling.paint(core, progress, recipe, pieces(regions), lambda _layers: edited)


def restyle_with_dialog(image, drawable, *_arguments):
    """With the dialog of Style Channels, which starts from what the layers were painted by."""
    from actions.choosing import choose_and_paint
    from dialogs.edited import what_of_edited

    photo = painted_photo(image, photo_layer(image, drawable))
    channels = [channel.name for channel in image.channels]
    opened = Restyling(image, photo)

    def wanted(recipe):
        return only(recipe, opened.changed(changed(opened.before, recipe)) or regions_of(recipe))

    def paint(core, progress, recipe):
        restyling = Restyling(image, photo)
        return restyling.paint(
            core, progress, changed(restyling.before, recipe), [], what_of_edited
        )

    choose_and_paint(image, photo, _("Restyle"), only(opened.before, channels), paint, wanted)
