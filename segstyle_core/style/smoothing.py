"""Smoothing a painted picture where regions meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Bytes, RgbImage

__all__ = ["border_weight", "smoothed"]

WIDTH = 1.2
STRENGTH = 0.4
ROUNDS = 40


def border_weight(covers: Sequence[Bytes]) -> NDArray[np.float32]:
    """How near a pixel is to a border of the coverages (H, W): float32 (H, W), 0..1.

    The coverages' edges, blurred by a Gaussian of WIDTH pixels; 1 where it is highest.
    """
    from scipy.ndimage import gaussian_filter

    edges = np.zeros(covers[0].shape, np.float32)
    for cover in covers:
        down, right = np.gradient(cover.astype(np.float32) / 255.0)
        edges = np.maximum(edges, np.hypot(down, right))
    blurred = gaussian_filter(edges, WIDTH)
    return np.asarray(blurred / max(float(blurred.max()), 1e-6), np.float32)


def smoothed(picture: RgbImage, covers: Sequence[Bytes]) -> RgbImage:
    """The picture (H, W, 3) with less variation along the borders of the coverages (H, W).

    Minimises |x − picture|² + STRENGTH Σ w |∇x|², w being ``border_weight``, by gradient
    descent; far from every border nothing changes.
    """
    weight = border_weight(covers)[..., None]
    right = np.minimum(weight[:, 1:], weight[:, :-1]) * STRENGTH
    down = np.minimum(weight[1:], weight[:-1]) * STRENGTH
    target = picture.astype(np.float32)
    x = target.copy()
    for _ in range(ROUNDS):
        gradient = x - target
        across, along = right * np.diff(x, axis=1), down * np.diff(x, axis=0)
        gradient[:, 1:] += across
        gradient[:, :-1] -= across
        gradient[1:] += along
        gradient[:-1] -= along
        x -= gradient / (1.0 + 8.0 * STRENGTH)
    result: RgbImage = np.clip(x + 0.5, 0, 255).astype(np.uint8)
    return result
