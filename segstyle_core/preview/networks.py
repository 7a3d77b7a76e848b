"""The two networks of Ghiasi et al. (2017), "Exploring the structure of a real-time, arbitrary
neural artistic stylization network": a style picture into a vector, a photo by it into a painting.
"""

from __future__ import annotations

from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Bytes, RgbImage, resize
from segstyle_core.inference import session

__all__ = ["STRIDE", "Vector", "paint", "predict"]

Vector: TypeAlias = NDArray[np.float32]
"""(100,), what a picture looks like to the painting network."""

STYLE_SIDE = 256
STRIDE = 4
"""The painting network's sides are multiples of it."""


def predict(style: RgbImage, weights: Path) -> Vector:
    """The vector of a style picture (h, w, 3): of the largest square in its middle."""
    square = resize(_middle(style), STYLE_SIDE, STYLE_SIDE)
    (vector,) = session(weights).run(None, {"style": _batch(square)})
    return np.asarray(vector, np.float32).reshape(-1)


def paint(photo: RgbImage, guide: Bytes, vector: Vector, weights: Path) -> RgbImage:
    """The photo painted in a style, (H, W, 3).

    Args:
        photo: (H, W, 3).
        guide: (H, W), not all 0: where the painting is to have the style's statistics.
        vector: (100,).
        weights: the painting network's file.
    """
    height, width = photo.shape[:2]
    beyond = ((0, -height % STRIDE), (0, -width % STRIDE))
    given = {
        "photo": _batch(np.pad(photo, (*beyond, (0, 0)), mode="symmetric")),
        "guide": np.pad(guide, beyond, mode="symmetric").astype(np.float32)[None, None] / 255.0,
        "style": vector.reshape(1, 1, 1, -1),
    }
    (painted,) = session(weights).run(None, given)
    pixels = (np.clip(painted[0, :height, :width], 0.0, 1.0) * 255.0 + 0.5).astype(np.uint8)
    return np.ascontiguousarray(pixels)


def _batch(pixels: RgbImage) -> NDArray[np.float32]:
    """(H, W, 3) uint8 to (1, H, W, 3) in 0..1."""
    return np.ascontiguousarray(pixels[None]).astype(np.float32) / np.float32(255.0)


def _middle(pixels: RgbImage) -> RgbImage:
    height, width = pixels.shape[:2]
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    return pixels[top : top + side, left : left + side]
