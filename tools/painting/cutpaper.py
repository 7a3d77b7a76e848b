"""Cut paper: leaves, stars and waves, cut from sheets brushed with gouache and pasted up."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array, Points

SHEETS = [
    (232, 66, 44),
    (28, 84, 168),
    (250, 190, 44),
    (20, 122, 92),
    (240, 138, 168),
    (24, 28, 40),
    (246, 240, 226),
    (122, 62, 138),
    (92, 178, 200),
    (244, 116, 34),
]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1947)
    side = 2 * size
    unit = side / canvas.DESIGN
    brushed = _gouache(rng, side, unit)
    page = np.zeros((side, side, 3), np.float32)
    page[...] = SHEETS[6]
    last = -1
    for column in range(6):
        for row in range(6):
            last = _other(rng, last)
            corner = np.array([column, row]) * side / 6 + rng.normal(0, 14, 2) * unit
            _paste(page, brushed, _sheet(rng, corner, side / 5.6), SHEETS[last], unit)
            ink = _other(rng, last)
            middle = corner + side / 12
            _paste(page, brushed, _shape(rng, middle, side / 12 * 0.98), SHEETS[ink], unit)
    for place in canvas.scatter(rng, side, 190 * unit):
        shape = _shape(rng, place, rng.uniform(34, 74) * unit)
        last = _other(rng, last)
        _paste(page, brushed, shape, SHEETS[last], unit)
    grain = canvas.smooth_noise(rng, side, 4 * unit)
    return canvas.finish(page * (1 + 0.02 * grain)[..., None], size)


def _other(rng: np.random.Generator, last: int) -> int:
    return int((last + rng.integers(1, len(SHEETS))) % len(SHEETS))


def _gouache(rng: np.random.Generator, side: int, unit: float) -> Array:
    """Brushed paint, thicker and thinner, around 1."""
    marks = canvas.brush_marks(rng, side, 7 * unit, 26, 90 * unit)
    return 1 + 0.075 * marks + 0.045 * canvas.smooth_noise(rng, side, 90 * unit)


def _sheet(rng: np.random.Generator, corner: Points, edge: float) -> list[Points]:
    square = np.array([[0, 0], [1, 0], [1, 1], [0, 1]]) * edge
    return [corner + square + rng.normal(0, 0.02 * edge, (4, 2))]


def _shape(rng: np.random.Generator, centre: Points, radius: float) -> list[Points]:
    """A leaf with round arms, a star, a flame or a wave: outlines to be united."""
    turn = rng.uniform(0, 2 * np.pi)
    kind = rng.integers(4)
    if kind == 0:
        return _leaf(rng, centre, radius, turn)
    if kind == 1:
        spikes = rng.integers(6, 10)
        angle = turn + np.arange(2 * spikes) * np.pi / spikes
        reach = (
            radius
            * np.where(np.arange(2 * spikes) % 2, 0.42, 1)
            * rng.uniform(0.85, 1.1, 2 * spikes)
        )
        return [centre + reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)]
    if kind == 2:
        angle = np.linspace(0, 2 * np.pi, 120, endpoint=False)
        reach = radius * (0.66 + 0.26 * np.sin(rng.integers(4, 8) * angle + turn))
        return [centre + reach[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=-1)]
    path = canvas.tendril(np.zeros(2), turn, 2.6 * radius, (0.9, -0.9))
    path += centre - path.mean(axis=0)
    along = np.linspace(0, 1, len(path))
    return [canvas.ribbon(path, 0.5 * radius * np.sin(np.pi * along) ** 0.7)]


def _leaf(rng: np.random.Generator, centre: Points, radius: float, turn: float) -> list[Points]:
    spine = canvas.tendril(np.zeros(2), turn, 2 * radius, (rng.normal(0, 0.15), 0.0))
    spine += centre - spine.mean(axis=0)
    parts = [canvas.ribbon(spine, 0.20 * radius)]
    for place in range(8, 78, 11):
        for hand in (-1, 1):
            heading = turn + hand * rng.uniform(0.7, 1.15)
            length = radius * rng.uniform(0.5, 0.8) * (1.1 - 0.6 * abs(place / 40 - 1))
            arm = canvas.tendril(spine[place], heading, length, (0.0, -0.18 * hand))
            swell = 0.10 + 0.16 * np.linspace(0, 1, len(arm)) ** 1.5
            swell[-8:] *= np.sqrt(np.linspace(1, 0, 8))
            parts.append(canvas.ribbon(arm, radius * swell))
    return parts


def _paste(
    page: Array, brushed: Array, outlines: list[Points], colour: tuple[int, int, int], unit: float
) -> None:
    """Paste a shape, with the shadow of its thin edge on what lies below."""
    side = len(page)
    pad = int(14 * unit) + 2
    every = np.vstack(outlines)
    low = np.clip(np.floor(every.min(axis=0)).astype(int) - pad, 0, side)
    high = np.clip(np.ceil(every.max(axis=0)).astype(int) + pad, 0, side)
    if (high <= low).any():
        return
    box = (slice(low[1], high[1]), slice(low[0], high[0]))
    shape = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
    for outline in outlines:
        canvas.fill(shape, outline - low, 255)
    cover = shape / np.float32(255)
    shadow = cv2.GaussianBlur(
        np.roll(cover, (int(5 * unit), int(5 * unit)), (0, 1)), (0, 0), 4 * unit
    )
    page[box] *= 1 - 0.42 * shadow[..., None]
    paper = np.array(colour, np.float32) * brushed[box][..., None]
    page[box] += (paper - page[box]) * cover[..., None]
