"""The recipe: what the user chose, as it goes to the core and stays in the image."""

import json

from choice import PRESETS, Settings
from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE
from texts import _

PARASITE = "segstyle-recipe"
ORIGINAL = "Original"


def new_recipe(assignments, settings):
    """A recipe of ``Settings``; beside a preset only what is not as usual."""
    chosen = _fields(settings)
    if is_preset(settings.method):
        usual = _fields(Settings())
        chosen = {name: value for name, value in chosen.items() if value != usual[name]}
        chosen["preset"] = chosen.pop("method")
    return {"version": 1, "assignments": assignments, **chosen}


def recipe_from(before, assignments, settings):
    """The recipe ``before`` with others' assignments and ``Settings``.

    What these do not speak of stays, unless it is a preset's that is chosen no more.
    """
    new = new_recipe(assignments, settings)
    if not (before.get("preset") or new.get("preset")):
        return {**before, **new}
    if before.get("preset") != new.get("preset"):
        return new
    begun, chosen = _fields(settings_of(before)), _fields(settings)
    touched = {name: value for name, value in chosen.items() if value != begun[name]}
    return {**before, "assignments": assignments, **touched}


def is_preset(method):
    """Whether a method's name is a preset's."""
    return method in {value for _label, value in PRESETS}


def _fields(settings):
    limits = {"minutes": settings.minutes or None, "size": settings.size or None}
    return {**settings._asdict(), **limits}


def settings_of(recipe):
    """The ``Settings`` of a recipe, its own or the usual ones."""
    given = {name: recipe[name] for name in Settings._fields if recipe.get(name) is not None}
    if recipe.get("preset"):
        given["method"] = recipe["preset"]
    return Settings(**given)


def assigned(text, strengths=""):
    """``CHANNEL=STYLE``, one a line or between semicolons, as the recipe's assignments.

    ``strengths`` are ``CHANNEL=NUMBER`` in the same way, for those that are not 1.

    Raises:
        RuntimeError: a piece without a channel, a "=" or a style, a strength that is no number.
    """
    strong = dict(_strength(piece) for piece in pieces(strengths))
    return [
        assignment(region, style, strong.get(region, 1.0))
        for region, style in map(_region_and_style, pieces(text))
    ]


def assignment(region, style, strength):
    """One channel's style, as a recipe has it."""
    usual = {"region": region, "style": style}
    return usual if strength == 1 else {**usual, "strength": strength}


def pieces(text):
    """What stands one a line or, on a single line, between semicolons."""
    parts = text.split("\n") if "\n" in text else text.split(";")
    return [part.strip() for part in parts if part.strip()]


def kept_recipe(image):
    """The recipe that the image keeps from the last time; None for none that can be read."""
    try:
        recipe = json.loads(image.parasite_text(PARASITE) or "null")
    except ValueError:
        return None
    return recipe if is_recipe(recipe) and recipe["assignments"] else None


def needed_recipe(image):
    """The recipe that the image keeps.

    Raises:
        RuntimeError: it keeps none; in words for the user.
    """
    recipe = kept_recipe(image)
    if recipe is None:
        raise RuntimeError(
            _("The image has no recipe.")
            + " "
            + _("Choose Filters ▸ SegStyle ▸ Style Channels first.")
        )
    return recipe


def is_recipe(found):
    """Whether what was read somewhere has a recipe's shape; its values the core judges."""
    assignments = isinstance(found, dict) and found.get("assignments")
    return isinstance(assignments, list) and all(
        isinstance(one, dict)
        and isinstance(one.get("region"), str)
        and isinstance(one.get("style"), str)
        and isinstance(one.get("part"), (str, type(None)))
        for one in assignments
    )


def keep_recipe(image, recipe):
    """Have the image keep a recipe."""
    flags = PARASITE_PERSISTENT | PARASITE_UNDOABLE
    image.attach_new_parasite(PARASITE, flags, json.dumps(recipe))


def regions_of(recipe):
    """The names of the regions that a recipe speaks of, each once, in its order."""
    return [*dict.fromkeys(one["region"] for one in recipe["assignments"])]


def assignments_of(recipe, region):
    """What a recipe says of one region."""
    return [one for one in recipe["assignments"] if one["region"] == region]


def is_styled(recipe, region):
    """Whether a recipe gives a region a style other than Original."""
    return any(one["style"] != ORIGINAL for one in assignments_of(recipe, region))


def only(recipe, regions):
    """A recipe without what it says of other regions than these."""
    kept = [one for one in recipe["assignments"] if one["region"] in regions]
    return {**recipe, "assignments": kept}


def changed(recipe, new):
    """A recipe as changed by a ``new`` one; what the new one does not speak of stays."""
    regions = dict.fromkeys([*regions_of(recipe), *regions_of(new)])
    assignments = [
        one
        for region in regions
        for one in assignments_of(new, region) or assignments_of(recipe, region)
    ]
    return {**recipe, **new, "assignments": assignments}


def paints_alike(recipe, other, region):
    """Whether two recipes with all defaults written out say the same of one region."""
    return _for(recipe, region) == _for(other, region)


def _for(recipe, region):
    usual = {"weight": 1.0, "strength": 1.0}
    assignments = [{**usual, **one} for one in assignments_of(recipe, region)]
    return {**recipe, "assignments": assignments}


def _region_and_style(piece):
    region, equals, style = (part.strip() for part in piece.partition("="))
    if not (region and equals and style):
        raise RuntimeError(
            _("“{}” is no assignment. Write CHANNEL=STYLE, such as sky=/home/me/waves.jpg.").format(
                piece
            )
        )
    return region, style


def _strength(piece):
    region, _equals, number = (part.strip() for part in piece.partition("="))
    try:
        return region, float(number)
    except ValueError:
        raise RuntimeError(
            _("“{}” is no strength. Write CHANNEL=NUMBER, such as sky=0.5.").format(piece)
        ) from None
