"""Tiles of a picture, and what smaller planes say about them."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box

__all__ = ["footprint", "occupied", "stretched", "tiles"]

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]


def tiles(height: int, width: int, side: int) -> Iterator[Box]:
    """Boxes of at most ``side`` pixels that cover a picture, row by row."""
    for top in range(0, height, side):
        for left in range(0, width, side):
            yield Box(left, top, min(side, width - left), min(side, height - top))


def occupied(coverage: Bytes, side: int) -> Iterator[Box]:
    """Boxes outside of which a coverage (H, W) is 0, from the top, then from the left.

    Each is a run of neighbouring tiles of ``side`` pixels that hold something.
    """
    height, width = coverage.shape
    for top in range(0, height, side):
        strip = coverage[top : top + side]
        full = np.logical_or.reduceat(strip.any(axis=0), np.arange(0, width, side))
        ends = np.flatnonzero(np.diff(full, prepend=False, append=False)) * side
        for left, right in ends.reshape(-1, 2):
            yield Box(int(left), top, int(min(right, width) - left), len(strip))


def footprint(tile: Box, whole: tuple[int, ...], plane: tuple[int, ...], margin: int) -> Box:
    """Where a tile of a picture (H, W) lies on a plane (h, w) of it, and a margin around."""
    across, down = plane[1] / whole[1], plane[0] / whole[0]
    left, top = int(tile.x * across), int(tile.y * down)
    right = int(np.ceil((tile.x + tile.width) * across))
    bottom = int(np.ceil((tile.y + tile.height) * down))
    return Box(left, top, right - left, bottom - top).grown(margin, plane[1], plane[0])


def stretched(
    part: Floats, place: Box, tile: Box, whole: tuple[int, ...], plane: tuple[int, ...]
) -> Floats:
    """A part of a plane at each pixel of a tile, interpolated.

    Args:
        part: float32 (h', w') or (h', w', up to 4), what ``place`` cuts out of a plane.
        place: where it lies on the plane.
        tile: where the result lies on the picture.
        whole: rows and columns of the picture.
        plane: rows and columns of the plane.
    """
    import cv2

    across, down = plane[1] / whole[1], plane[0] / whole[0]
    shift_x = (tile.x + 0.5) * across - 0.5 - place.x
    shift_y = (tile.y + 0.5) * down - 0.5 - place.y
    enlarged = cv2.warpAffine(
        part,
        np.array([[across, 0.0, shift_x], [0.0, down, shift_y]]),
        (tile.width, tile.height),
        flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP,
        borderMode=cv2.BORDER_REPLICATE,
    )
    return np.asarray(enlarged, np.float32)
