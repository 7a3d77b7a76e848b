"""From a small segment map to coverages of the picture's size that follow its edges."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, Bytes, RgbImage, fit_area
from segstyle_core.progress import Part, Progress, check
from segstyle_core.regions.evidence import Evidence
from segstyle_core.regions.guided import Guide, evaluate
from segstyle_core.regions.prior import Prior
from segstyle_core.regions.segment_map import Region, SegmentMap
from segstyle_core.regions.specks import give_specks_away
from segstyle_core.regions.tiles import footprint, stretched, tiles

__all__ = ["SOFTNESS", "full_resolution"]

Floats = NDArray[np.float32]

WORKING_PIXELS = 1024 * 768
TILE = 512
RADIUS = 3
MARGIN = 10
FLAT = 1e-4
SOFTNESS = 0.75
HARDEST = 0.02
TOO_FINE, COARSE = 5.0, 7.0
"""Pixels of doubt about a border at which edges begin to be followed, and are followed wholly.
A border that is known to five pixels is rather led astray than led by the picture's edges."""


def full_resolution(
    segments: SegmentMap,
    image: RgbImage,
    progress: Progress,
    softness: float = SOFTNESS,
    doubt: float = 1.0,
) -> tuple[Region, ...]:
    """Carry a segment map to the picture's size, its borders drawn to the picture's edges.

    Tile by tile, and only where more than one segment is near, shares by place and by colour
    are found at a working size (``Evidence``); a guided filter's coefficients carry them to the
    full picture. Specks that come of it go to their surroundings.

    Args:
        segments: labels (h, w), not larger than the picture. What is nowhere goes to the nearest.
        image: uint8 (H, W, 3).
        progress: told how far it is; obeyed.
        softness: of the borders, 0 (hard) to 1.
        doubt: how many pixels of the map its borders may be off.

    Returns:
        A region for each segment, in the segments' order, none of them empty. At every pixel
        the coverages add up to 255.

    Raises:
        CancelledError: the user does not want to go on.
    """
    ids = [segment.id for segment in segments.segments]
    coverages = [np.zeros(image.shape[:2], np.uint8) for _ in ids]
    if len(ids) == 1:
        coverages[0][:] = 255
    else:
        segments = segments.everywhere()
        check(progress, 0.0, "Following the photo's edges")
        across = doubt * image.shape[1] / segments.labels.shape[1]
        led = float(np.clip((across - TOO_FINE) / (COARSE - TOO_FINE), 0.0, 1.0))
        drawing = _Drawing(image, Prior(_numbered(segments, ids), len(ids), doubt), led, softness)
        drawing.fill_all(coverages, Part(progress, 0.2, 0.9))
        give_specks_away(coverages)
        _keep_all(segments, ids, coverages)
    return tuple(
        Region(segment.name, coverage, segment.score)
        for segment, coverage in zip(segments.segments, coverages, strict=True)
    )


class _Drawing:
    """What is needed to draw the borders of a segment map into any tile of a picture."""

    def __init__(self, image: RgbImage, prior: Prior, led: float, softness: float) -> None:
        import cv2

        self._image = image
        self._whole = image.shape[0], image.shape[1]
        self._prior = prior
        self._led = led
        self._crispness = max(HARDEST, softness)
        if led > 0.0:
            self._evidence = Evidence(image, prior)
            size = fit_area(image.shape[1], image.shape[0], WORKING_PIXELS)
            self._small = cv2.resize(image, size, interpolation=cv2.INTER_AREA)

    def fill_all(self, coverages: list[Bytes], progress: Progress) -> None:
        """Write the coverages, tile by tile, as many at once as there are processors."""
        boxes = list(tiles(*self._whole, TILE))
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            try:
                for done, _ in enumerate(pool.map(partial(self._fill, coverages), boxes), 1):
                    check(progress, done / len(boxes), "Following the photo's edges")
            finally:
                pool.shutdown(cancel_futures=True)

    def _fill(self, coverages: list[Bytes], tile: Box) -> None:
        """Write one tile of every coverage."""
        present = self._prior.present(tile, self._whole)
        if len(present) == 1:
            coverages[present[0]][tile.slices] = 255
            return
        for number, part in zip(present, _bytes(self._shares(tile, present)), strict=True):
            if part.any():
                coverages[number][tile.slices] = part

    def _shares(self, tile: Box, present: list[int]) -> Floats:
        """Of each segment present (n, h, w), led by the picture's edges as far as is good."""
        if self._led == 1.0:
            return _sharpened(self._drawn(tile, present), self._crispness)
        plain = self._prior.plain(tile, self._whole, present)
        if self._led == 0.0:
            return _sharpened(plain, min(1.0, 2 * self._crispness))
        led = _sharpened(self._drawn(tile, present), self._crispness)
        return self._led * led + (1.0 - self._led) * plain

    def _drawn(self, tile: Box, present: list[int]) -> Floats:
        """A guided filter's coefficients, found at the working size, at work on the tile."""
        whole, small = self._whole, (self._small.shape[0], self._small.shape[1])
        place = footprint(tile, whole, small, MARGIN)
        near = self._small[place.slices].astype(np.float32) / 255.0
        guide = Guide(near, RADIUS, FLAT)
        picture = self._image[tile.slices].astype(np.float32) / 255.0
        shares = self._evidence.shares(near, place, small, present)
        planes = (guide.coefficients(share) for share in shares)
        return np.stack(
            [evaluate(stretched(plane, place, tile, whole, small), picture) for plane in planes]
        )


def _numbered(segments: SegmentMap, ids: list[int]) -> NDArray[np.intp]:
    """The place in ``ids`` of each pixel's label (h, w)."""
    order = np.argsort(ids)
    numbers: NDArray[np.intp] = order[np.searchsorted(np.sort(ids), segments.labels)]
    return numbers


def _sharpened(scores: Floats, crispness: float) -> Floats:
    """Shares (n, h, w) that add up to 1: all to the highest score unless others come near."""
    ahead = np.maximum(scores - (scores.max(axis=0) - crispness), 0.0)
    shares: Floats = ahead / ahead.sum(axis=0)
    return shares


def _bytes(shares: Floats) -> Bytes:
    """Shares (n, h, w) as uint8 that add up to 255: what rounding leaves goes to the largest."""
    parts = (shares * 255.0).astype(np.uint8)
    left = (255 - parts.sum(axis=0, dtype=np.int32)).astype(np.uint8)
    largest = shares.argmax(axis=0)[None]
    np.put_along_axis(parts, largest, np.take_along_axis(parts, largest, 0) + left, 0)
    return parts


def _keep_all(segments: SegmentMap, ids: list[int], coverages: list[Bytes]) -> None:
    """Give each segment that filtering has swallowed its own pixels back, hard-edged."""
    import cv2

    height, width = coverages[0].shape
    while any(coverage.max() < 128 for coverage in coverages):
        swallowed = next(i for i, coverage in enumerate(coverages) if coverage.max() < 128)
        own = (segments.labels == ids[swallowed]).astype(np.uint8)
        mask = cv2.resize(own, (width, height), interpolation=cv2.INTER_NEAREST_EXACT) > 0
        for coverage in coverages:
            coverage[mask] = 0
        coverages[swallowed][mask] = 255
