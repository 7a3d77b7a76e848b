"""Embroidery: satin-stitched flowers and leaves on a ground of couched silk."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array, Points

SILKS = [
    [(255, 240, 200), (244, 150, 150), (200, 40, 80)],
    [(250, 220, 110), (240, 140, 50), (180, 60, 40)],
    [(240, 246, 250), (130, 180, 230), (40, 80, 170)],
    [(250, 236, 250), (190, 140, 210), (100, 50, 130)],
]
LEAVES = [(30, 90, 70), (90, 150, 80), (180, 200, 110)]
GROUND = [(26, 34, 70), (36, 60, 104), (24, 30, 62), (52, 84, 124)]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1660)
    side = 2 * size
    unit = side / canvas.DESIGN
    cloth = np.zeros((side, side, 4), np.uint8)
    cloth[...] = (*GROUND[0], 60)
    _couch(rng, cloth, unit)
    garden = scenes.flowers(rng, side, (270, 190, 130, 86), 1.12)
    for x, y, radius in garden.discs:
        for _ in range(9):
            angle = rng.uniform(0, 2 * np.pi)
            start = np.array([x, y]) + 0.8 * radius * np.array([np.cos(angle), np.sin(angle)])
            _leaf(rng, cloth, start, angle, 0.7 * radius, unit)
    for number, (x, y, radius) in enumerate(garden.discs):
        _flower(rng, cloth, np.array([x, y]), radius, SILKS[number % len(SILKS)], unit)
    return canvas.finish(_light(rng, cloth, unit), size)


def _thread(
    rng: np.random.Generator,
    cloth: npt.NDArray[np.uint8],
    ends: Points,
    colour: npt.NDArray[np.float64],
    unit: float,
    width: float = 6.5,
) -> None:
    """One stitch: dark where it dives under, bright along its back."""
    shade = np.clip(colour * rng.uniform(0.85, 1.12) + rng.normal(0, 5, 3), 0, 255)
    for grow, tone, height in ((1.0, 0.62, 110), (0.62, 1.0, 190), (0.25, 1.16, 215)):
        silk = [*np.minimum(shade * tone, 255).tolist(), height]
        canvas.stroke(cloth, ends, silk, width * grow * unit)


def _couch(rng: np.random.Generator, cloth: npt.NDArray[np.uint8], unit: float) -> None:
    """The ground: short stitches in bricks along waving rows."""
    side = len(cloth)
    sway = canvas.smooth_noise(rng, side, side / 4)
    tone = canvas.smooth_noise(rng, side, side / 7)
    for row, y in enumerate(np.arange(-20 * unit, side + 20 * unit, 8.5 * unit)):
        for x in np.arange((row % 2) * -17 * unit, side, 34 * unit):
            place = np.array([x, y + 14 * unit * np.sin(x / (90 * unit) + row * 0.12)])
            slope = 0.3 * np.cos(x / (90 * unit) + row * 0.12)
            away = 29 * unit * np.array([1.0, slope * 0.5])
            shade = 0.5 + 0.3 * canvas.pick(tone, place[None])[0]
            shade += 0.15 * np.sin(6 * canvas.pick(sway, place[None])[0])
            colour = canvas.blend(GROUND, np.clip(shade, 0, 1))
            _thread(rng, cloth, np.array([place, place + away]), colour, unit)


def _satin(
    rng: np.random.Generator,
    cloth: npt.NDArray[np.uint8],
    spine: Points,
    width: npt.NDArray[np.float64],
    colours: npt.ArrayLike,
    unit: float,
) -> None:
    """Fill a petal with stitches that slant away from its spine on both hands."""
    length = np.hypot(*np.diff(spine, axis=0).T).sum()
    for place in np.linspace(1, len(spine) - 3, max(4, int(length / (5.2 * unit)))):
        index = int(place)
        ahead = spine[index + 1] - spine[index]
        ahead = ahead / (np.hypot(*ahead) + 1e-9)
        beside = np.array([-ahead[1], ahead[0]])
        colour = canvas.blend(colours, place / len(spine))
        for hand in (-1, 1):
            reach = width[index] / 2 * rng.uniform(0.92, 1.06)
            end = spine[index] + reach * (hand * beside + 0.55 * ahead)
            _thread(rng, cloth, np.array([spine[index], end]), colour, unit)


def _leaf(
    rng: np.random.Generator,
    cloth: npt.NDArray[np.uint8],
    start: Points,
    heading: float,
    length: float,
    unit: float,
) -> None:
    bend = rng.normal(0, 0.15)
    spine = canvas.tendril(start, heading, length, (bend, -bend))
    width = 0.42 * length * np.sin(np.pi * np.linspace(0, 1, len(spine)) ** 0.8)
    _satin(rng, cloth, spine, width, LEAVES, unit)


def _flower(
    rng: np.random.Generator,
    cloth: npt.NDArray[np.uint8],
    centre: Points,
    radius: float,
    silks: npt.ArrayLike,
    unit: float,
) -> None:
    """Two rounds of petals and a heart of knots."""
    petals = int(rng.integers(6, 9))
    for round_, (share, order) in enumerate(((1.0, 1), (0.62, -1))):
        for petal in range(petals):
            heading = 2 * np.pi * (petal + 0.5 * round_) / petals
            spine = canvas.tendril(centre, heading, share * radius, (0.03, -0.03))
            along = np.linspace(0, 1, len(spine))
            width = 5.4 / petals * share * radius * np.sin(np.pi * along**1.25) ** 0.75
            _satin(rng, cloth, spine, width, np.asarray(silks)[::order], unit)
    for knot in rng.normal(0, 0.11 * radius, (int(radius / (3 * unit)), 2)):
        colour = np.array([250, 204, 70]) * rng.uniform(0.7, 1.05)
        for grow, tone, height in ((1.0, 0.6, 130), (0.66, 1.0, 235)):
            silk = [*np.minimum(colour * tone, 255).tolist(), height]
            canvas.disc(cloth, centre + knot, 7.5 * grow * unit, silk)


def _light(rng: np.random.Generator, cloth: npt.NDArray[np.uint8], unit: float) -> Array:
    height = cv2.GaussianBlur(cloth[..., 3].astype(np.float32), (0, 0), 1.0 * unit)
    light = canvas.relief(height, 0.022)
    sheen = 1 + 0.07 * canvas.smooth_noise(rng, len(cloth), 70 * unit)
    return cloth[..., :3] * ((0.5 + 0.5 * light) * sheen)[..., None]
