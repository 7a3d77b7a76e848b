"""What the painters share: smooth noise, palettes, light on relief, and the way to disk size.

All of them paint on a canvas of twice the wanted size; lengths are written for a canvas of
2048 pixels and multiplied by the canvas's `unit`.
"""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

DESIGN = 2048
FRACTION_BITS = 4


def smooth_noise(rng: np.random.Generator, side: int, scale: float, stretch: float = 1.0) -> Array:
    """Gaussian noise (side, side) with features of `scale` pixels, mean 0, deviation 1.

    `stretch` makes the features that many times longer sideways. It is drawn on a grid as coarse
    as the features and enlarged, so that the same seed gives the same forms at any size.
    """
    rows = max(4, round(side / scale))
    columns = max(4, round(side / (scale * stretch)))
    noise = rng.standard_normal((rows, columns)).astype(np.float32)
    noise = cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
    return (noise - noise.mean()) / (noise.std() + 1e-6)


def grid(side: int) -> tuple[Array, Array]:
    """x and y of every pixel, from 0 to 1."""
    axis = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(axis, axis)
    return x, y


def blend(palette: npt.ArrayLike, tone: npt.ArrayLike) -> Points:
    """The palette's colour at each tone: 0 is its first colour, 1 its last."""
    colours = np.asarray(palette, np.float64)
    stops = np.linspace(0, 1, len(colours))
    return np.stack([np.interp(tone, stops, colours[:, band]) for band in range(3)], axis=-1)


def fixed(points: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """Points as OpenCV's fixed-point integers, for drawing with `FRACTION_BITS`."""
    return np.round(np.asarray(points) * (1 << FRACTION_BITS)).astype(np.int32)


def relief(height: Array, strength: float) -> Array:
    """Light from the upper left on a height map: about 1 on flat ground."""
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    return 1 + np.tanh((across + down) * strength)


def finish(canvas: Array, size: int) -> npt.NDArray[np.uint8]:
    """A float canvas (0 … 255) brought down to (size, size, 3) bytes."""
    small = cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA)
    return np.clip(small + 0.5, 0, 255).astype(np.uint8)
