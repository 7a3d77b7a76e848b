"""Patterned prints: hills and clouds as flat shapes, each filled with a cloth's pattern."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

KEY, PAPER = (34, 30, 44), (242, 228, 196)
INKS = [  # ground at the crest, ground at the foot, pattern
    ((212, 84, 60), (240, 196, 150), (250, 232, 200)),
    ((38, 74, 122), (150, 188, 196), (236, 226, 200)),
    ((240, 206, 130), (222, 150, 80), (168, 62, 50)),
    ((70, 124, 110), (190, 206, 160), (28, 62, 74)),
    ((118, 70, 100), (220, 160, 160), (250, 226, 206)),
    ((236, 220, 190), (150, 180, 190), (44, 82, 130)),
    ((28, 42, 74), (60, 110, 140), (226, 182, 92)),
]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1833)
    side = 2 * size
    unit = side / canvas.DESIGN
    layer, depth = scenes.hills(rng, side, 12)
    clouds = scenes.flowers(rng, side, (210, 150, 90), 1.6)
    cloud = clouds.owner >= 0
    patch = np.where(cloud, 12 + clouds.owner, layer)
    tone = np.where(cloud, clouds.share, np.clip(depth, 0, 1))
    patterns = _patterns(side, unit)
    sheet = np.zeros((side, side, 3), np.float32)
    for number in range(int(patch.max()) + 1):
        here = patch == number
        crest, foot, ink = INKS[(number * 5 + number // 7) % len(INKS)]
        ground = canvas.blend([crest, foot], tone[here] ** 0.8)
        cover = patterns[(number * 5 + number // 12) % len(patterns)][here][:, None]
        sheet[here] = ground + (np.array(ink) - ground) * cover
    edge = _edges(patch.astype(np.float32), unit)
    sheet += (np.array(KEY, np.float32) - sheet) * edge[..., None]
    return canvas.finish(_press(rng, sheet, unit), size)


def _patterns(side: int, unit: float) -> list[Array]:
    """Scales, hemp leaves, linked rings, stripes of wave, arrow feathers, and scattered drops."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / unit
    soft = 2.2

    def line(distance: Array, width: float) -> Array:
        return 1 - canvas.step(np.abs(distance), width, soft)

    scales = np.zeros_like(x)
    for row in range(4):  # the lowest row lies on top
        centre_y = (np.floor(y / 15) + row) * 15
        shift = np.where((centre_y / 15) % 2 > 0.5, 30, 0)
        centre_x = np.round((x - shift) / 60) * 60 + shift
        radius = np.hypot(x - centre_x, y - centre_y)
        rings = np.max([line(radius - reach, 2.2) for reach in (28, 20, 12, 4)], axis=0)
        scales = np.where(radius < 30, rings, scales)
    hemp = np.zeros_like(x)
    for angle in np.arange(6) * np.pi / 6:
        across = np.cos(angle) * x + np.sin(angle) * y
        spacing = 34.0 if round(angle / (np.pi / 6)) % 2 else 58.9
        hemp = np.maximum(hemp, line((across + spacing / 2) % spacing - spacing / 2, 1.6))
    rings = np.zeros_like(x)
    for shift in ((0, 0), (24, 24)):
        apart = [(axis - move) % 48 - 24 for axis, move in zip((x, y), shift, strict=True)]
        rings = np.maximum(rings, line(np.hypot(*apart) - 23.5, 2.4))
    bend = 15 * np.sin(y / 26) * np.where((x // 32) % 2 > 0, 1, -1)
    waves = line((x + bend) % 32 - 16, 3.4)
    feathers = canvas.step(((y + 0.8 * np.abs(x % 36 - 18)) % 44) / 44, 0.55, 0.08)
    feathers *= canvas.step(np.abs(x % 36 - 18), 2.5, soft)
    drops = canvas.step(-np.hypot((x + (y // 30 % 2) * 17) % 34 - 17, y % 30 - 15), -6.5, soft)
    return [scales, hemp, waves, rings, feathers, drops]


def _edges(patch: Array, unit: float) -> Array:
    """The key block's lines between the shapes."""
    kernel = np.ones((3, 3), np.uint8)
    border = (cv2.dilate(patch, kernel) != cv2.erode(patch, kernel)).astype(np.float32)
    return canvas.step(cv2.GaussianBlur(border, (0, 0), 2.4 * unit), 0.22, 0.2)


def _press(rng: np.random.Generator, sheet: Array, unit: float) -> Array:
    """Wood grain in the flats and the paper's fibres."""
    side = len(sheet)
    warp = canvas.smooth_noise(rng, side, 260 * unit, 3)
    grain = np.sin(1.3 * canvas.smooth_noise(rng, side, 6 * unit, 40) + 5 * warp)
    fibre = canvas.smooth_noise(rng, side, 4 * unit)
    worn = np.clip(0.07 + 0.09 * grain + 0.06 * fibre, 0, 1)[..., None]
    return sheet + (np.array(PAPER, np.float32) - sheet) * worn
