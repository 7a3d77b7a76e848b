"""Copy Recipe and Paste Recipe: from one image to another, by the names of the regions."""

import json

from actions.recipe import PARASITE, keep_recipe, needed_recipe, only, regions_of
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT
from texts import _


def copy_recipe(image):
    """Have GIMP keep the image's recipe, until another one is copied."""
    gimp.attach_new_parasite(PARASITE, PARASITE_PERSISTENT, json.dumps(needed_recipe(image)))


def paste_recipe(image):
    """Give the image the recipe that was copied, of the regions that it has as channels.

    Returns the regions that it has, and those that it has not, one a line.
    """
    copied = gimp.parasite_text(PARASITE)
    if copied is None:
        raise RuntimeError(
            _("No recipe was copied.")
            + " "
            + _("Choose Filters ▸ SegStyle ▸ Copy Recipe in another image first.")
        )
    recipe = json.loads(copied)
    channels = [channel.name for channel in image.channels]
    taken = [region for region in regions_of(recipe) if region in channels]
    missing = [region for region in regions_of(recipe) if region not in channels]
    if not taken:
        raise RuntimeError(
            _("The recipe is for channels that this image does not have: {}.").format(
                ", ".join(missing)
            )
            + " "
            + _("Its channels are: {}.").format(", ".join(channels) or _("none"))
        )
    keep_recipe(image, only(recipe, taken))
    return "\n".join(taken), "\n".join(missing)


def paste_recipe_and_tell(image):
    """The same from the menu: says what was taken over, and what is missing."""
    taken, missing = (names.split("\n") for names in paste_recipe(image))
    said = [_("The image has the recipe for: {}.").format(", ".join(taken))]
    if missing != [""]:
        said.append(_("It has no channel for: {}.").format(", ".join(missing)))
    said.append(_("Choose Filters ▸ SegStyle ▸ Style Channels to paint by it."))
    gimp.message("\n".join(said))
