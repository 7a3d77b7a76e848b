"""What is painted: hills, flowers, lit folds. Each painter has a hand and colours of its own."""

from __future__ import annotations

from typing import NamedTuple

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array, Points


class Flowers(NamedTuple):
    """Flowers that fill the canvas.

    Attributes:
        owner: (side, side), the flower's number, -1 between them.
        share: (side, side), 0 in a flower's middle, 1 at its rim.
        angle: (side, side), the direction from its middle, in radians.
        discs: (n, 3), x, y and radius of each, in pixels.
    """

    owner: npt.NDArray[np.int32]
    share: Array
    angle: Array
    discs: Points


def packed(
    rng: np.random.Generator, side: int, radii: tuple[float, ...], gap: float = 1.03
) -> Points:
    """Discs (n, 3): x, y and radius, in pixels, the large ones first; none covers another."""
    unit = side / canvas.DESIGN
    placed = np.zeros((0, 3))
    for radius in radii:
        for place in canvas.scatter(rng, canvas.DESIGN, radius * 0.8):
            size = radius * rng.uniform(0.8, 1.1)
            apart = np.hypot(*(placed[:, :2] - place).T)
            if (apart > gap * (placed[:, 2] + size)).all():
                placed = np.vstack([placed, [*place, size]])
    return placed * unit


def flowers(
    rng: np.random.Generator, side: int, radii: tuple[float, ...], gap: float = 1.03
) -> Flowers:
    """Flowers of these radii (design units), packed, as maps."""
    discs = packed(rng, side, radii, gap)
    owner = np.full((side, side), -1, np.int32)
    share = np.ones((side, side), np.float32)
    angle = np.zeros((side, side), np.float32)
    axis = np.arange(side, dtype=np.float32)
    for number, (x, y, radius) in enumerate(discs):
        low = np.clip(np.floor([x - radius, y - radius]).astype(int), 0, side)
        high = np.clip(np.ceil([x + radius, y + radius]).astype(int) + 1, 0, side)
        box = (slice(low[1], high[1]), slice(low[0], high[0]))
        across, down = axis[None, box[1]] - x, axis[box[0], None] - y
        distance = np.hypot(across, down) / radius
        inside = distance < 1
        owner[box][inside] = number
        share[box][inside] = distance[inside]
        angle[box][inside] = np.arctan2(down, across)[inside]
    return Flowers(owner, share, angle, discs)


def hills(rng: np.random.Generator, side: int, ridges: int) -> tuple[npt.NDArray[np.int64], Array]:
    """Which ridge a pixel belongs to, 0 for the sky, and how far below its crest it is.

    The depth is 0 at the crest and about 1 where the next ridge begins.
    """
    _, y = canvas.grid(side)
    layer = np.zeros((side, side), np.int64)
    depth = y * ridges
    for ridge in range(1, ridges):
        wave = canvas.smooth_noise(rng, side, side / rng.uniform(3, 6))[side // 2]
        detail = canvas.smooth_noise(rng, side, side / 24)[side // 2]
        crest = ridge / ridges + (0.42 * wave + 0.10 * detail) / ridges
        below = (y - crest[None, :]) * ridges
        layer[below > 0] = ridge
        depth = np.where(below > 0, below, depth)
    return layer, np.clip(depth, 0, 1.6).astype(np.float32)


def folds(rng: np.random.Generator, side: int) -> tuple[Array, Array]:
    """Cloth in folds, with balls pressed into it: height, and light from the upper left, 0..1."""
    x, y = canvas.grid(side)
    bend = 0.05 * canvas.smooth_noise(rng, side, side / 3)
    across = (0.8 * x + 0.5 * y + 3.2 * bend) * 2 * np.pi
    height = 0.030 * np.abs(np.sin(2.1 * across)) ** 0.8 + 0.016 * np.sin(5.2 * across + 40 * bend)
    for centre_x, centre_y, radius in packed(rng, side, (330, 210, 130), gap=1.35) / side:
        inside = np.maximum(1 - ((x - centre_x) ** 2 + (y - centre_y) ** 2) / radius**2, 0)
        height = np.where(inside > 0, 0.9 * radius * np.sqrt(inside), height)
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), side / 400)
    down, right = np.gradient(height * side)
    light = (0.5 * right + 0.6 * down + 0.62) / np.sqrt(1 + right**2 + down**2)
    return height, np.clip(light, 0, 1).astype(np.float32)
