"""Drip painting: enamel thrown and poured over raw canvas in loops, threads and spatters."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array

LINEN = (196, 172, 132)
POURS = [  # colour, lines, mean width
    ((40, 40, 44), 120, 9.0),
    ((120, 140, 148), 90, 8.0),
    ((226, 218, 200), 120, 7.5),
    ((180, 84, 38), 60, 7.0),
    ((24, 24, 28), 130, 6.0),
    ((46, 96, 110), 60, 6.5),
    ((222, 168, 50), 46, 6.0),
    ((244, 240, 230), 110, 4.2),
    ((18, 18, 22), 110, 3.6),
]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1950)
    side = 2 * size
    unit = side / canvas.DESIGN
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[...] = (*LINEN, 20)
    for colour, lines, width in POURS:
        for _ in range(lines):
            _throw(rng, pixels, colour, width, unit)
        _spatter(rng, pixels, colour, 260, unit)
    return canvas.finish(_light(rng, pixels, unit), size)


def _throw(
    rng: np.random.Generator,
    pixels: npt.NDArray[np.uint8],
    colour: tuple[int, int, int],
    width: float,
    unit: float,
) -> None:
    """A poured line: it swells where the hand is slow and thins, even breaks, where it is quick."""
    side = len(pixels)
    knots = rng.uniform(-0.1, 1.1, 2) * side + np.cumsum(
        rng.normal(0, rng.uniform(60, 260), (int(rng.integers(4, 9)), 2)) * unit, axis=0
    )
    path = canvas.curve(knots, 120 * len(knots))
    speed = np.hypot(*np.gradient(path, axis=0).T) / unit
    flow = np.interp(
        np.arange(len(path)), np.arange(0, len(path), 15), rng.normal(1, 0.35, len(path[::15]))
    )
    breadth = width * rng.lognormal(0, 0.35) * np.clip(flow * 2.4 / (speed + 0.8), 0, 3.2)
    shade = np.clip(np.array(colour) * rng.uniform(0.9, 1.1), 0, 255)
    height = int(rng.uniform(120, 220))
    for first in range(0, len(path) - 6, 24):
        piece = slice(first, first + 26)
        wide = np.convolve(breadth[piece], np.ones(5) / 5, "same") + 0.8
        outline = canvas.ribbon(path[piece], np.maximum(wide, 1.5) * unit)
        canvas.fill(pixels, outline, [*shade.tolist(), height])
    for spot in rng.integers(0, len(path), 3):
        canvas.disc(pixels, path[spot], 1.3 * breadth[spot] * unit, [*shade.tolist(), height])


def _spatter(
    rng: np.random.Generator,
    pixels: npt.NDArray[np.uint8],
    colour: tuple[int, int, int],
    bursts: int,
    unit: float,
) -> None:
    for centre in rng.uniform(0, len(pixels), (bursts, 2)):
        spread = rng.uniform(10, 70) * unit
        for away in rng.normal(0, 1, (int(rng.integers(2, 12)), 2)) * spread:
            radius = unit * np.exp(rng.normal(0.9, 0.65))
            canvas.disc(pixels, centre + away, radius, [*colour, 190])


def _light(rng: np.random.Generator, pixels: npt.NDArray[np.uint8], unit: float) -> Array:
    """The weave where it is bare, and wet light on the enamel."""
    side = len(pixels)
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / (9 * unit)
    bare = (pixels[..., 3] == 20).astype(np.float32)
    weave = np.sin(2 * np.pi * x) * np.sin(2 * np.pi * y) + 0.5 * canvas.smooth_noise(
        rng, side, 5 * unit, 4
    )
    height = cv2.GaussianBlur(pixels[..., 3].astype(np.float32), (0, 0), 1.6 * unit)
    light = canvas.relief(height + 7 * bare * weave, 0.03)
    gloss = 60 * np.maximum(light - 1.45, 0) * (1 - bare)
    return pixels[..., :3] * (0.55 + 0.45 * light)[..., None] + gloss[..., None]
