"""Marbled paper: drops of colour on a bath, drawn through with a comb and a stylus."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array

COLOURS = [
    (30, 52, 96),
    (236, 222, 190),
    (176, 40, 44),
    (230, 170, 60),
    (40, 108, 110),
    (244, 236, 216),
    (20, 26, 46),
    (206, 110, 84),
]
CURLS = 26


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1675)
    side = 2 * size
    x, y = canvas.grid(side)
    x, y = _stir(rng, x, y)
    x, y = _comb(x, y, teeth=13, reach=0.42)
    x, y = _comb(y, x, teeth=4, reach=0.30)[::-1]
    colour, edge = _bath(rng, x, y)
    sheet = np.array(COLOURS, np.float32)[colour]
    sheet *= (1 - 0.45 * edge)[..., None]
    unit = side / canvas.DESIGN
    grain = canvas.smooth_noise(rng, side, 4 * unit)
    cloud = canvas.smooth_noise(rng, side, 70 * unit)
    return canvas.finish(sheet * (1 + 0.035 * grain + 0.05 * cloud)[..., None], size)


def _stir(rng: np.random.Generator, x: Array, y: Array) -> tuple[Array, Array]:
    """Undo curls of a stylus: turns around a few places, weaker with the distance.

    Seen from the paper, paint lies where the stylus took it; so the way back is followed.
    """
    for _ in range(CURLS):
        centre_x, centre_y = rng.uniform(-0.05, 1.05, 2)
        radius = rng.choice([0.03, 0.05, 0.085])
        distance = np.hypot(x - centre_x, y - centre_y)
        turn = rng.choice([-1, 1]) * rng.uniform(1.8, 3.8) * np.exp(-((distance / radius) ** 1.5))
        across, down = x - centre_x, y - centre_y
        x = centre_x + np.cos(turn) * across - np.sin(turn) * down
        y = centre_y + np.sin(turn) * across + np.cos(turn) * down
    return x, y


def _comb(x: Array, y: Array, teeth: int, reach: float) -> tuple[Array, Array]:
    """Undo a comb's strokes along y, up and down by turns: paint near a tooth went furthest."""
    place = x * teeth
    away = np.abs(place % 1 - 0.5) * 2
    pull = reach / teeth * 3 * (np.exp(-3.0 * (1 - away)) - np.exp(-3.0))
    return x, y - pull * np.where(np.round(place) % 2 > 0, 1, -1)


def _bath(rng: np.random.Generator, x: Array, y: Array) -> tuple[npt.NDArray[np.int64], Array]:
    """Drops that fell on drops: the colour's number, and how near a drop's rim is, 0..1."""
    bands = np.floor(13 * y + 0.6 * np.sin(9 * x)).astype(np.int64)
    colour = 3 * bands % len(COLOURS)
    edge = np.zeros_like(x)
    wobble = 0.004 * np.sin(61 * x + 3 * np.sin(47 * y))
    for drop in range(200):
        centre_x, centre_y = rng.uniform(-0.15, 1.15, 2)
        radius = 0.12 * np.exp(-drop / 90) * rng.uniform(0.35, 1.2)
        number = rng.integers(len(COLOURS))
        gap = np.hypot(x - centre_x, y - centre_y) + wobble - radius
        inside = gap < 0
        colour[inside] = number
        edge[inside] = 0
        rim = np.abs(gap) < 0.006
        edge[rim] = np.maximum(edge[rim], np.exp(-((gap[rim] / 0.0022) ** 2)))
    return colour, edge
