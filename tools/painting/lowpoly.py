"""Low poly: mountains at sunrise folded from triangles, large and small."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy.spatial import Delaunay

from painting import canvas, scenes
from painting.canvas import Array, Points

BANDS = [
    [(70, 60, 140), (220, 100, 150), (255, 190, 130)],
    [(255, 226, 190), (180, 130, 190), (90, 80, 160)],
    [(240, 130, 120), (150, 60, 120), (70, 36, 100)],
    [(80, 190, 190), (30, 120, 150), (20, 60, 110)],
    [(250, 200, 110), (220, 110, 70), (130, 50, 70)],
    [(60, 170, 140), (20, 100, 110), (16, 50, 76)],
]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1996)
    side = 2 * size
    unit = side / canvas.DESIGN
    layer, depth = scenes.hills(rng, side, 7)
    height = canvas.clouds(rng, side, (260 * unit, 120), (80 * unit, 46))
    points = _points(rng, layer, unit)
    pixels = np.zeros((side, side, 3), np.uint8)
    edges = np.zeros((side, side), np.uint8)
    for corners in Delaunay(points).simplices:
        triangle = points[corners]
        light = _light(triangle, canvas.pick(height, triangle) * unit)
        middle = triangle.mean(axis=0)[None]
        band = BANDS[canvas.pick(layer, middle)[0] % len(BANDS)]
        tone = np.clip(canvas.pick(depth, middle)[0] + rng.normal(0, 0.13), 0, 1)
        colour = canvas.blend(band, tone) * light + rng.normal(0, 4, 3)
        canvas.fill(pixels, triangle, np.clip(colour, 0, 255).tolist())
        canvas.stroke(edges, triangle, int(np.clip(255 * (light - 0.6), 30, 200)), 1.6 * unit, True)
    sheet = pixels.astype(np.float32)
    sheet += (255 - sheet) * (0.35 * edges / np.float32(255))[..., None]
    return canvas.finish(sheet * _card(rng, side, unit)[..., None], size)


def _points(rng: np.random.Generator, layer: npt.NDArray[np.int64], unit: float) -> Points:
    """Few points in the open, many along the ridges and in some places."""
    side = len(layer)
    coarse = canvas.scatter(rng, side, 150 * unit)
    fine = canvas.scatter(rng, side, 52 * unit)
    below = fine + np.array([0, 34 * unit])
    at_ridge = canvas.pick(layer, fine) != canvas.pick(layer, below)
    busy = canvas.pick(canvas.smooth_noise(rng, side, side / 4), fine) > 0.55
    corners = np.array([[-1, -1], [2, -1], [2, 2], [-1, 2]]) * side
    return np.vstack([coarse, fine[at_ridge | busy], corners])


def _light(triangle: Points, height: npt.NDArray[np.float64]) -> float:
    """Light from the upper left on a triangle with these heights at its corners, about 1."""
    corners = np.column_stack([triangle, height])
    normal = np.cross(corners[1] - corners[0], corners[2] - corners[0])
    normal = normal * np.sign(normal[2]) / (np.linalg.norm(normal) + 1e-9)
    return float(np.clip(0.25 + 1.05 * normal @ np.array([-0.5, -0.6, 0.62]), 0.35, 1.5))


def _card(rng: np.random.Generator, side: int, unit: float) -> Array:
    """The card's grain, and a soft change of light over it."""
    grain = canvas.smooth_noise(rng, side, 5 * unit)
    return 1 + 0.03 * grain + 0.06 * canvas.smooth_noise(rng, side, 50 * unit)
