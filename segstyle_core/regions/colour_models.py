"""Which segment a pixel looks like: the colours that each segment has around each place."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box
from segstyle_core.regions.tiles import footprint, stretched

__all__ = ["ColourModels"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

NOISE = 2e-4
FARTHEST = 40.0
CLEAREST = 8.0
UNKNOWN = -30.0
LEAST_KNOWN = 1e-3
MOST_RELIABLE = 0.999
PAIRS = ((0, 0), (1, 0), (1, 1), (2, 0), (2, 1), (2, 2))


class ColourModels:
    """A normal distribution of colour for each segment around each cell of a grid.

    Its moments are means over the samples of the segment, weighted by how sure their labels
    are and by their distance from the cell (a normal window).

    Args:
        samples: float32 (h, w, 3) in 0..1: pixels of the picture, not means of several.
        numbers: (h, w), which of ``count`` segments each belongs to, from 0.
        weights: float32 (h, w), how sure that is.
        count: of segments.
        grid: rows and columns of cells.
        reach: the window's standard deviation, in cells.
    """

    def __init__(
        self,
        samples: Floats,
        numbers: Numbers,
        weights: Floats,
        count: int,
        grid: tuple[int, int],
        reach: float,
    ) -> None:
        self._grid = grid
        self._reach = reach
        self._places = _cells(numbers.shape, grid) * count + numbers
        self._weights = weights
        self._count = count
        self._models = self._fitted(samples)

    def rely(self, own: Floats) -> None:
        """Measure how far the models are to be relied on, from 0 to 1.

        It is ``sum(w q²) / sum(w q)`` over a segment's samples: of those that look like it, how
        clearly they do.

        Args:
            own: float32 (h, w), by its colour, how probably each sample belongs to its segment.
        """
        clear = self._gathered(own * own) / np.maximum(self._gathered(own), 1e-9)
        self._models[:, 2, ..., 2] = np.minimum(clear, MOST_RELIABLE)

    def looks(
        self, picture: Floats, tile: Box, whole: tuple[int, int], present: list[int]
    ) -> tuple[Floats, Floats]:
        """How probably each pixel belongs to each segment by its colour, and how reliable that is.

        Args:
            picture: float32 (h, w, 3) in 0..1, the tile's pixels.
            tile: where they lie.
            whole: rows and columns of the picture that the tile is of.
            present: the segments that come into question.

        Returns:
            Both (n, h, w).
        """
        place = footprint(tile, whole, self._grid, 1)
        likely, reliable = [], []
        for number in present:
            parts = [
                stretched(np.ascontiguousarray(part[place.slices]), place, tile, whole, self._grid)
                for part in self._models[number]
            ]
            likely.append(_likelihood(picture, *parts))
            reliable.append(parts[2][..., 2])
        ahead = np.stack(likely)
        ahead = np.exp(np.maximum(ahead - ahead.max(axis=0), -CLEAREST))
        return ahead / ahead.sum(axis=0), np.stack(reliable)

    def _fitted(self, samples: Floats) -> Floats:
        """The models (n, 3, gh, gw, 4), as ``_likelihood`` reads them."""
        known = self._gathered(np.ones_like(self._weights))
        norm = np.maximum(known, 1e-9)
        mean = np.stack([self._gathered(samples[..., i]) / norm for i in range(3)], axis=-1)
        covariance = np.zeros((*mean.shape, 3))
        for i, j in PAIRS:
            product = self._gathered(samples[..., i] * samples[..., j]) / norm
            covariance[..., i, j] = product - mean[..., i] * mean[..., j]
            covariance[..., j, i] = covariance[..., i, j]
        factor = np.linalg.inv(np.linalg.cholesky(covariance + NOISE * np.eye(3)))
        models = np.zeros((*known.shape, 12), np.float32)
        for place, (i, j) in enumerate(PAIRS):
            models[..., place] = factor[..., i, j]
        models[..., 6:9] = -np.einsum("...ij,...j->...i", factor, mean)
        models[..., 9] = np.log(np.diagonal(factor, axis1=-2, axis2=-1)).sum(axis=-1)
        models[..., 9] += np.where(known < LEAST_KNOWN, UNKNOWN, 0.0)
        return np.moveaxis(models.reshape(*known.shape, 3, 4), 3, 1).copy()

    def _gathered(self, values: Floats) -> NDArray[np.float64]:
        """Weighted sums over each segment's samples in each cell's window, (n, gh, gw)."""
        import cv2

        size = self._grid[0] * self._grid[1] * self._count
        sums = np.bincount(self._places.ravel(), (values * self._weights).ravel(), size)
        planes = np.moveaxis(sums.reshape(*self._grid, self._count), 2, 0)
        return np.stack(
            [cv2.GaussianBlur(np.ascontiguousarray(p), (0, 0), self._reach) for p in planes]
        )


def _cells(shape: tuple[int, ...], grid: tuple[int, int]) -> Numbers:
    """The number of the cell in which each sample (h, w) lies."""
    rows = np.arange(shape[0]) * grid[0] // shape[0]
    columns = np.arange(shape[1]) * grid[1] // shape[1]
    return rows[:, None] * grid[1] + columns


def _likelihood(picture: Floats, first: Floats, second: Floats, third: Floats) -> Floats:
    """The logarithm of a normal density (h, w), but for a constant: ``log det L - |L x + o|² / 2``.

    Args:
        picture: (h, w, 3), the colours x.
        first, second, third: (h, w, 4), of each pixel's model the rows of the lower triangle L,
            the inverse of the covariance's Cholesky factor; then o = -L mean; then log det L.
    """
    red, green, blue = np.moveaxis(picture, 2, 0)
    x = first[..., 0] * red + second[..., 2]
    y = first[..., 1] * red + first[..., 2] * green + second[..., 3]
    z = first[..., 3] * red + second[..., 0] * green + second[..., 1] * blue + third[..., 0]
    away = np.minimum(x * x + y * y + z * z, np.float32(FARTHEST))
    likelihood: Floats = third[..., 1] - away / 2
    return likelihood
