"""Naming what is seen: a colour and a place, and what tells it from others of that name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Appearance", "colours", "describe", "names"]

NEUTRAL = 9.0
HUES = (
    (20.0, "pink"),
    (50.0, "red"),
    (75.0, "orange"),
    (105.0, "yellow"),
    (165.0, "green"),
    (220.0, "turquoise"),
    (290.0, "blue"),
    (330.0, "violet"),
    (360.0, "pink"),
)
"""Hue angles of CIELAB, in degrees, up to which a name holds."""

GREYS = ((40.0, "dark grey"), (70.0, "grey"), (85.0, "light grey"), (100.0, "white"))
"""Lightness up to which a name holds."""

EARTHY = ("red", "orange", "yellow")
EARTHS = ("brown", "dark brown", "beige", "light beige")
PALE = 25.0
EDGE = 0.12


@dataclass(frozen=True)
class Appearance:
    """What of a segment its name tells.

    Attributes:
        colour: mean CIELAB (3,).
        right, down: its centre, each 0..1 of the picture.
        share: of the picture, 0..1.
    """

    colour: NDArray[np.float32]
    right: float
    down: float
    share: float

    @property
    def lightness(self) -> float:
        """0..100."""
        return float(self.colour[0])


@dataclass(frozen=True)
class _Difference:
    """A way to tell two apart: the words for less and more, and how much more is needed.

    It says nothing new where the name has one of the words in ``unless`` already.
    """

    less: str
    more: str
    needed: float
    measure: Callable[[Appearance], float]
    unless: frozenset[str] = frozenset()


SHADES = frozenset({"dark", "light", "black", "white"})
DIFFERENCES = (
    _Difference(
        "darker", "lighter", 6.0, lambda each: each.lightness, frozenset({"dark", "light"})
    ),
    _Difference("left", "right", 0.1, lambda each: each.right, frozenset({"left", "right"})),
    _Difference("upper", "lower", 0.1, lambda each: each.down, frozenset({"top", "bottom"})),
    _Difference("small", "large", 0.5, lambda each: float(np.log(each.share))),
)
"""What is needed is in units of CIELAB, of the picture's sides, and of the share's logarithm."""


def colours() -> list[str]:
    """Every colour that a name may begin with, the plainest first."""
    hues = list(dict.fromkeys(name for _, name in HUES))
    shades = [f"{shade} {name}" for shade in ("dark", "light") for name in hues]
    return [*hues, *EARTHS, *(name for _, name in GREYS), "black", *shades]


def describe(appearance: Appearance) -> str:
    """Such as “blue, top”."""
    return f"{_colour(appearance.colour)}, {_place(appearance)}"


def names(appearances: Sequence[Appearance]) -> list[str]:
    """A name for each; those that would be the same become “darker blue, top” and so on.

    One such word must do: what looks alike beyond it keeps the same name.
    """
    plain = [describe(each) for each in appearances]
    told = list(plain)
    for name in set(plain):
        alike = [place for place, other in enumerate(plain) if other == name]
        said = set(name.replace(",", "").split())
        for place, word in _told_apart(appearances, alike, said).items():
            told[place] = f"{word} {name}"
    return told


def _told_apart(
    appearances: Sequence[Appearance], alike: list[int], said: set[str]
) -> dict[int, str]:
    """A word for each of those ``alike``, by the widest gap between two; none without a gap."""
    telling = [each for each in DIFFERENCES if not each.unless & said]
    ranked = [(*_gap(appearances, alike, each), each) for each in telling]
    width, border, difference = max(ranked, key=lambda found: found[0])
    if width < 1.0:
        return {}
    return {
        place: difference.more
        if difference.measure(appearances[place]) > border
        else difference.less
        for place in alike
    }


def _gap(
    appearances: Sequence[Appearance], alike: list[int], difference: _Difference
) -> tuple[float, float]:
    """The widest gap, in what is needed, and the value below it."""
    values = sorted(difference.measure(appearances[place]) for place in alike)
    gaps = [(high - low, low) for low, high in pairwise(values)]
    width, low = max(gaps, default=(0.0, 0.0))
    return width / difference.needed, low


def _colour(lab: NDArray[np.float32]) -> str:
    lightness, a, b = (float(value) for value in lab)
    chroma = float(np.hypot(a, b))
    if lightness < 15:
        return "black"
    if chroma < NEUTRAL:
        return next(name for limit, name in GREYS if lightness <= limit)
    hue = float(np.degrees(np.arctan2(b, a))) % 360
    name = next(name for limit, name in HUES if hue <= limit)
    if name in EARTHY and lightness < 55 and chroma < 50:
        return "dark brown" if lightness < 30 else "brown"
    if name in EARTHY and chroma < PALE:
        return "light beige" if lightness > 80 else "beige"
    return f"dark {name}" if lightness < 35 else f"light {name}" if lightness > 80 else name


def _place(appearance: Appearance) -> str:
    down, right = appearance.down - 0.5, appearance.right - 0.5
    vertical = "top" if down < -EDGE else "bottom" if down > EDGE else ""
    horizontal = "left" if right < -EDGE else "right" if right > EDGE else ""
    return f"{vertical} {horizontal}".strip() or "middle"
