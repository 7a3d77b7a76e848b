"""Coverages that must not add up to more than there is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segstyle_core.image import Bytes

__all__ = ["left_over", "make_disjoint"]

BAND = 128


def make_disjoint(coverages: Sequence[Bytes]) -> None:
    """Bring coverages (H, W) down, in place, until no pixel's add up to more than 255.

    Where they do, the largest keeps what it has, the earlier of equals, and the others get what
    is left.
    """
    for top in range(0, len(coverages[0]), BAND):
        bands = [coverage[top : top + BAND] for coverage in coverages]
        total = np.zeros(bands[0].shape, np.uint32)
        for band in bands:
            total += band
        crowded = np.nonzero(total > 255)
        if not crowded[0].size:
            continue
        wanted = np.stack([band[crowded] for band in bands]).astype(np.int32)
        order = np.argsort(-wanted, axis=0, kind="stable")
        ranked = np.take_along_axis(wanted, order, 0)
        left = 255 - (np.cumsum(ranked, axis=0) - ranked)
        given = np.empty_like(wanted)
        np.put_along_axis(given, order, np.clip(left, 0, ranked), 0)
        for band, values in zip(bands, given, strict=True):
            band[crowded] = values


def left_over(coverages: Sequence[Bytes]) -> Bytes:
    """What disjoint coverages (H, W) leave of each pixel: 255 less their sum."""
    left = np.full_like(coverages[0], 255)
    for coverage in coverages:
        left -= coverage
    return left
