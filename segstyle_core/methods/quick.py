"""Quick: a region painted at once, by the feed-forward networks of ``preview``."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from segstyle_core.errors import BadInputError
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.image import Box, Bytes, RgbImage, load_picture, resize
from segstyle_core.methods.base import Ingredient, Wish
from segstyle_core.methods.parts import part_of
from segstyle_core.preview import Painter, Vector, digest_of, mixed
from segstyle_core.recipe import Colours, Recipe
from segstyle_core.style.colour import recoloured, with_colours_of
from segstyle_core.style.detail import enlarge

__all__ = ["Quick"]

WORKING_SIDE = 512
"""The longest side at which a picture is painted: the network's strokes have one size in pixels,
and at this one they are about as large as those that the optimiser paints."""

SMALLEST_SIDE = 32

KEPT = 24
"""Finished crops kept in memory; of a 1024 × 683 picture each takes 5 MB with its photo."""


class Quick:
    """Paints crops of one picture as a recipe asks.

    Args:
        longest: the picture's longest side, in pixels.
        recipe: of it count ``style_scale`` and ``colours``.
        painter: has the networks.
    """

    def __init__(self, longest: int, recipe: Recipe, painter: Painter) -> None:
        self._recipe, self._painter = recipe, painter
        self._factor = WORKING_SIDE / recipe.style_scale / longest

    def painted(self, wish: Wish, photo: RgbImage, cover: Bytes) -> RgbImage:
        """A crop (H, W, 3) in a wish's styles, by its statistics where ``cover`` (H, W) is.

        Raises:
            BadInputError: a style's picture cannot be read.
        """
        guide = cover if cover.any() else np.full_like(cover, 255)
        vector = self._vector(wish, photo, guide)
        factor = min(1.0, self._factor / _scale(wish))
        size = [max(SMALLEST_SIDE, round(factor * side)) for side in photo.shape[1::-1]]
        small = self._painter.painted(resize(photo, *size), _thin(guide, *size), vector)
        return _finished(
            _Finishing(
                digest_of(small, photo), small, photo, self._recipe.colours, min(1.0, wish.strength)
            )
        )

    def _vector(self, wish: Wish, photo: RgbImage, guide: Bytes) -> Vector:
        """The mean of the styles' vectors; a weak wish has some of the photo's own in it."""
        styles = mixed([(self._style(each, photo, guide), each.weight) for each in wish.styles])
        if wish.strength >= 1:
            return styles
        own = self._painter.own(photo)
        return mixed([(styles, wish.strength), (own, 1 - wish.strength)])

    def _style(self, ingredient: Ingredient, photo: RgbImage, guide: Bytes) -> Vector:
        content = _digest_of_file(ingredient.style.path)
        if ingredient.part is not None:
            content += _digest_of_file(ingredient.part)
        if self._recipe.colours != "matched":
            return self._painter.style(content, lambda: _picture(ingredient))
        content += digest_of(photo, guide)
        return self._painter.style(content, lambda: recoloured(_picture(ingredient), photo, guide))


@dataclass(frozen=True)
class _Finishing:
    """What is left to do when a crop is painted, known by its content."""

    content: str
    small: RgbImage = field(compare=False)
    photo: RgbImage = field(compare=False)
    colours: Colours
    strength: float


@lru_cache(maxsize=KEPT)
def _finished(asked: _Finishing) -> RgbImage:
    """A painting at the photo's size, with the colours wanted, and as strong as is wished.

    Even by its own vector the network paints a photo a little, so a weak wish lets the photo
    itself shine through as well.
    """
    small, photo = asked.small, asked.photo
    if small.size > photo.size:
        small = resize(small, photo.shape[1], photo.shape[0])
    whole = enlarge(small, photo)
    if asked.colours == "photo":
        whole = with_colours_of(whole, photo)
    if asked.strength < 1:
        share = np.float32(math.sqrt(asked.strength))
        whole = (share * whole + (1 - share) * photo + np.float32(0.5)).astype(np.uint8)
    whole.setflags(write=False)
    return whole


def _scale(wish: Wish) -> float:
    """How large the strokes of a wish's styles are to be, in the mean."""
    whole = sum(each.weight for each in wish.styles)
    return sum(each.style.settings.style_scale * each.weight / whole for each in wish.styles)


def _picture(ingredient: Ingredient) -> RgbImage:
    """The style's picture (h, w, 3); of a part of it, the box around that."""
    pixels = load_picture(ingredient.style.path).rgb
    if ingredient.part is None:
        return pixels
    box = Box.around(resize(part_of(ingredient.part), pixels.shape[1], pixels.shape[0]))
    return pixels if box is None else np.ascontiguousarray(pixels[box.slices])


def _thin(guide: Bytes, width: int, height: int) -> Bytes:
    """A guide at another size, never empty."""
    small = resize(guide, width, height)
    return small if small.any() else np.full_like(small, 255)


def _digest_of_file(file: Path) -> str:
    try:
        return sha256_of(file)
    except OSError as error:
        raise BadInputError(
            f"The picture {file} cannot be read ({error.strerror}).",
            "Choose another style.",
        ) from error
