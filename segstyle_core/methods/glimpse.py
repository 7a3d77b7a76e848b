"""Glimpse: an instant look at what a recipe makes of a picture."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import find_style
from segstyle_core.image import Picture, RgbImage
from segstyle_core.layers import StyledLayer, composite
from segstyle_core.methods.base import Wish
from segstyle_core.methods.parts import insist_on_part
from segstyle_core.methods.quick import Quick
from segstyle_core.methods.registry import wishes
from segstyle_core.preview import Painter
from segstyle_core.progress import Progress, check
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region

__all__ = ["Glimpse", "glimpse"]

CONTEXT = 16
"""Pixels beyond a region's box that are painted with it, and cut off by its mask."""


@dataclass(frozen=True)
class Glimpse:
    """A picture (H, W, 3) with its regions styled, and the styles that could not be read."""

    pixels: RgbImage
    missing: tuple[str, ...]


def glimpse(
    picture: Picture,
    regions: Sequence[Region],
    recipe: Recipe,
    painter: Painter,
    progress: Progress,
) -> Glimpse:
    """An instant look at a recipe, at the picture's size, which had better be about 1024 pixels.

    Of the recipe count the styles with their weights, parts and strengths, ``style_scale`` and
    ``colours``. A region that is not there, or is empty at this size, is left as it is.

    Raises:
        CancelledError: the user cancelled.
    """
    shown, missing = _readable(_present(recipe, regions))
    quick = Quick(max(picture.width, picture.height), recipe, painter)
    asked = wishes(picture, regions, shown) if shown.styled else ()
    layers: list[StyledLayer] = []
    for number, wish in enumerate(asked):
        check(progress, number / len(asked), f"Looking at {wish.region.name}")
        try:
            layers.append(_layer(picture, wish, quick))
        except BadInputError:
            missing.append(wish.style)
    return Glimpse(composite(picture, layers), tuple(missing))


def _present(recipe: Recipe, regions: Sequence[Region]) -> Recipe:
    """The recipe for the regions that can be seen."""
    seen = {region.name for region in regions if region.coverage.any()}
    kept = tuple(each for each in recipe.styled if each.region in seen)
    return recipe.model_copy(update={"assignments": kept})


def _readable(recipe: Recipe) -> tuple[Recipe, list[str]]:
    """The recipe without the styles that are not there, and these."""
    kept: list[Assignment] = []
    missing: dict[str, None] = {}
    for each in recipe.assignments:
        try:
            find_style(each.style)
            insist_on_part(each.part)
            kept.append(each)
        except BadInputError:
            missing[each.style] = None
    return recipe.model_copy(update={"assignments": tuple(kept)}), list(missing)


def _layer(picture: Picture, wish: Wish, quick: Quick) -> StyledLayer:
    region = wish.region.box
    assert region is not None
    box = region.grown(CONTEXT, picture.width, picture.height)
    photo = np.ascontiguousarray(picture.rgb[box.slices])
    mask = np.ascontiguousarray(wish.region.coverage[box.slices])
    painted = quick.painted(wish, photo, mask)
    opaque = np.full((*mask.shape, 1), 255, np.uint8)
    pixels = np.concatenate([painted, opaque], axis=2)
    return StyledLayer(wish.region.name, wish.title, wish.style, box, pixels, mask)
