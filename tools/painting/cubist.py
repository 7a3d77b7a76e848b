"""Cubist planes: a still life taken apart into facets that fade into each other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array, Points

COLOURS = [
    (196, 160, 104),
    (122, 92, 62),
    (226, 204, 160),
    (70, 74, 78),
    (132, 140, 124),
    (160, 110, 66),
    (44, 40, 42),
    (96, 116, 130),
    (182, 84, 52),
    (238, 226, 198),
]
PLANES = [(60, 800), (120, 460), (110, 240), (60, 110)]  # planes, size


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1911)
    side = 2 * size
    unit = side / canvas.DESIGN
    brush = 1 + 0.10 * canvas.brush_marks(rng, side, 9 * unit, 6, 130 * unit)
    pixels = np.zeros((side, side, 3), np.float32)
    pixels[...] = COLOURS[0]
    for index, (count, length) in enumerate(PLANES):
        for place in rng.uniform(0, side, (count, 2)):
            outline = _outline(rng, place, length * unit)
            _plane(rng, pixels, brush, outline, unit)
            if index in (1, 2) and rng.random() < 0.30:
                _motif(rng, pixels, place, length * unit, unit)
    weave = canvas.smooth_noise(rng, side, 4 * unit)
    light = canvas.relief(1.5 * weave + 9 * (brush - 1) / 0.1, 0.05 / unit)
    return canvas.finish(pixels * (0.8 + 0.2 * light)[..., None], size)


def _outline(rng: np.random.Generator, place: Points, length: float) -> Points:
    """A slanting triangle or quadrangle; most follow one of a few directions."""
    turn = rng.choice([0.35, 1.15, -0.75, 1.75]) + rng.normal(0, 0.07)
    corners = np.array([[-1, -0.4], [1, -0.55], [0.8, 0.5], [-0.8, 0.45]])
    corners = corners + rng.normal(0, 0.14, (4, 2))
    if rng.random() < 0.35:
        corners = corners[:3]
    spin = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    return place + corners @ spin.T * length * rng.uniform(0.35, 0.7)


def _plane(
    rng: np.random.Generator, pixels: Array, brush: Array, outline: Points, unit: float
) -> None:
    """A facet: full at one edge, gone at the other, with a dark line where it is full."""
    side = len(pixels)
    low = np.clip(np.floor(outline.min(axis=0)).astype(int) - 4, 0, side)
    high = np.clip(np.ceil(outline.max(axis=0)).astype(int) + 5, 0, side)
    if (high <= low).any():
        return
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    shape = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    canvas.fill(shape, outline - low, 255)
    edge = outline[1] - outline[0]
    normal = np.array([-edge[1], edge[0]]) / (np.hypot(*edge) + 1e-9)
    reach = (outline - outline[0]) @ normal
    across = (np.arange(low[0], high[0]) - outline[0, 0])[None] * normal[0]
    down = (np.arange(low[1], high[1]) - outline[0, 1])[:, None] * normal[1]
    fade = np.clip((across + down) / (reach[np.abs(reach).argmax()] + 1e-9), 0, 1)
    cover = shape / np.float32(255) * (1.0 - 0.85 * fade**1.3).astype(np.float32)
    colour = np.array(COLOURS[rng.integers(len(COLOURS))]) * rng.uniform(0.8, 1.15)
    painted = colour * brush[box][..., None] ** 1.4
    pixels[box] += (painted - pixels[box]) * cover[..., None]
    lines = np.zeros(shape.shape, np.uint8)
    canvas.stroke(lines, outline[:2] - low, 255, rng.uniform(2, 7) * unit)
    if rng.random() < 0.4:
        canvas.stroke(lines, outline[1:3] - low, 200, 3 * unit)
    pixels[box] *= 1 - 0.8 * (lines / np.float32(255))[..., None]


def _motif(
    rng: np.random.Generator, pixels: Array, place: Points, length: float, unit: float
) -> None:
    """Strings, a bottle's or guitar's curve, or printed bars."""
    marks = np.zeros(pixels.shape[:2], np.uint8)
    turn, kind = rng.choice([0.35, 1.15, -0.75]), rng.integers(3)
    ray = np.array([np.cos(turn), np.sin(turn)])
    beside = np.array([-ray[1], ray[0]])
    if kind == 0:
        for step in range(-3, 4):
            middle = place + beside * step * 11 * unit
            ends = np.array([middle - 0.5 * length * ray, middle + 0.5 * length * ray])
            canvas.stroke(marks, ends, 255, 2.6 * unit)
    elif kind == 1:
        for grow in (1.0, 0.86):
            path = canvas.tendril(
                place - 0.4 * length * ray, turn, 1.2 * grow * length, (1.1, -1.3)
            )
            canvas.stroke(marks, path, 255, 6 * unit)
    else:
        for step in range(6):
            middle = place + beside * step * 15 * unit
            width = rng.uniform(4, 9) * unit
            canvas.stroke(marks, np.array([middle, middle + 0.34 * length * ray]), 255, width)
    ink = np.array(COLOURS[6] if rng.random() < 0.7 else COLOURS[9], np.float32)
    drawn = marks > 0
    cover = marks[drawn][:, None] / np.float32(290)
    pixels[drawn] += (ink - pixels[drawn]) * cover
