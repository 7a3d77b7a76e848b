"""From a small segment map to coverages of the picture's size that follow its edges."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, Bytes, RgbImage, fit_area
from segstyle_core.progress import Progress, check
from segstyle_core.regions.guided import Guide, evaluate
from segstyle_core.regions.segment_map import Region, SegmentMap
from segstyle_core.regions.specks import give_specks_away

__all__ = ["SOFTNESS", "full_resolution"]

Floats = NDArray[np.float32]

WORKING_PIXELS = 512 * 384
TILE = 256
RADII = (12, 6, 3)
LEAST_RADIUS = 2
RADIUS_OF_GRAIN = 3.0
FLAT = 1e-5
SOFTNESS = 0.75
HARDEST = 0.02
TOO_FINE, COARSE = 4.5, 6.5
"""Pixels of doubt about a border at which edges begin to be followed, and are followed wholly.
A border that is known to four pixels is rather led astray than led by the picture's edges."""


def full_resolution(
    segments: SegmentMap,
    image: RgbImage,
    progress: Progress,
    softness: float = SOFTNESS,
    doubt: float = 1.0,
) -> tuple[Region, ...]:
    """Carry a segment map to the picture's size, its borders drawn to the picture's edges.

    Guided filters of shrinking radius, each followed by a sharpening, move the borders at a
    working size; the last one's coefficients are then evaluated on the full picture, tile by
    tile, and only where more than one segment is near. Specks that come of it go to their
    surroundings.

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
        drawing = _Drawing(segments, ids, image, softness, doubt)
        check(progress, 0.4, "Following the photo's edges")
        tiles = list(_tiles(*image.shape[:2]))
        for number, tile in enumerate(tiles):
            drawing.fill(tile, coverages)
            if number % 16 == 0:
                check(progress, 0.4 + 0.5 * number / len(tiles), "Following the photo's edges")
        check(progress, 0.9, "Following the photo's edges")
        give_specks_away(coverages)
        _keep_all(segments, ids, coverages)
    return tuple(
        Region(segment.name, coverage, segment.score)
        for segment, coverage in zip(segments.segments, coverages, strict=True)
    )


class _Drawing:
    """What is needed to draw the borders of a segment map into any tile of a picture."""

    def __init__(
        self,
        segments: SegmentMap,
        ids: list[int],
        image: RgbImage,
        softness: float,
        doubt: float,
    ) -> None:
        self._image = image
        self._crispness = max(HARDEST, softness)
        self._plain = [(segments.labels == id).astype(np.float32) for id in ids]
        across = image.shape[1] / segments.labels.shape[1]
        self._led = float(np.clip((across * doubt - TOO_FINE) / (COARSE - TOO_FINE), 0.0, 1.0))
        self._planes = self._coefficients(doubt)
        self._near = [self._reached(plain) for plain in self._plain]

    def fill(self, tile: Box, coverages: list[Bytes]) -> None:
        """Write one tile of every coverage."""
        window = _window(tile, self._image.shape, self._planes[0].shape)
        present = [i for i, near in enumerate(self._near) if near[window.slices].any()]
        if len(present) == 1:
            coverages[present[0]][tile.slices] = 255
            return
        shares = self._shares(tile, present)
        for i, part in zip(present, _bytes(shares), strict=True):
            coverages[i][tile.slices] = part

    def _shares(self, tile: Box, present: list[int]) -> Floats:
        """Of each segment present (n, h, w), led by the picture's edges as far as is good."""
        plain = np.stack([self._enlarged(self._plain[i], tile) for i in present])
        plain /= np.maximum(plain.sum(axis=0), 1e-6)
        if self._led == 0.0:
            return _sharpened(plain, min(1.0, 2 * self._crispness))
        picture = self._image[tile.slices].astype(np.float32) / 255.0
        scores = np.stack(
            [evaluate(self._enlarged(self._planes[i], tile), picture) for i in present]
        )
        led = _sharpened(scores, self._crispness)
        return led if self._led == 1.0 else self._led * led + (1.0 - self._led) * plain

    def _coefficients(self, doubt: float) -> list[Floats]:
        """The last filter's coefficients (h, w, 4) for each segment, at the working size."""
        import cv2

        width, height = fit_area(self._image.shape[1], self._image.shape[0], WORKING_PIXELS)
        small = cv2.resize(self._image, (width, height), interpolation=cv2.INTER_AREA)
        guide = small.astype(np.float32) / 255.0
        grain = doubt * width / self._plain[0].shape[1]
        shares = np.stack([cv2.resize(plain, (width, height)) for plain in self._plain])
        shares /= shares.sum(axis=0)
        planes: list[Floats] = []
        for radius in RADII:
            narrowed = round(RADIUS_OF_GRAIN * grain * radius / RADII[0])
            filtering = Guide(guide, min(radius, max(LEAST_RADIUS, narrowed)), FLAT)
            planes = [filtering.coefficients(share) for share in shares]
            scores = np.stack([evaluate(plane, guide) for plane in planes])
            shares = _sharpened(scores, self._crispness)
        return planes

    def _reached(self, plain: Floats) -> Bytes:
        """Where, at the working size, a segment can have a share after filtering."""
        import cv2

        height, width = self._planes[0].shape[:2]
        reach = 2 * sum(RADII) + 1
        small = (cv2.resize(plain, (width, height)) > 0).astype(np.uint8)
        return np.asarray(cv2.dilate(small, np.ones((reach, reach), np.uint8)))

    def _enlarged(self, plane: Floats, tile: Box) -> Floats:
        """A plane (h, w, …) of the whole picture at each pixel of a tile, interpolated."""
        import cv2

        window = _window(tile, self._image.shape, plane.shape)
        across, down = _scale(self._image.shape, plane.shape)
        shift_x = (tile.x + 0.5) * across - 0.5 - window.x
        shift_y = (tile.y + 0.5) * down - 0.5 - window.y
        enlarged = cv2.warpAffine(
            plane[window.slices],
            np.array([[across, 0.0, shift_x], [0.0, down, shift_y]]),
            (tile.width, tile.height),
            flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
            borderMode=cv2.BORDER_REPLICATE,
        )
        return np.asarray(enlarged, np.float32)


def _sharpened(scores: Floats, crispness: float) -> Floats:
    """Shares (n, h, w) that add up to 1: all to the highest score unless others come near."""
    ahead = np.maximum(scores - (scores.max(axis=0) - crispness), 0.0)
    shares: Floats = ahead / ahead.sum(axis=0)
    return shares


def _tiles(height: int, width: int) -> Iterator[Box]:
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            yield Box(left, top, min(TILE, width - left), min(TILE, height - top))


def _scale(image: tuple[int, ...], plane: tuple[int, ...]) -> tuple[float, float]:
    return plane[1] / image[1], plane[0] / image[0]


def _window(tile: Box, image: tuple[int, ...], plane: tuple[int, ...]) -> Box:
    """The plane's pixels that a tile draws from, with a border to interpolate across."""
    across, down = _scale(image, plane)
    left = max(0, int(tile.x * across) - 2)
    top = max(0, int(tile.y * down) - 2)
    right = min(plane[1], int((tile.x + tile.width) * across) + 3)
    bottom = min(plane[0], int((tile.y + tile.height) * down) + 3)
    return Box(left, top, right - left, bottom - top)


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
