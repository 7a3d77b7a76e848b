"""Copper engraving: swelling lines that follow the forms, crossed where it is dark."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

INK, PAPER = (38, 28, 26), (240, 228, 202)
SETS = [  # angle, lines across the canvas, lean on the form, darkness at which it begins
    (0.35, 132, 150.0, 0.02),
    (-0.55, 150, -110.0, 0.38),
    (1.25, 118, 80.0, 0.60),
    (-1.15, 230, 40.0, 0.78),
]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1514)
    side = 2 * size
    unit = side / canvas.DESIGN
    height, light = scenes.folds(rng, side)
    dark = np.clip(1.05 - 1.1 * light + 0.05 * canvas.smooth_noise(rng, side, 200 * unit), 0, 1)
    ink = np.zeros((side, side), np.float32)
    for angle, lines, lean, start in SETS:
        ink = np.maximum(ink, _lines(rng, height, dark, angle, lines, lean, start))
    ink = np.maximum(ink, _flicks(rng, dark, unit))
    tint = 1 + 0.04 * canvas.smooth_noise(rng, side, 300 * unit)
    tint += 0.02 * canvas.smooth_noise(rng, side, 4 * unit)
    pressed = ink * np.clip(0.93 + 0.07 * canvas.smooth_noise(rng, side, 6 * unit), 0, 1)
    paper = np.array(PAPER, np.float32) * tint[..., None]
    return canvas.finish(paper + (np.array(INK, np.float32) - paper) * pressed[..., None], size)


def _lines(
    rng: np.random.Generator,
    height: Array,
    dark: Array,
    angle: float,
    lines: int,
    lean: float,
    start: float,
) -> Array:
    """A set of lines, bent by the form, as wide as the place is dark."""
    side = len(height)
    x, y = canvas.grid(side)
    hand = canvas.clouds(rng, side, (side / 30, 0.35), (side / 6, 1))
    phase = lines * (np.cos(angle) * y + np.sin(angle) * x) + lean * height + 0.5 * hand
    ridge = 1 - np.abs(2 * (phase % 1) - 1)
    width = np.clip((dark - start) / (1 - start), 0, 1) ** 0.8 * 0.78
    width = np.where(dark > start, width + 0.10, 0)
    return canvas.step(ridge, 1 - width, 2.5 * lines / side)


def _flicks(rng: np.random.Generator, dark: Array, unit: float) -> Array:
    """Dots and short cuts that carry the lines on into the light."""
    marks = np.zeros(dark.shape, np.uint8)
    for place in canvas.scatter(rng, len(dark), 19 * unit):
        if canvas.pick(dark, place[None])[0] < rng.uniform(0.10, 0.45):
            half = rng.uniform(1, 7) * unit * np.array([0.94, -0.34])
            canvas.stroke(marks, np.array([place - half, place + half]), 220, 2.4 * unit)
    return marks / np.float32(255)
