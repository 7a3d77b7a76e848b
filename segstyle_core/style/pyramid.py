"""From coarse to fine: at which sizes a region is painted, and for how many steps."""

from __future__ import annotations

import math
from dataclasses import dataclass

from segstyle_core.recipe import Quality

__all__ = ["Scale", "plan", "style_size", "working_size"]

COARSEST = 112
"""The longest side, in pixels, below which a picture shows the encoder nothing readable."""

SMALLEST_SIDE = 48
"""The shortest side that leaves the deepest style layer three positions."""

_SIZES: dict[Quality, int] = {"quick": 512, "balanced": 1024, "best": 1536}
_STEPS: dict[Quality, tuple[int, int]] = {
    "quick": (32, 7),
    "balanced": (70, 14),
    "best": (120, 50),
}


@dataclass(frozen=True)
class Scale:
    """One level of the pyramid.

    Attributes:
        factor: its size as a share of the finest level's, 0..1.
        steps: evaluations of the loss.
        content: the content weight here, as a multiple of the finest level's. A coarse level sees
            whole objects of the painting in one receptive field and would otherwise replace the
            photo's objects by them.
    """

    factor: float
    steps: int
    content: float


def working_size(quality: Quality, size: int | None) -> int:
    """The longest side, in pixels, at which the whole picture would be painted."""
    return size or _SIZES[quality]


def plan(
    longest: int,
    shortest: int,
    quality: Quality,
    steps: int | None = None,
    levels: int | None = None,
) -> tuple[Scale, ...]:
    """The levels for a crop.

    Args:
        longest: the longest side of the whole picture at the finest level.
        shortest: the shortest side of the crop at the finest level.
        quality: decides the steps at the coarsest and at the finest level.
        steps: at every level, whatever the quality.
        levels: the most there may be; of a single one that was asked for, the content counts as
            at the finest.

    Returns:
        From the coarsest to the finest, each at most twice as large as the one before.
    """
    factors = [1.0]
    while (
        longest * factors[0] / 2 >= COARSEST
        and shortest * factors[0] / 2 >= SMALLEST_SIDE
        and len(factors) != levels
    ):
        factors.insert(0, factors[0] / 2)
    coarse, fine = (steps, steps) if steps else _STEPS[quality]
    if levels == 1:
        return (Scale(1.0, coarse, 1.0),)
    last = max(1, len(factors) - 1)
    return tuple(
        Scale(factor, round(coarse * (fine / coarse) ** (index / last)), 2.0 ** (last - index))
        for index, factor in enumerate(factors)
    )


def style_size(width: int, height: int, area: int) -> tuple[int, int]:
    """Width and height of a style picture brought to ``area`` pixels, no side below 64."""
    factor = math.sqrt(area / (width * height))
    return max(64, round(width * factor)), max(64, round(height * factor))
