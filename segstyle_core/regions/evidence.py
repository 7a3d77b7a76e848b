"""What a picture's colours say about where its segments' borders run."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, RgbImage, fit_area
from segstyle_core.regions.colour_models import ColourModels
from segstyle_core.regions.prior import LEAST_SURE, Prior
from segstyle_core.regions.tiles import tiles

__all__ = ["Evidence"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

SAMPLES = 512 * 384
CELLS = 128 * 96
FIRST_REACH, NEARER_REACHES = 8.0, (4.0, 2.0)
TILE = 64


class Evidence:
    """Shares of pixels by place and by colour.

    Colours are learned from the map's own inside; then again, from nearer by, from what these
    models and the map together find (two rounds, as in expectation and maximisation).

    Args:
        image: uint8 (H, W, 3).
        prior: what the map says.
    """

    def __init__(self, image: RgbImage, prior: Prior) -> None:
        import cv2

        self._prior = prior
        height, width = image.shape[:2]
        size = fit_area(width, height, SAMPLES)
        columns, rows = fit_area(width, height, CELLS)
        picked = cv2.resize(image, size, interpolation=cv2.INTER_NEAREST)
        samples = picked.astype(np.float32) / 255.0
        own = cv2.resize(prior.numbers.astype(np.int32), size, interpolation=cv2.INTER_NEAREST)
        numbers: Numbers = own.astype(np.intp)
        weights: Floats = np.asarray(cv2.resize(prior.sureness(), size), np.float32)
        self._grid = rows, columns
        self._learn(samples, numbers, weights, FIRST_REACH)
        for reach in NEARER_REACHES:
            self._learn(samples, *self._found(samples), reach)

    def shares(
        self, picture: Floats, tile: Box, whole: tuple[int, int], present: list[int]
    ) -> Floats:
        """Shares (n, h, w) of a tile's pixels.

        With p_k the share by place, q_k the probability by colour and a_k how reliable that is,
        they are proportional to ``p_k (a_k q_k + (1 - a_k) (1 - q_k) / (n - 1))``.

        Args:
            picture: float32 (h, w, 3) in 0..1, the tile's pixels.
            tile: where they lie.
            whole: rows and columns of the picture that the tile is of.
            present: the segments that come into question, at least two.
        """
        looks, reliable = self._models.looks(picture, tile, whole, present)
        others = (1.0 - reliable) * (1.0 - looks) / (len(present) - 1)
        found = self._prior.shares(tile, whole, present) * (reliable * looks + others)
        shares: Floats = found / found.sum(axis=0)
        return shares

    def _learn(self, samples: Floats, numbers: Numbers, weights: Floats, reach: float) -> None:
        count = self._prior.count
        self._models = ColourModels(samples, numbers, weights, count, self._grid, reach)
        self._models.rely(self._own(samples, numbers))

    def _own(self, samples: Floats, numbers: Numbers) -> Floats:
        """By colour, how probably each sample (h, w) belongs to the segment that it has."""
        own = np.ones(numbers.shape, np.float32)
        whole = numbers.shape[0], numbers.shape[1]
        for tile in tiles(*whole, TILE):
            present = self._prior.present(tile, whole)
            looks, _ = self._models.looks(samples[tile.slices], tile, whole, present)
            place = np.searchsorted(present, numbers[tile.slices])
            own[tile.slices] = np.take_along_axis(looks, place[None], 0)[0]
        return own

    def _found(self, samples: Floats) -> tuple[Numbers, Floats]:
        """The segment of each sample (h, w) by all that is known, and how sure that is."""
        whole = samples.shape[0], samples.shape[1]
        numbers, weights = np.zeros(whole, np.intp), np.ones(whole, np.float32)
        for tile in tiles(*whole, TILE):
            present = self._prior.present(tile, whole)
            if len(present) == 1:
                numbers[tile.slices] = present[0]
                continue
            shares = self.shares(samples[tile.slices], tile, whole, present)
            numbers[tile.slices] = np.array(present)[shares.argmax(axis=0)]
            weights[tile.slices] = np.maximum(2 * shares.max(axis=0) - 1, LEAST_SURE)
        return numbers, weights
