"""Pointillism: touches of pure colour, each beside its complement, over a river in flower."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import FRACTION_BITS

BANDS = [
    [(250, 226, 150), (244, 170, 150), (150, 170, 220)],
    [(120, 130, 200), (84, 90, 170), (60, 60, 130)],
    [(250, 214, 90), (200, 190, 60), (90, 150, 70)],
    [(60, 150, 190), (40, 104, 176), (90, 70, 160)],
    [(246, 150, 170), (220, 84, 120), (150, 50, 110)],
    [(150, 200, 90), (60, 150, 90), (20, 96, 100)],
    [(252, 180, 70), (236, 112, 50), (170, 60, 60)],
]
COATS = [(21, 17.0, 0.06), (13, 10.5, 0.14), (9.5, 6.0, 0.20)]  # spacing, radius, strays


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1886)
    side = 2 * size
    unit = side / canvas.DESIGN
    layer, depth = scenes.hills(rng, side, 9)
    garden = scenes.flowers(rng, side, (150, 100, 60, 40), 1.25)
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[...] = (214, 196, 160, 60)
    for spacing, radius, strays in COATS:
        places = canvas.scatter(rng, side, spacing * unit)
        band = canvas.pick(layer, places) % len(BANDS)
        blossom = canvas.pick(garden.owner, places)
        share = canvas.pick(garden.share, places)
        tone = np.where(blossom >= 0, share, canvas.pick(depth, places))
        band = np.where(blossom >= 0, (blossom * 3 + 4) % len(BANDS), band)
        colours = np.stack([canvas.blend(scale, np.clip(tone, 0, 1)) for scale in BANDS])
        colours = colours[band, np.arange(len(places))]
        colours += 0.35 * (colours - colours.mean(axis=-1, keepdims=True))
        stray = rng.random(len(places)) < strays
        colours[stray] = _complement(colours[stray])
        colours = np.clip(colours * rng.uniform(0.88, 1.12, (len(places), 1)), 0, 255)
        for place, colour in zip(places, colours, strict=True):
            _touch(rng, pixels, place, colour, radius * unit * rng.uniform(0.6, 1.15))
    height = cv2.GaussianBlur(pixels[..., 3].astype(np.float32), (0, 0), 1.1 * unit)
    light = canvas.relief(height, 0.030)
    return canvas.finish(pixels[..., :3] * (0.55 + 0.45 * light)[..., None], size)


def _complement(colours: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The opposite hue at the same lightness."""
    grey = colours.mean(axis=-1, keepdims=True)
    return np.clip(grey - 0.9 * (colours - grey), 0, 255)


def _touch(
    rng: np.random.Generator,
    pixels: npt.NDArray[np.uint8],
    place: npt.NDArray[np.float64],
    colour: npt.NDArray[np.float64],
    radius: float,
) -> None:
    """A dab of the brush: darker and lower at its rim."""
    x, y = (int(value) for value in canvas.fixed(place))
    turn = float(rng.normal(20, 35))
    for grow, shade, height in ((1.0, 0.90, 130), (0.72, 1.0, 190)):
        axes = tuple(int(value) for value in canvas.fixed([radius * grow, 0.72 * radius * grow]))
        paint_colour = [*(colour * shade).tolist(), height]
        cv2.ellipse(
            pixels, (x, y), axes, turn, 0, 360, paint_colour, -1, cv2.LINE_AA, FRACTION_BITS
        )
