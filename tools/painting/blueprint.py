"""Blueprint: gears, sections and dimension lines in white on Prussian blue."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array, Points

BLUE, DEEP, WHITE = (30, 78, 148), (12, 40, 98), (226, 238, 248)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1861)
    side = 2 * size
    unit = side / canvas.DESIGN
    lines = np.zeros((side, side), np.uint8)
    _squares(lines, unit)
    for start in canvas.scatter(rng, side, 150 * unit):
        _section(rng, lines, start, unit)
    for number, (x, y, radius) in enumerate(
        scenes.packed(rng, side, (330, 230, 150, 100, 66), 0.97)
    ):
        _gear(rng, lines, np.array([x, y]), radius, number, unit)
    for start in canvas.scatter(rng, side, 170 * unit):
        _dimension(rng, lines, start, unit)
    return canvas.finish(_sheet(rng, lines, unit), size)


def _squares(lines: npt.NDArray[np.uint8], unit: float) -> None:
    side = len(lines)
    for number, place in enumerate(np.arange(0, side, 25.6 * unit)):
        shade, width = (120, 2.6) if number % 5 == 0 else (62, 1.6)
        for path in ([[place, 0], [place, side]], [[0, place], [side, place]]):
            canvas.stroke(lines, np.array(path), shade, width * unit)


def _section(
    rng: np.random.Generator, lines: npt.NDArray[np.uint8], start: Points, unit: float
) -> None:
    """A cut part: an outlined block, hatched one way."""
    width, height = rng.uniform(60, 190, 2) * unit
    corners = start + np.array([[0, 0], [width, 0], [width, height], [0, height]])
    canvas.fill(lines, corners, 22)
    slant = rng.choice([-1.0, 1.0])
    for step in np.arange(0, width + height, rng.choice([11, 16, 22]) * unit):
        first = [min(step, width), max(step - width, 0)]
        last = [max(step - height, 0), min(step, height)]
        path = np.array([first, last])
        if slant < 0:
            path[:, 0] = width - path[:, 0]
        canvas.stroke(lines, start + path, 170, 2.2 * unit)
    canvas.stroke(lines, corners, 255, 4.5 * unit, closed=True)


def _gear(
    rng: np.random.Generator,
    lines: npt.NDArray[np.uint8],
    centre: Points,
    radius: float,
    number: int,
    unit: float,
) -> None:
    """A wheel: teeth or bolts at its rim, spokes or a hub, centre lines across."""
    canvas.disc(lines, centre, 0.97 * radius, 16)
    teeth = max(10, int(radius / (9 * unit)))
    angle = np.linspace(0, 2 * np.pi, 8 * teeth, endpoint=False)
    tooth = np.clip(1.6 * np.sin(teeth * angle), -1, 1) if number % 3 else np.zeros_like(angle)
    rim = (0.88 + 0.055 * tooth) * radius
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    canvas.stroke(lines, centre + rim[:, None] * circle, 255, 5 * unit, closed=True)
    for share, width in ((0.76, 3), (0.70, 2), (0.34, 4), (0.16, 4)):
        canvas.stroke(lines, centre + share * radius * circle, 235, width * unit, closed=True)
    spokes = int(rng.integers(4, 9))
    for turn in 2 * np.pi * np.arange(spokes) / spokes + rng.uniform(0, 1):
        ray = np.array([np.cos(turn), np.sin(turn)])
        beside = 0.05 * radius * np.array([-ray[1], ray[0]])
        if number % 2:
            for hand in (-1, 1):
                ends = centre + hand * beside + np.outer([0.34, 0.70], ray) * radius
                canvas.stroke(lines, ends, 235, 3 * unit)
        else:
            hole = centre + 0.52 * radius * ray
            canvas.stroke(lines, hole + 0.11 * radius * circle, 235, 3.4 * unit, closed=True)
            canvas.stroke(lines, hole + 0.06 * radius * circle, 150, 2 * unit, closed=True)
    for turn in (0.0, np.pi / 2):
        ray = np.array([np.cos(turn), np.sin(turn)])
        for dash in np.arange(-1.05, 1.05, 0.13):
            ends = centre + np.outer([dash, dash + 0.085], ray) * radius
            canvas.stroke(lines, ends, 190, 2.2 * unit)


def _dimension(
    rng: np.random.Generator, lines: npt.NDArray[np.uint8], start: Points, unit: float
) -> None:
    """A measured length: arrows at its ends, and a note in small strokes."""
    length = rng.uniform(90, 240) * unit
    ray = np.array([1.0, 0.0]) if rng.random() < 0.5 else np.array([0.0, 1.0])
    beside = ray[::-1]
    end = start + length * ray
    canvas.stroke(lines, np.array([start, end]), 230, 2.4 * unit)
    for tip, way in ((start, 1), (end, -1)):
        wings = np.array([tip, tip + way * 15 * unit * ray])
        head = np.array([wings[0], wings[1] + 5 * unit * beside, wings[1] - 5 * unit * beside])
        canvas.fill(lines, head, 255)
        canvas.stroke(
            lines, np.array([tip - 14 * unit * beside, tip + 14 * unit * beside]), 210, 2 * unit
        )
    place = start + 0.3 * length * ray + 14 * unit * beside
    for letter in range(int(rng.integers(3, 8))):
        spots = place + (letter * 13 + rng.uniform(0, 8, (5, 1))) * unit * ray
        spots = spots + rng.uniform(0, 17, (5, 1)) * unit * beside
        canvas.stroke(lines, spots, 225, 2.4 * unit)


def _sheet(rng: np.random.Generator, lines: npt.NDArray[np.uint8], unit: float) -> Array:
    """Uneven blue, folds, and lines that bled a little."""
    side = len(lines)
    cloud = canvas.clouds(rng, side, (160 * unit, 1), (24 * unit, 0.6))
    grain = canvas.smooth_noise(rng, side, 4 * unit)
    share = np.clip(0.5 + 0.22 * cloud + 0.12 * grain, 0, 1)[..., None]
    sheet = np.array(DEEP, np.float32) + np.array([18, 38, 50], np.float32) * share
    sheet += (np.array(BLUE, np.float32) - sheet) * 0.5 * share
    bled = cv2.GaussianBlur(lines, (0, 0), 4 * unit) / np.float32(255)
    ink = np.clip(lines / np.float32(255) * (0.92 + 0.10 * grain) + 0.30 * bled, 0, 1)[..., None]
    return sheet + (np.array(WHITE, np.float32) - sheet) * ink
