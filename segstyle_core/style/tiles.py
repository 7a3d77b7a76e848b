"""Cutting a picture into tiles that together see exactly what the whole picture shows."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import EllipsisType
from typing import TypeAlias

from torch import Tensor

from segstyle_core.image import Box
from segstyle_core.style.convolution import WINOGRAD_TILE
from segstyle_core.style.encoder import halvings, reach

__all__ = ["WHOLE", "Tile", "side_for", "tiles"]

WHOLE = 2_400_000
"""Pixels of a picture up to which it is looked at as a whole where the memory does: tiles overlap,
and what is cut is looked at twice at every step."""

SIDE = 672
"""About how many pixels a side the tiles of larger pictures have."""

LARGE = 6_000_000
"""Pixels of a picture whose own arrays take so much memory that its tiles are smaller."""

LARGE_SIDE = 480
"""Their side: half the memory, and a fifth more to compute."""

Index: TypeAlias = "tuple[EllipsisType, slice, slice]"

ROOM = 1.5
"""How many pixels a tile and its surroundings have, as a multiple of the tile's own."""


@dataclass(frozen=True)
class Tile:
    """A part of a picture for the encoder.

    Attributes:
        outer: what the encoder is shown.
        inner: what this tile answers for; the tiles' inner parts are disjoint and cover the
            picture.
    """

    outer: Box
    inner: Box

    def places(self, layer: str) -> Index:
        """The inner part's index in a layer's activations (1, C, h, w) of the whole picture."""
        step = 2 ** halvings(layer)
        return (
            ...,
            slice(self.inner.y // step, (self.inner.y + self.inner.height) // step),
            slice(self.inner.x // step, (self.inner.x + self.inner.width) // step),
        )

    def own_places(self, layer: str) -> Index:
        """The same in the activations of the outer part alone."""
        step = 2 ** halvings(layer)
        top, left = self.outer.y // step, self.outer.x // step
        _, rows, columns = self.places(layer)
        return (
            ...,
            slice(rows.start - top, rows.stop - top),
            slice(columns.start - left, columns.stop - left),
        )

    def inner_part(self, activations: Mapping[str, Tensor]) -> dict[str, Tensor]:
        """Of the outer part's activations (1, C, h, w) by layer, the inner part's."""
        if self.inner == self.outer:
            return dict(activations)
        return {layer: each[self.own_places(layer)] for layer, each in activations.items()}


def side_for(pixels: int) -> int:
    """The side of the tiles for a picture of so many pixels; of a small one, all of it and more."""
    if pixels <= WHOLE:
        return pixels
    return SIDE if pixels < LARGE else LARGE_SIDE


def tiles(height: int, width: int, layers: Iterable[str], side: int) -> tuple[Tile, ...]:
    """Tiles of about ``side`` pixels a side for a picture, each with the surroundings it needs.

    Inner parts begin on the grid of the deepest layer, and outer parts reach as far as any
    wanted activation of the inner part sees, or to the picture's edge: every activation is
    exactly the untiled picture's. Where the side allows, both begin on the grid of the tiles of
    Winograd's algorithm at the deepest layer, so that even rounding is the same. A picture that
    has hardly more pixels than a tile with its surroundings is one tile.
    """
    if height * width <= ROOM * side**2:
        whole = Box(0, 0, width, height)
        return (Tile(whole, whole),)
    layers = tuple(layers)
    grid = 2 ** max(halvings(layer) for layer in layers)
    if side >= 2 * grid * WINOGRAD_TILE:
        grid *= WINOGRAD_TILE
    halo = math.ceil(max(reach(layer) for layer in layers) / grid) * grid
    step = max(grid, side // grid * grid)
    found = []
    for top, tall in _stretches(height, step, halo):
        for left, wide in _stretches(width, step, halo):
            inner = Box(left, top, wide, tall)
            found.append(Tile(inner.grown(halo, width, height), inner))
    return tuple(found)


def _stretches(length: int, step: int, halo: int) -> list[tuple[int, int]]:
    """Starts and lengths; the last one is longer where the rest would be less than a halo."""
    starts = list(range(0, max(1, length - halo), step))
    ends = [*starts[1:], length]
    return [(start, end - start) for start, end in zip(starts, ends, strict=True)]
