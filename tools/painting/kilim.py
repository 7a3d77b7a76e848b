"""Kilim: stepped diamonds, hooks and combs woven in wool of a few dyes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array

MADDER, INDIGO, SAFFRON = (168, 44, 40), (30, 50, 92), (222, 156, 56)
IVORY, WALNUT, SAGE, ROSE = (236, 222, 190), (66, 42, 36), (104, 132, 96), (206, 110, 96)
DIAMONDS = [
    [MADDER, IVORY, INDIGO, SAFFRON, WALNUT, ROSE],
    [INDIGO, SAFFRON, MADDER, IVORY, SAGE, WALNUT],
    [SAGE, IVORY, WALNUT, ROSE, INDIGO, SAFFRON],
]
ROWS, WEFT = 256, 128  # passes of the weft and warps across the cloth


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1400)
    side = 2 * size
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / side
    y = y + 0.0025 * canvas.smooth_noise(rng, side, side / 9)
    x = x + 0.0015 * canvas.smooth_noise(rng, side, side / 12)
    row = np.clip(y * ROWS, 0, ROWS - 1).astype(int)
    warp = np.clip(x * WEFT, 0, WEFT - 1).astype(int)
    knots = _cartoon()
    dye = rng.normal(1, 0.10, (ROWS, 1, 1)) + rng.normal(0, 0.09, (ROWS, WEFT, 1))
    wool = np.clip(knots * dye, 0, 255).astype(np.float32)[row, warp]
    return canvas.finish(wool * _weave(rng, x, y)[..., None], size)


def _cartoon() -> npt.NDArray[np.float64]:
    """The colour of every pass over every warp (ROWS, WEFT, 3)."""
    row, warp = np.mgrid[0:ROWS, 0:WEFT]
    down = row // 4 * 2  # four passes make a step, as high as two warps are wide
    across = warp // 2 * 2
    cloth = np.zeros((ROWS, WEFT, 3))
    band = down // 42
    for number in range(int(band.max()) + 1):
        here = band == number
        cell = 42 if number % 2 == 0 else 22
        middle = number * 42 + 20
        shift = cell // 2 if number % 4 == 2 else 0
        reach_x = np.abs((across + shift) % cell - cell // 2)
        reach_y = np.abs(down - middle) if cell == 42 else np.abs((down - middle + 11) % 22 - 11)
        ring = (reach_x + reach_y) // (4 if cell == 42 else 3)
        hooks = ((reach_x // 2) % 2 == 0) & ((reach_y // 2) % 3 == 0)
        palette = DIAMONDS[number % len(DIAMONDS)]
        colours = np.array(palette)[(ring + ((across + shift) // cell)) % len(palette)]
        cloth[here] = colours[here]
        cloth[here & hooks & (ring % 2 == 1)] = palette[(number + 2) % len(palette)]
    edge = down % 42
    stripe = (edge < 6) | (edge > 38)
    cloth[stripe] = WALNUT
    comb = stripe & ((across // 2 + down // 2) % 2 == 0)
    cloth[comb] = IVORY
    cloth[stripe & (edge == 4)] = MADDER
    return cloth


def _weave(rng: np.random.Generator, x: Array, y: Array) -> Array:
    """Ribs of wool around the warps, every second pass half a rib further, and its fibres."""
    side = len(x)
    unit = side / canvas.DESIGN
    row, warp = y * ROWS, x * WEFT
    bulge = np.abs(np.sin(np.pi * (warp + 0.5 * (np.floor(row) % 2)))) ** 0.6
    height = 5 * bulge * np.abs(np.sin(np.pi * row)) ** 0.5
    fibre = canvas.smooth_noise(rng, side, 3.5 * unit, 3)
    light = canvas.relief((height + 0.6 * fibre).astype(np.float32), 0.28 / unit)
    worn = 1 + 0.07 * canvas.smooth_noise(rng, side, 160 * unit)
    return ((0.42 + 0.30 * light + 0.30 * bulge) * worn + 0.05 * fibre).astype(np.float32)
