"""From a small segment map to coverages of the picture's size that follow its edges."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, Bytes, RgbImage, fit_area
from segstyle_core.progress import Progress, check
from segstyle_core.regions.guided import Guide, evaluate
from segstyle_core.regions.segment_map import NOWHERE, Region, SegmentMap

__all__ = ["full_resolution"]

Floats = NDArray[np.float32]

WORKING_PIXELS = 512 * 384
TILE = 256
RADII = (12, 6, 3)
SOFTNESS = 1e-4
CRISPNESS = 0.35


def full_resolution(
    segments: SegmentMap, image: RgbImage, progress: Progress
) -> tuple[Region, ...]:
    """Carry a segment map to the picture's size, its borders drawn to the picture's edges.

    Guided filters of shrinking radius, each followed by a sharpening, move the borders at a
    working size; the last one's coefficients are then evaluated on the full picture, tile by
    tile, and only where more than one segment is near.

    Args:
        segments: labels (h, w), not larger than the picture. What is nowhere goes to the nearest.
        image: uint8 (H, W, 3).
        progress: told how far it is; obeyed.

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
        segments = _everywhere(segments)
        check(progress, 0.0, "Following the photo's edges")
        planes = _coefficients(segments, ids, image)
        check(progress, 0.4, "Following the photo's edges")
        near = [_near(segments.labels == id, planes[0].shape[:2]) for id in ids]
        tiles = list(_tiles(*image.shape[:2]))
        for number, tile in enumerate(tiles):
            _fill(tile, image, planes, near, coverages)
            if number % 16 == 0:
                check(progress, 0.4 + 0.6 * number / len(tiles), "Following the photo's edges")
        _keep_all(segments, ids, coverages)
    return tuple(
        Region(segment.name, coverage, segment.score)
        for segment, coverage in zip(segments.segments, coverages, strict=True)
    )


def _everywhere(segments: SegmentMap) -> SegmentMap:
    """The same with each pixel that is nowhere given to the nearest segment."""
    nowhere = segments.labels == NOWHERE
    if not nowhere.any():
        return segments
    from scipy.ndimage import distance_transform_edt

    nearest = distance_transform_edt(nowhere, return_distances=False, return_indices=True)
    return replace(segments, labels=segments.labels[tuple(nearest)])


def _coefficients(segments: SegmentMap, ids: list[int], image: RgbImage) -> list[Floats]:
    """The last filter's coefficients (h, w, 4) for each segment, at the working size."""
    import cv2

    size = fit_area(image.shape[1], image.shape[0], WORKING_PIXELS)
    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    shares = np.stack([_resized(segments.labels == id, size) for id in ids])
    shares /= shares.sum(axis=0)
    planes: list[Floats] = []
    for radius in RADII:
        guide = Guide(small, radius, SOFTNESS)
        planes = [guide.coefficients(share) for share in shares]
        shares = _sharpened(np.stack([evaluate(plane, small) for plane in planes]))
    return planes


def _resized(mask: NDArray[np.bool_], size: tuple[int, int]) -> Floats:
    import cv2

    return np.asarray(cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR))


def _sharpened(scores: Floats) -> Floats:
    """Shares (n, h, w) that add up to 1: all to the highest score unless others come near."""
    ahead = np.maximum(scores - (scores.max(axis=0) - CRISPNESS), 0.0)
    shares: Floats = ahead / ahead.sum(axis=0)
    return shares


def _near(mask: NDArray[np.bool_], shape: tuple[int, ...]) -> Bytes:
    """Where, at the working size, a segment can have a share after filtering."""
    import cv2

    reach = 2 * sum(RADII) + 1
    small = _resized(mask, (shape[1], shape[0])) > 0
    return np.asarray(cv2.dilate(small.astype(np.uint8), np.ones((reach, reach), np.uint8)))


def _tiles(height: int, width: int) -> Iterator[Box]:
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            yield Box(left, top, min(TILE, width - left), min(TILE, height - top))


def _fill(
    tile: Box,
    image: RgbImage,
    planes: list[Floats],
    near: list[Bytes],
    coverages: list[Bytes],
) -> None:
    """Write one tile of every coverage."""
    scale = planes[0].shape[1] / image.shape[1], planes[0].shape[0] / image.shape[0]
    window = _window(tile, scale, planes[0].shape[:2])
    present = [i for i, reach in enumerate(near) if reach[window.slices].any()]
    if len(present) == 1:
        coverages[present[0]][tile.slices] = 255
        return
    picture = image[tile.slices].astype(np.float32) / 255.0
    scores = [
        evaluate(_enlarged(planes[i][window.slices], window, tile, scale), picture) for i in present
    ]
    for i, part in zip(present, _bytes(_sharpened(np.stack(scores))), strict=True):
        coverages[i][tile.slices] = part


def _window(tile: Box, scale: tuple[float, float], shape: tuple[int, ...]) -> Box:
    """The working pixels that a tile draws from, with a border to interpolate across."""
    left = max(0, int(tile.x * scale[0]) - 2)
    top = max(0, int(tile.y * scale[1]) - 2)
    right = min(shape[1], int((tile.x + tile.width) * scale[0]) + 3)
    bottom = min(shape[0], int((tile.y + tile.height) * scale[1]) + 3)
    return Box(left, top, right - left, bottom - top)


def _enlarged(plane: Floats, window: Box, tile: Box, scale: tuple[float, float]) -> Floats:
    """Coefficients for each pixel of the tile, interpolated between the window's."""
    import cv2

    shift_x = (tile.x + 0.5) * scale[0] - 0.5 - window.x
    shift_y = (tile.y + 0.5) * scale[1] - 0.5 - window.y
    to_window = np.array([[scale[0], 0.0, shift_x], [0.0, scale[1], shift_y]])
    enlarged = cv2.warpAffine(
        plane,
        to_window,
        (tile.width, tile.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(enlarged, np.float32)


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
