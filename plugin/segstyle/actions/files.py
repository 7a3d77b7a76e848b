"""Files that a recipe names. It may be a stranger's: then they are read when the user agrees."""

import json

from actions.recipe import PARASITE
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT

KNOWN = f"{PARASITE}-files"
MOST = 500


def files_of(recipe):
    """The paths among a recipe's styles and parts, each once."""
    named = [
        name
        for one in recipe["assignments"]
        for name in (_path_or_none(one["style"]), one.get("part"))
        if name
    ]
    return [*dict.fromkeys(named)]


def agreed(recipe, ask):
    """The recipe, or what is left of it without files that the user does not want to be read.

    ``ask(files)`` says whether those that nothing was painted with so far may be read.
    """
    known = _known()
    strange = {file for file in files_of(recipe) if file not in known}
    if not strange:
        return recipe
    if ask(sorted(strange)):
        remember(recipe)
        return recipe
    kept = [one for one in recipe["assignments"] if not {one["style"], one.get("part")} & strange]
    return {**recipe, "assignments": kept}


def remember(recipe):
    """Have GIMP keep the paths of a recipe that the user has painted with."""
    known = [*dict.fromkeys([*files_of(recipe), *_known()])][:MOST]
    if known != _known():
        gimp.attach_new_parasite(KNOWN, PARASITE_PERSISTENT, json.dumps(known))


def _known():
    try:
        found = json.loads(gimp.parasite_text(KNOWN) or "[]")
    except ValueError:
        return []
    return found if isinstance(found, list) else []


def _path_or_none(style):
    return style if "/" in style or "\\" in style else None
