"""What a segment map says about the pixels of a larger picture, before one looks at them."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box
from segstyle_core.regions.tiles import footprint, stretched

__all__ = ["Prior"]

Floats = NDArray[np.float32]
Numbers = NDArray[np.intp]

GRAIN = 0.45
SHARPNESS = 4.0
STRAY = 0.02
STRAY_REACH = 5.0
FARTHEST = 2.5
SURE_AT = 1.5
LEAST_SURE = 0.02
MASKS_KEPT = 128


class Prior:
    """Shares of pixels by place alone.

    Args:
        numbers: (h, w), which of ``count`` segments a pixel of the map belongs to, from 0.
        count: of segments.
        doubt: how many pixels of the map its borders may be off, 1 at least.
    """

    def __init__(self, numbers: Numbers, count: int, doubt: float) -> None:
        self.numbers = numbers
        self.count = count
        self._blur = GRAIN * (doubt**2 - 1.0) ** 0.5
        self._stray = STRAY_REACH * doubt
        self._sure_at = SURE_AT * doubt
        self._masks = lru_cache(MASKS_KEPT)(self._mask)

    def present(self, tile: Box, whole: tuple[int, int]) -> list[int]:
        """The segments that may have a share in a tile of a picture (H, W) of any size."""
        reach = int(FARTHEST * self._stray) + 1
        place = footprint(tile, whole, self.numbers.shape, reach)
        found = np.flatnonzero(np.bincount(self.numbers[place.slices].ravel()))
        return [int(number) for number in found]

    def plain(self, tile: Box, whole: tuple[int, int], present: list[int]) -> Floats:
        """Shares (n, h, w) by nothing but bilinear enlargement."""
        return _normalised(self._spread(tile, whole, present, 0.0))

    def shares(self, tile: Box, whole: tuple[int, int], present: list[int]) -> Floats:
        """Shares (n, h, w) that leave room for what the map is too coarse to show.

        They are ``0.98 p^4 + 0.02 s``, p^4 normalised again: p is the map enlarged, blurred as
        far as it is in doubt, and s the same blurred much more, for strands far from where they
        grow.
        """
        near = self._spread(tile, whole, present, self._blur)
        far = self._spread(tile, whole, present, self._stray)
        sharp = _normalised(_normalised(near) ** SHARPNESS)
        return _normalised((1.0 - STRAY) * sharp + STRAY * far)

    def sureness(self) -> Floats:
        """How sure the map is of each of its pixels (h, w), 0..1: less near borders."""
        import cv2

        inner = np.ones(self.numbers.shape, np.uint8)
        inner[:, 1:] &= self.numbers[:, 1:] == self.numbers[:, :-1]
        inner[1:] &= self.numbers[1:] == self.numbers[:-1]
        inner[:, :-1] &= inner[:, 1:]
        inner[:-1] &= inner[1:]
        distance = cv2.distanceTransform(inner, cv2.DIST_L2, 3)
        return np.asarray(np.clip(distance / self._sure_at, LEAST_SURE, 1.0), np.float32)

    def _spread(self, tile: Box, whole: tuple[int, int], present: list[int], blur: float) -> Floats:
        """Each segment's mask (n, h, w) in 0..1, blurred by so many pixels of the map."""
        place = footprint(tile, whole, self.numbers.shape, 2)
        parts = (self._masks(number, blur)[place.slices] for number in present)
        return np.stack([stretched(p, place, tile, whole, self.numbers.shape) for p in parts])

    def _mask(self, number: int, blur: float) -> Floats:
        import cv2

        mask = (self.numbers == number).astype(np.float32)
        if blur > 0.0:
            mask = cv2.GaussianBlur(mask, (0, 0), blur, borderType=cv2.BORDER_REPLICATE)
        return np.asarray(mask, np.float32)


def _normalised(shares: Floats) -> Floats:
    total: Floats = shares / np.maximum(shares.sum(axis=0), np.float32(1e-6))
    return total
