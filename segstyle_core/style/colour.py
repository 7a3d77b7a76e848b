"""Keeping the photo's colours (Gatys et al. 2016, "Preserving Color in Neural Artistic Style
Transfer")."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage

__all__ = ["grey", "recoloured", "with_colours_of"]

LUMA = np.array([0.299, 0.587, 0.114], np.float32)
LEAST_VARIANCE = 1.0


def grey(pixels: RgbImage) -> RgbImage:
    """The luminance alone, (H, W, 3) with three equal channels."""
    light = (pixels.astype(np.float32) @ LUMA + 0.5).astype(np.uint8)
    return np.repeat(light[..., None], 3, axis=2)


def with_colours_of(painting: RgbImage, photo: RgbImage) -> RgbImage:
    """The painting's luminance with the photo's chrominance; both (H, W, 3), of one size."""
    result = np.empty_like(photo)
    for top in range(0, len(photo), 512):
        rows = slice(top, top + 512)
        under, over = photo[rows].astype(np.float32), painting[rows].astype(np.float32)
        shifted = under + ((over - under) @ LUMA)[..., None]
        result[rows] = np.clip(shifted + 0.5, 0, 255).astype(np.uint8)
    return result


def recoloured(style: RgbImage, photo: RgbImage, cover: NDArray[np.uint8]) -> RgbImage:
    """The style picture (h, w, 3) with mean and covariance of the photo's colours.

    x' = A (x − μ_style) + μ_photo with A = Σ_photo^½ Σ_style^-½, the symmetric roots.

    Args:
        style: the style picture.
        photo: (H, W, 3).
        cover: (H, W), how much each pixel of the photo counts; not all 0.
    """
    wanted_mean, wanted = _moments(photo, cover)
    mean, spread = _moments(style, np.full(style.shape[:2], 255, np.uint8))
    matrix = _power(wanted, 0.5) @ _power(spread, -0.5)
    moved = (style.reshape(-1, 3).astype(np.float64) - mean) @ matrix.T + wanted_mean
    return np.clip(moved + 0.5, 0, 255).astype(np.uint8).reshape(style.shape)


def _moments(
    pixels: RgbImage, cover: NDArray[np.uint8]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    rows = pixels.reshape(-1, 3).astype(np.float64)
    share = cover.ravel() / cover.sum(dtype=np.float64)
    mean = share @ rows
    return mean, ((rows - mean) * share[:, None]).T @ (rows - mean) + LEAST_VARIANCE * np.eye(3)


def _power(matrix: NDArray[np.float64], exponent: float) -> NDArray[np.float64]:
    values, vectors = np.linalg.eigh(matrix)
    result: NDArray[np.float64] = (vectors * values**exponent) @ vectors.T
    return result
