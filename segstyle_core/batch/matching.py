"""Which of a photo's regions get what the recipe says of which names."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from segstyle_core.errors import BadInputError
from segstyle_core.recipe import ORIGINAL, Assignment, Recipe

__all__ = ["Match", "Unmatched", "matched"]

Unmatched = Literal["skip", "nearest", "fail"]
"""What becomes of a region of the recipe that a photo does not have."""

KINDS = (
    {"tree", "grass", "plant", "flower", "field", "palm", "bush", "forest"},
    {"sea", "water", "river", "lake", "pool", "waterfall", "fountain"},
    {"building", "house", "skyscraper", "tower", "hut", "wall", "fence", "bridge", "pagoda"},
    {"road", "sidewalk", "path", "floor", "earth", "sand", "ground", "street"},
    {"mountain", "hill", "rock"},
    {"person", "people", "man", "woman", "child"},
    {"car", "bus", "truck", "van", "vehicle", "motorbike", "bicycle"},
    {"dog", "cat", "horse", "cow", "sheep", "bird", "animal"},
)
"""Words for things of which one may stand for another."""

OF_A_KIND = 0.6
LEAST = 0.5
"""Likeness, 0..1: of two words of a kind, and that below which names have nothing in common."""


@dataclass(frozen=True)
class Match:
    """A recipe whose assignments name a photo's own regions, and what is to be told, a sentence
    each."""

    recipe: Recipe
    warnings: tuple[str, ...] = ()


def matched(recipe: Recipe, names: Sequence[str], unmatched: Unmatched) -> Match:
    """The recipe for a photo that has regions of these names.

    A region has what the recipe says of its name, whatever the case, or else of the name that it
    is another one of (“tree 2”: “tree”). A name of the recipe that no region has is left out,
    or goes to the free region whose name is most like it.

    Raises:
        BadInputError: a name that no region has, where that makes the photo fail.
    """
    spoken_of = {_plain(each.region): each.region for each in recipe.assignments}
    found = {name: spoken_of[key] for name in names if (key := _key(name, spoken_of)) is not None}
    lacking = [
        name
        for name in dict.fromkeys(each.region for each in recipe.styled)
        if name not in found.values()
    ]
    if lacking and unmatched == "fail":
        raise BadInputError(
            f"The photo has no region “{lacking[0]}”; it has {', '.join(names)}.",
            "Choose another segmenter, or let it be left out: --unmatched skip",
        )
    free = [name for name in names if name not in found]
    near = _nearest(lacking, free) if unmatched == "nearest" else {}
    warnings = [_told(name, near) for name in lacking]
    found |= {region: name for name, region in near.items()}
    assignments = [
        each.model_copy(update={"region": region})
        for region in names
        for each in _said_of(found.get(region), recipe)
    ]
    return Match(recipe.model_copy(update={"assignments": tuple(assignments)}), tuple(warnings))


def _key(name: str, spoken_of: dict[str, str]) -> str | None:
    """How the recipe speaks of a region, if it does."""
    plain = _plain(name)
    family = re.sub(r" \d+$", "", plain)
    return next((key for key in (plain, family) if key in spoken_of), None)


def _said_of(name: str | None, recipe: Recipe) -> list[Assignment]:
    return [each for each in recipe.assignments if each.region == name and each.style != ORIGINAL]


def _nearest(lacking: Sequence[str], free: Sequence[str]) -> dict[str, str]:
    """For names of the recipe the regions most like them, the likest first, each region once."""
    pairs = [(_likeness(name, region), name, region) for name in lacking for region in free]
    near: dict[str, str] = {}
    for likeness, name, region in sorted(pairs, key=lambda pair: -pair[0]):
        if likeness >= LEAST and name not in near and region not in near.values():
            near[name] = region
    return near


def _told(name: str, near: dict[str, str]) -> str:
    if name in near:
        return f"There is no region “{name}”; “{near[name]}” was painted instead."
    return f"There is no region “{name}”; it was left out."


def _likeness(one: str, other: str) -> float:
    """0..1, by shared words, letters, and the kind of thing."""
    words, others = _words(one), _words(other)
    shared = len(words & others) / len(words | others)
    letters = SequenceMatcher(None, _plain(one), _plain(other)).ratio()
    of_a_kind = any(words & kind and others & kind for kind in KINDS)
    return max(shared, letters, OF_A_KIND if of_a_kind else 0.0)


def _words(name: str) -> set[str]:
    return set(re.findall(r"\w+", _plain(name))) or {_plain(name)}


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
