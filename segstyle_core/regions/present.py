"""Regions only where there is a picture: inside the selection, and not transparent."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, Bytes
from segstyle_core.regions.segment_map import Region, SegmentMap

__all__ = ["keep_to", "show_each"]

BAND = 128
LEAST = 32


def keep_to(present: Bytes, regions: Sequence[Region]) -> None:
    """Bring coverages that add up to 255 down to ``present`` (H, W), in place; exactly."""
    for top in range(0, len(present), BAND):
        band = slice(top, top + BAND)
        factor = present[band].astype(np.uint32)
        before = total = np.zeros(factor.shape, np.uint32)
        for region in regions:
            total = total + region.coverage[band]
            upto = (total * factor + 127) // 255
            region.coverage[band] = upto - before
            before = upto


def show_each(
    segments: SegmentMap,
    rows: NDArray[np.intp],
    columns: NDArray[np.intp],
    present: Bytes,
    regions: Sequence[Region],
) -> None:
    """Give each region that has next to nothing where its segment is that segment's pixels.

    Args:
        segments: in the regions' order; each has a pixel that is present.
        rows, columns: for each row (H,) and column (W,) of the picture, that of the map.
        present: how much of each pixel (H, W) is there.
        regions: coverages that add up to 255, changed in place.
    """
    for segment, region in zip(segments.segments, regions, strict=True):
        slices = _place_of(segments.labels == segment.id, rows, columns)
        own = segments.labels[np.ix_(rows[slices[0]], columns[slices[1]])] == segment.id
        own &= present[slices] > 0
        seen = region.coverage[slices][own].astype(np.uint32) * present[slices][own]
        if seen.max() < max(255, LEAST * int(present[slices][own].max())):
            for each in regions:
                each.coverage[slices][own] = 0
            region.coverage[slices][own] = 255


def _place_of(
    mask: NDArray[np.bool_], rows: NDArray[np.intp], columns: NDArray[np.intp]
) -> tuple[slice, slice]:
    """The picture's rows and columns in which the mask of a segment map lies."""
    box = Box.around(mask.view(np.uint8))
    assert box is not None
    top, bottom = np.searchsorted(rows, [box.y, box.y + box.height])
    left, right = np.searchsorted(columns, [box.x, box.x + box.width])
    return slice(top, bottom), slice(left, right)
