"""Ink and wash: mountains in mist, bamboo and dry brush in shades of one black, and red seals."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas, scenes, stamps
from painting.canvas import Array

PAPER, SEAL = (238, 230, 210), (186, 44, 34)
INK = (30, 32, 40)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1050)
    side = 2 * size
    unit = side / canvas.DESIGN
    ink = _mountains(rng, side, unit)
    _dry_brush(rng, ink, unit)
    _bamboo(rng, ink, unit)
    _splashes(rng, ink, unit)
    fibre = canvas.smooth_noise(rng, side, 4 * unit) + canvas.smooth_noise(rng, side, 6 * unit, 7)
    density = ink * (1 + 0.13 * fibre)
    absorbed = -np.log(np.array(INK, np.float32) / 255)
    paper = np.array(PAPER, np.float32) * (1 + 0.018 * fibre)[..., None]
    sheet = paper * np.exp(-density[..., None] * absorbed)
    _seals(rng, sheet, unit)
    return canvas.finish(sheet, size)


def _mountains(rng: np.random.Generator, side: int, unit: float) -> Array:
    """Ridges whose ink is dark at the crest and runs out into mist."""
    layer, depth = scenes.hills(rng, side, 11)
    x, _ = canvas.grid(side)
    cloud = canvas.clouds(rng, side, (240 * unit, 1), (60 * unit, 0.6))
    strength = rng.uniform(0.25, 1.0, 11)[layer]
    crest = np.exp(-depth / (0.30 + 0.1 * cloud.clip(-1.5, 2)))
    line = np.exp(-depth / 0.022)
    rocks = np.abs(canvas.smooth_noise(rng, side, 30 * unit) + 3 * np.sin(9 * x + 4 * depth))
    cracks = np.exp(-rocks / 0.2) * np.exp(-depth / 0.5)
    return (0.03 + strength * (0.75 * crest + 0.5 * line + 0.35 * cracks)).astype(np.float32)


def _dry_brush(rng: np.random.Generator, ink: Array, unit: float) -> None:
    side = len(ink)
    for centre in rng.uniform(0, side, (420, 2)):
        length, width = rng.uniform(90, 460) * unit, rng.uniform(18, 74) * unit
        stamp = canvas.step(stamps.bristles(rng, 0.1), rng.uniform(0.5, 0.8), 0.25)
        found = stamps.press(stamp, centre, rng.normal(0.25, 0.5), length, width, side)
        if found:
            box, patch = found
            ink[box] += patch * rng.choice([0.15, 0.3, 0.8], p=[0.45, 0.35, 0.2])


def _bamboo(rng: np.random.Generator, ink: Array, unit: float) -> None:
    """Stalks in joints, and leaves that hang from them."""
    side = len(ink)
    for _ in range(17):
        foot = np.array([rng.uniform(-0.05, 1.05) * side, side * rng.uniform(0.5, 1.1)])
        shade, width = rng.choice([0.35, 0.6, 1.0]), rng.uniform(9, 34) * unit
        heading = -np.pi / 2 + rng.normal(0, 0.16)
        for _ in range(rng.integers(4, 9)):
            path = canvas.tendril(foot, heading, rng.uniform(120, 230) * unit, (0.02, -0.02))
            waist = 1 - 0.25 * np.sin(np.linspace(0, np.pi, len(path)))
            _brush(ink, canvas.ribbon(path[3:-3], width * waist[3:-3]), shade)
            foot = path[-1]
            for _ in range(rng.integers(1, 6)):
                _leaf(rng, ink, foot + rng.normal(0, 26, 2) * unit, unit, shade)


def _leaf(
    rng: np.random.Generator, ink: Array, start: npt.NDArray[np.float64], unit: float, shade: float
) -> None:
    length = rng.uniform(90, 250) * unit
    heading = rng.choice([0.9, 2.2]) + rng.normal(0, 0.4)
    path = canvas.tendril(start, heading, length, (0.0, rng.normal(0, 0.10)))
    along = np.linspace(0, 1, len(path))
    width = 0.17 * length * np.sin(np.pi * along**0.6) ** 0.9
    _brush(ink, canvas.ribbon(path, width), shade * rng.uniform(0.6, 1.25))


def _brush(ink: Array, outline: npt.NDArray[np.float64], shade: float) -> None:
    """Lay ink on a shape, a little more at its rim."""
    side = len(ink)
    low = np.clip(np.floor(outline.min(axis=0)).astype(int) - 2, 0, side)
    high = np.clip(np.ceil(outline.max(axis=0)).astype(int) + 3, 0, side)
    if (high <= low).any():
        return
    shape = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    canvas.fill(shape, outline - low, 255)
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    ink[box] += shape / np.float32(255) * shade


def _splashes(rng: np.random.Generator, ink: Array, unit: float) -> None:
    drops = np.zeros(ink.shape, np.uint8)
    for centre in rng.uniform(0, len(ink), (60, 2)):
        for away in rng.normal(0, 60, (rng.integers(4, 30), 2)):
            radius = unit * np.exp(rng.normal(1.1, 0.7))
            canvas.disc(drops, centre + away * unit, radius, int(rng.integers(60, 255)))
    ink += drops / np.float32(255)


def _seals(rng: np.random.Generator, sheet: Array, unit: float) -> None:
    """Square red seals with strokes cut out of them."""
    side = len(sheet)
    for x, y in rng.uniform(0.04, 0.9, (9, 2)) * side:
        edge = int(rng.uniform(54, 96) * unit)
        stamp = np.full((edge, edge), 230, np.uint8)
        for _ in range(7):
            level, end = rng.uniform(0.1, 0.9, 2) * edge
            path = np.array([[0.1 * edge, level], [end, level]])
            canvas.stroke(stamp, path if rng.random() < 0.5 else path[:, ::-1], 0, 5 * unit)
        worn = canvas.step(rng.random((edge, edge)), 0.12, 0.1)
        cover = (stamp / np.float32(255) * worn)[..., None]
        box = (slice(int(y), int(y) + edge), slice(int(x), int(x) + edge))
        sheet[box] += (np.array(SEAL, np.float32) - sheet[box]) * cover[
            : side - int(y), : side - int(x)
        ]
