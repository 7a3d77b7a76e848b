"""Restyle: what has changed since it was painted is painted anew, in its place."""

from actions.progress import StatusBar
from actions.reading import photo_layer
from actions.recipe import assigned, changed, pieces
from actions.restyling import Restyling
from conversation import Conversation
from texts import _


def restyle(image, drawable, assignments, strengths, regions, edited):
    """Without a dialog: paint anew what ``assignments`` change, or the ``regions`` named.

    ``edited`` is REPLACE or KEEP_BOTH: what is done with layers that were edited by hand.
    """
    restyling = Restyling(image, photo_layer(image, drawable))
    recipe = changed(restyling.before, {"assignments": assigned(assignments, strengths)})
    with Conversation() as core:
        core.hello()
        progress = StatusBar(_("Styling"))
        restyling.paint(core, progress, recipe, pieces(regions), lambda _layers: edited)
