"""Fresco: earth colours on old plaster, cracked, worn and here and there fallen off."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

PLASTER, BRICK = (214, 198, 170), (150, 112, 88)
BANDS = [
    [(118, 156, 168), (168, 190, 180), (226, 206, 166)],
    [(168, 70, 50), (128, 50, 42), (90, 40, 40)],
    [(206, 158, 84), (174, 120, 62), (120, 80, 52)],
    [(104, 122, 86), (76, 96, 74), (50, 66, 60)],
    [(196, 150, 130), (156, 96, 80), (110, 60, 56)],
    [(70, 90, 116), (52, 66, 92), (40, 44, 62)],
]
LINE = (64, 36, 32)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1305)
    side = 2 * size
    unit = side / canvas.DESIGN
    wall = _drawing(rng, side, unit)
    wall *= 1 + 0.13 * canvas.brush_marks(rng, side, 6 * unit, 14, 150 * unit)[..., None]
    cloud = canvas.clouds(rng, side, (110 * unit, 1), (26 * unit, 0.5))
    worn = np.clip(0.20 + 0.13 * cloud, 0, 0.75)[..., None]
    wall += (np.array(PLASTER, np.float32) - wall) * worn
    return canvas.finish(_age(rng, wall, unit), size)


def _drawing(rng: np.random.Generator, side: int, unit: float) -> Array:
    """Hills in folds, haloes with rays, and hatched shadows, in flat colours with brown lines."""
    layer, depth = scenes.hills(rng, side, 9)
    halos = scenes.flowers(rng, side, (240, 160, 100), 1.5)
    wall = np.zeros((side, side, 3), np.uint8)
    for band in range(9):
        here = layer == band
        wall[here] = canvas.blend(BANDS[band % len(BANDS)], np.clip(depth[here], 0, 1))
    for ridge in np.arange(0.12, 1.0, 0.16):
        wall[(np.abs(depth - ridge) < 0.012) & (layer > 0)] = LINE
    wall[(depth < 0.03) & (layer > 0)] = LINE
    gold = BANDS[2]
    for number, (x, y, radius) in enumerate(halos.discs):
        centre = np.array([x, y])
        rings = ((1, LINE), (0.96, gold[0]), (0.62, LINE), (0.58, BANDS[number % 6][1]))
        for share, colour in rings:
            canvas.disc(wall, centre, radius * share, colour)
        for angle in np.arange(24) * np.pi / 12:
            ray = np.array([np.cos(angle), np.sin(angle)])
            ends = np.array([centre + 0.66 * radius * ray, centre + 0.92 * radius * ray])
            canvas.stroke(wall, ends, gold[2], 7 * unit)
        for angle in np.arange(8) * np.pi / 4:
            ray = np.array([np.cos(angle), np.sin(angle)])
            petal = canvas.tendril(centre, angle, 0.5 * radius, (0.05, -0.05))
            width = 0.3 * radius * np.sin(np.pi * np.linspace(0, 1, len(petal)))
            canvas.fill(wall, canvas.ribbon(petal, width), BANDS[(number + 4) % 6][0])
            canvas.stroke(wall, canvas.ribbon(petal, width), LINE, 4 * unit, closed=True)
            canvas.disc(wall, centre + 0.79 * radius * ray, 0.05 * radius, BANDS[1][0])
    return wall.astype(np.float32)


def _age(rng: np.random.Generator, wall: Array, unit: float) -> Array:
    """A net of cracks of three sizes, holes down to the brick, and light along their edges."""
    side = len(wall)
    height = canvas.clouds(rng, side, (6 * unit, 0.8), (30 * unit, 1))
    for spacing, width, deep in ((250, 4.2, 9.0), (104, 2.6, 6.0), (46, 1.7, 3.0)):
        _, near, next_ = canvas.cells(canvas.scatter(rng, side, spacing * unit), side)
        ragged = 8 * unit * canvas.smooth_noise(rng, side, 18 * unit)
        gap = np.abs(next_ - near + ragged) / unit
        here = canvas.step(canvas.smooth_noise(rng, side, 200 * unit), -0.2, 0.9)
        crack = np.exp(-((gap / width) ** 2)) * here
        height -= deep * crack
        wall *= (1 - 0.55 * crack)[..., None]
    hole = canvas.clouds(rng, side, (95 * unit, 1), (20 * unit, 0.35))
    hole = canvas.step(hole, 1.65, 0.05)
    rough = 1 + 0.18 * canvas.smooth_noise(rng, side, 9 * unit)
    rubble = np.array(BRICK, np.float32) * rough[..., None]
    rim = canvas.step(cv2.GaussianBlur(hole, (0, 0), 5 * unit), 0.12, 0.2) * (1 - hole)
    wall += (np.array(PLASTER, np.float32) * 1.1 - wall) * 0.8 * rim[..., None]
    wall += (rubble - wall) * hole[..., None]
    height -= 10 * hole
    height = cv2.GaussianBlur(height.astype(np.float32), (0, 0), 0.8 * unit)
    light = canvas.relief(height, 0.5 / unit)
    return wall * (0.7 + 0.3 * light)[..., None]
