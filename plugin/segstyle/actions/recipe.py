"""The recipe: what the user chose, as it goes to the core and stays in the image."""

import json

from texts import _

PARASITE = "segstyle-recipe"
ORIGINAL = "Original"


def new_recipe(assignments, quality, size, seed):
    """A recipe; a size of 0 follows the quality."""
    recipe = {"version": 1, "assignments": assignments, "quality": quality, "seed": seed}
    if size:
        recipe["size"] = size
    return recipe


def assigned(text):
    """``CHANNEL=STYLE``, one a line or between semicolons, as the recipe's assignments.

    Raises:
        RuntimeError: a piece without a channel, a "=" or a style.
    """
    return [_assignment(piece) for piece in pieces(text)]


def pieces(text):
    """What stands one a line or, on a single line, between semicolons."""
    parts = text.split("\n") if "\n" in text else text.split(";")
    return [part.strip() for part in parts if part.strip()]


def kept_recipe(image):
    """The recipe that the image keeps from the last time; None for none that can be read."""
    try:
        recipe = json.loads(image.parasite_find(PARASITE) or "null")
        return recipe if recipe and recipe["assignments"] else None
    except (ValueError, TypeError, KeyError):
        return None


def _assignment(piece):
    region, equals, style = (part.strip() for part in piece.partition("="))
    if not (region and equals and style):
        raise RuntimeError(
            _("“{}” is no assignment. Write CHANNEL=STYLE, such as sky=/home/me/waves.jpg.").format(
                piece
            )
        )
    return {"region": region, "style": style}
