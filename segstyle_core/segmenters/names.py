"""Naming what is seen: a colour and a place, and what tells it from others of that name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

__all__ = ["Appearance", "describe", "names"]

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
    """A way to tell two apart: the words for less and more, and how much more is needed."""

    less: str
    more: str
    needed: float
    measure: Callable[[Appearance], float]


DIFFERENCES = (
    _Difference("darker", "lighter", 6.0, lambda each: each.lightness),
    _Difference("left", "right", 0.1, lambda each: each.right),
    _Difference("upper", "lower", 0.1, lambda each: each.down),
    _Difference("small", "large", 0.5, lambda each: float(np.log(each.share))),
)
"""What is needed is in units of CIELAB, of the picture's sides, and of the share's logarithm."""


def describe(appearance: Appearance) -> str:
    """Such as “blue, top”."""
    return f"{_colour(appearance.colour)}, {_place(appearance)}"


def names(appearances: Sequence[Appearance]) -> list[str]:
    """A name for each; those that would be the same become “darker blue, top” and so on.

    What looks too much alike keeps the same name.
    """
    plain = [describe(each) for each in appearances]
    told = list(plain)
    for name in set(plain):
        alike = [place for place, other in enumerate(plain) if other == name]
        for place, words in _told_apart(appearances, alike, DIFFERENCES).items():
            told[place] = f"{words}{name}"
    return told


def _told_apart(
    appearances: Sequence[Appearance], alike: list[int], differences: Sequence[_Difference]
) -> dict[int, str]:
    """Words before the name for each of those ``alike``: first by the widest gap between two."""
    ranked = [(*_gap(appearances, alike, each), each) for each in differences]
    widest = max(ranked, key=lambda found: found[0], default=None)
    if len(alike) < 2 or widest is None or widest[0] < 1.0:
        return dict.fromkeys(alike, "")
    _, border, difference = widest
    others = [each for each in differences if each is not difference]
    words: dict[int, str] = {}
    for word, side in ((difference.less, False), (difference.more, True)):
        group = [p for p in alike if (difference.measure(appearances[p]) > border) is side]
        rest = _told_apart(appearances, group, others)
        words.update({place: f"{word} {more}" for place, more in rest.items()})
    return words


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
        return "white" if lightness > 85 else "dark grey" if lightness < 40 else "grey"
    hue = float(np.degrees(np.arctan2(b, a))) % 360
    name = next(name for limit, name in HUES if hue <= limit)
    if name in ("red", "orange", "yellow") and lightness < 55 and chroma < 50:
        return "brown"
    return f"dark {name}" if lightness < 35 else f"light {name}" if lightness > 80 else name


def _place(appearance: Appearance) -> str:
    down, right = appearance.down - 0.5, appearance.right - 0.5
    vertical = "top" if down < -EDGE else "bottom" if down > EDGE else ""
    horizontal = "left" if right < -EDGE else "right" if right > EDGE else ""
    return f"{vertical} {horizontal}".strip() or "middle"
