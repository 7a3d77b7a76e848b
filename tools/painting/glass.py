"""Stained glass: rose windows in lead, glowing from behind."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt
from scipy.spatial import Voronoi

from painting import canvas
from painting.canvas import Array, Points

RUBY, BLUE, GOLD = (196, 22, 40), (24, 62, 176), (250, 178, 34)
GREEN, VIOLET, ICE = (26, 134, 86), (112, 40, 140), (176, 222, 232)
ROSES = [  # x, y, rings, spacing, petals, colours from the middle outwards
    (0.36, 0.38, 7, 66, 6, [GOLD, RUBY, BLUE, ICE, RUBY, GOLD, BLUE]),
    (0.82, 0.76, 5, 62, 6, [ICE, VIOLET, GOLD, GREEN, RUBY]),
    (0.86, 0.16, 4, 58, 5, [RUBY, GOLD, BLUE, ICE]),
    (0.10, 0.90, 4, 56, 5, [GOLD, GREEN, ICE, VIOLET]),
]
GROUND = [BLUE, BLUE, VIOLET, GREEN, ICE, RUBY, GOLD, (30, 110, 190)]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1240)
    side = 2 * size
    unit = side / canvas.DESIGN
    points, colours, groups = _plan(rng, side, unit)
    glass = np.zeros((side, side, 3), np.uint8)
    lead = np.zeros((side, side), np.uint8)
    window = Voronoi(points)
    for point, region in enumerate(window.point_region):
        corners = window.regions[region]
        if corners and -1 not in corners and np.abs(window.vertices[corners]).max() < 2 * side:
            canvas.fill(glass, window.vertices[corners], np.clip(colours[point], 0, 255).tolist())
    for (one, other), ends in zip(window.ridge_points, window.ridge_vertices, strict=True):
        if -1 not in ends:
            width = 8 if groups[one] == groups[other] else 14
            canvas.stroke(lead, window.vertices[ends], 255, width * unit)
    return canvas.finish(_glow(rng, glass, lead, unit), size)


def _plan(
    rng: np.random.Generator, side: int, unit: float
) -> tuple[Points, list[npt.NDArray[np.float64]], list[tuple[int, int]]]:
    """Where the panes are, their colours, and the group whose border is of heavier lead."""
    points: list[Points] = []
    colours: list[npt.NDArray[np.float64]] = []
    groups: list[tuple[int, int]] = []
    outer = []
    for number, (x, y, rings, spacing, petals, palette) in enumerate(ROSES):
        centre = np.array([x, y]) * side
        outer.append((centre, (rings - 0.3) * spacing * unit))
        for ring in range(rings):
            panes = max(1, petals * ring)
            for pane in range(panes):
                angle = 2 * np.pi * (pane + 0.5 * (ring % 2)) / panes
                reach = ring * spacing * unit
                points.append(centre + reach * np.array([np.cos(angle), np.sin(angle)]))
                shade = palette[(ring + (pane % 2) * (ring > 2)) % len(palette)]
                colours.append(_tint(rng, shade))
                groups.append((number, ring // 2))
    patches = canvas.smooth_noise(rng, side, side / 5)
    for place in canvas.scatter(rng, side, 96 * unit):
        if all(np.hypot(*(place - centre)) > reach for centre, reach in outer):
            group = int(4 + 2.2 * canvas.pick(patches, place[None])[0] + rng.normal(0, 0.5))
            points.append(place)
            colours.append(_tint(rng, GROUND[group % len(GROUND)]))
            groups.append((len(ROSES), 0))
    return np.array(points), colours, groups


def _tint(rng: np.random.Generator, colour: tuple[int, int, int]) -> npt.NDArray[np.float64]:
    return np.array(colour) * rng.uniform(0.7, 1.25) + rng.normal(0, 9, 3)


def _glow(
    rng: np.random.Generator,
    glass: npt.NDArray[np.uint8],
    lead: npt.NDArray[np.uint8],
    unit: float,
) -> Array:
    """Light through uneven glass with bubbles and streaks, and rounded lead in front of it."""
    side = len(lead)
    depth = cv2.distanceTransform((lead < 128).astype(np.uint8), cv2.DIST_L2, 5)
    streaks = canvas.smooth_noise(rng, side, 9 * unit, 5) + canvas.smooth_noise(
        rng, side, 40 * unit
    )
    bubbles = np.zeros((side, side), np.uint8)
    for place in canvas.scatter(rng, side, 30 * unit):
        canvas.disc(bubbles, place, rng.uniform(1.5, 4.5) * unit, 255)
    shine = 0.55 + 0.6 * np.tanh(depth / (34 * unit)) + 0.10 * streaks
    shine += 0.25 * cv2.GaussianBlur(bubbles, (0, 0), 1.2 * unit) / 255
    day = 1 + 0.18 * canvas.smooth_noise(rng, side, 500 * unit)
    lit = glass * (shine * day)[..., None]
    lit = lit + 0.35 * cv2.GaussianBlur(np.maximum(lit - 150, 0), (0, 0), 14 * unit)
    height = cv2.distanceTransform((lead >= 128).astype(np.uint8), cv2.DIST_L2, 5)
    came = 34 * canvas.relief(cv2.GaussianBlur(height, (0, 0), 1.5 * unit), 1.4 / unit)
    cover = lead[..., None] / np.float32(255)
    return lit + (came[..., None] * np.array([1.0, 1.02, 1.1], np.float32) - lit) * cover
