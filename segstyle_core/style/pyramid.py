"""From coarse to fine: at which sizes a region is painted, and for how many steps."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from segstyle_core.recipe import Quality

__all__ = ["Scale", "plan", "style_size", "working_size"]

COARSEST = 112
"""The longest side, in pixels, below which a picture shows the encoder nothing readable."""

SMALLEST_SIDE = 48
"""The shortest side that leaves the deepest style layer three positions."""

_SIZES: dict[Quality, int] = {"quick": 512, "balanced": 1024, "best": 1536}
_STEPS: dict[Quality, tuple[int, int]] = {
    "quick": (24, 7),
    "balanced": (46, 14),
    "best": (120, 50),
}

SHALLOW_SHARE, DEEP_SHARE = 0.85, 0.4
"""Of the steps that the finest size would need with all layers throughout, so many are made with
the shallow ones first, and so many with all thereafter: they come about as far, at large sizes
further, in less time. Smaller sizes, which decide on the large strokes, have all layers
throughout."""


@dataclass(frozen=True)
class Scale:
    """One level of the pyramid: so many steps at a size.

    Attributes:
        factor: its size as a share of the finest level's, 0..1.
        steps: evaluations of the loss.
        content: the content weight here, as a multiple of the finest level's. A coarse level sees
            whole objects of the painting in one receptive field and would otherwise replace the
            photo's objects by them.
        shallow: only the layers of the encoder's first three blocks count. Strokes are theirs, and
            what an enlarged picture lacks most; and they cost less than half of what all cost.
    """

    factor: float
    steps: int
    content: float
    shallow: bool = False


def working_size(quality: Quality, size: int | None) -> int:
    """The longest side, in pixels, at which the whole picture would be painted."""
    return size or _SIZES[quality]


def plan(
    longest: int,
    shortest: int,
    quality: Quality,
    steps: int | None = None,
    levels: int | None = None,
    shallow: bool = True,
) -> tuple[Scale, ...]:
    """The levels for a crop.

    Args:
        longest: the longest side of the whole picture at the finest level.
        shortest: the shortest side of the crop at the finest level.
        quality: decides the steps at the coarsest and at the finest level.
        steps: at every level, whatever the quality.
        levels: the most there may be; of a single one that was asked for, the content counts as
            at the finest.
        shallow: whether the layers that count can be told apart into shallow and deep ones.

    Returns:
        From the coarsest to the finest, each at most twice as large as the one before; the finest
        size first with the shallow layers alone, unless steps were asked for. A single one has
        the steps of the coarsest and of the finest.
    """
    factors = [1.0]
    while (
        longest * factors[0] / 2 >= COARSEST
        and shortest * factors[0] / 2 >= SMALLEST_SIDE
        and len(factors) != levels
    ):
        factors.insert(0, factors[0] / 2)
    coarse, fine = (steps, steps) if steps else _STEPS[quality]
    if len(factors) == 1:
        return (Scale(1.0, steps or coarse + fine, 1.0 if levels == 1 else 2.0),)
    last = len(factors) - 1
    *coarser, finest = (
        Scale(factor, round(coarse * (fine / coarse) ** (index / last)), 2.0 ** (last - index))
        for index, factor in enumerate(factors)
    )
    if steps or not shallow:
        return (*coarser, finest)
    return (*coarser, *_strokes_first(finest))


def _strokes_first(scale: Scale) -> tuple[Scale, Scale]:
    """A level in two: with the shallow layers alone, then with all."""
    return (
        replace(scale, steps=round(SHALLOW_SHARE * scale.steps), shallow=True),
        replace(scale, steps=round(DEEP_SHARE * scale.steps)),
    )


def style_size(width: int, height: int, area: int) -> tuple[int, int]:
    """Width and height of a style picture brought to ``area`` pixels, no side below 64."""
    factor = math.sqrt(area / (width * height))
    return max(64, round(width * factor)), max(64, round(height * factor))
