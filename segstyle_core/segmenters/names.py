"""Naming what is seen: a colour and a place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["describe"]

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


def describe(mask: NDArray[np.bool_], lab: NDArray[np.float32]) -> str:
    """Such as “blue, top”: the mean colour and the centre of ``mask`` (h, w).

    Args:
        mask: not empty.
        lab: CIELAB (h, w, 3).
    """
    return f"{_colour(lab[mask].mean(axis=0))}, {_place(mask)}"


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


def _place(mask: NDArray[np.bool_]) -> str:
    rows, columns = np.nonzero(mask)
    down = rows.mean() / mask.shape[0] - 0.5
    right = columns.mean() / mask.shape[1] - 0.5
    vertical = "top" if down < -EDGE else "bottom" if down > EDGE else ""
    horizontal = "left" if right < -EDGE else "right" if right > EDGE else ""
    return f"{vertical} {horizontal}".strip() or "middle"
