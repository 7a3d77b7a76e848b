"""The guided filter with a colour guide, its coefficients kept for a larger picture.

He, Sun, Tang, "Guided Image Filtering" (2013), equations 14 to 16 and, for the smaller picture
on which the coefficients are found, "Fast Guided Filter" (2015).
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

__all__ = ["Guide", "evaluate"]

Floats = NDArray[np.float32]


class Guide:
    """A picture (h, w, 3) float32 in 0..1 along whose edges masks are to run.

    Args:
        picture: the guide.
        radius: of the square windows, in pixels.
        softness: variance below which the picture counts as flat (epsilon of the paper).
    """

    def __init__(self, picture: Floats, radius: int, softness: float) -> None:
        self._picture = picture
        self._side = 2 * radius + 1
        self._mean = self._averaged(picture)
        self._inverse = self._inverse_covariance(softness)

    def coefficients(self, mask: Floats) -> Floats:
        """The filter for ``mask`` (h, w) float32: (h, w, 4), three slopes and an offset."""
        mean = self._averaged(mask)
        shared = self._averaged(self._picture * mask[..., None]) - self._mean * mean[..., None]
        slopes = np.einsum("...ij,...j->...i", self._inverse, shared, optimize=True)
        offset = mean - (slopes * self._mean).sum(axis=2)
        return self._averaged(np.concatenate([slopes, offset[..., None]], axis=2))

    def _inverse_covariance(self, softness: float) -> Floats:
        """For each window, (h, w, 3, 3): by cross products of the symmetric matrix's rows."""
        rows = []
        for i in range(3):
            products = self._picture * self._picture[..., i : i + 1]
            row = self._averaged(products) - self._mean * self._mean[..., i : i + 1]
            row[..., i] += softness
            rows.append(row)
        first, second, third = rows
        adjugate = np.stack(
            [np.cross(second, third), np.cross(third, first), np.cross(first, second)], axis=2
        )
        determinant = (first * adjugate[..., 0, :]).sum(axis=2)
        inverse: Floats = adjugate / determinant[..., None, None]
        return inverse

    def _averaged(self, values: Floats) -> Floats:
        import cv2

        return np.asarray(cv2.blur(values, (self._side, self._side)), np.float32)


def evaluate(coefficients: Floats, picture: Floats) -> Floats:
    """The filtered mask (h, w): slopes times picture plus offset. Both of one size."""
    slopes, offset = coefficients[..., :3], coefficients[..., 3]
    filtered: Floats = np.einsum("...i,...i->...", slopes, picture) + offset
    return filtered
