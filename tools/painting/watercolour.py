"""Watercolour wash: transparent pigment in overlapping pools with dark, wandering edges."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array

PAPER = (250, 246, 236)
PIGMENTS = [  # from the upper left to the lower right, roughly
    (72, 116, 188),
    (94, 178, 190),
    (120, 170, 96),
    (232, 192, 82),
    (226, 120, 92),
    (196, 72, 116),
    (116, 84, 160),
    (54, 84, 120),
]
POOLS = [(40, 400, 0.35), (110, 190, 0.55), (330, 84, 0.8), (700, 30, 1.1)]  # pools, radius, depth


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1812)
    side = 2 * size
    unit = side / canvas.DESIGN
    waver = _waver(rng, side, unit)
    place = canvas.smooth_noise(rng, side, side / 3)
    density = np.zeros((side, side, 3), np.float32)
    for count, radius, depth in POOLS:
        for centre in rng.uniform(0, side, (count, 2)):
            turn = 0.5 + 0.22 * canvas.pick(place, centre[None])[0] + rng.normal(0, 0.17)
            colour = canvas.blend(PIGMENTS, np.clip(turn, 0, 1)) * rng.uniform(0.8, 1.1)
            spread = radius * unit * rng.uniform(0.6, 1.35)
            _pool(rng, density, waver, centre, spread, colour, depth * rng.uniform(0.4, 1.0))
    tooth = canvas.clouds(rng, side, (5 * unit, 1), (11 * unit, 0.7))
    density *= (1 + 0.16 * tooth)[..., None]
    light = canvas.relief(tooth, 0.12 / unit)
    wash = np.array(PAPER, np.float32) * np.exp(-0.72 * density)
    return canvas.finish(wash * (0.9 + 0.1 * light)[..., None], size)


def _waver(rng: np.random.Generator, side: int, unit: float) -> Array:
    """What makes the pools' edges wander."""
    coarse = canvas.smooth_noise(rng, side, 150 * unit)
    middle = canvas.smooth_noise(rng, side, 45 * unit)
    fine = canvas.smooth_noise(rng, side, 12 * unit)
    return 0.20 * coarse + 0.09 * middle + 0.035 * fine


def _pool(
    rng: np.random.Generator,
    density: Array,
    waver: Array,
    centre: npt.NDArray[np.float64],
    radius: float,
    colour: npt.NDArray[np.float64],
    depth: float,
) -> None:
    """Let a pool dry: pigment gathers at its edge, and in a bloom where more water ran in."""
    side = len(density)
    low = np.clip(np.floor(centre - 1.7 * radius).astype(int), 0, side)
    high = np.clip(np.ceil(centre + 1.7 * radius).astype(int), 0, side)
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    across = (np.arange(low[0], high[0], dtype=np.float32) - centre[0])[None] / radius
    down = (np.arange(low[1], high[1], dtype=np.float32) - centre[1])[:, None] / radius
    stretch, angle = rng.uniform(0.55, 1.0), rng.uniform(0, np.pi)
    along = np.cos(angle) * across + np.sin(angle) * down
    beside = (np.cos(angle) * down - np.sin(angle) * across) / stretch
    reach = 1 - np.hypot(along, beside) + waver[box]
    wet = canvas.step(reach, 0, 0.05)
    rim = np.exp(-((np.maximum(reach, 0) / 0.035) ** 2))
    fade = 0.62 + 0.38 * np.tanh(1.6 * along + waver[box])
    bloom = np.exp(-(((reach - rng.uniform(0.3, 0.9)) / 0.04) ** 2)) * (rng.random() < 0.4)
    amount = wet * (0.55 * fade + 1.0 * rim + 0.35 * bloom) * depth
    absorbed = -np.log(np.clip(colour, 4, 250) / 255)
    density[box] += amount[..., None] * absorbed.astype(np.float32)
