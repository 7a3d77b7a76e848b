"""Specks: pieces too small to be meant."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Bytes, fit_area
from segstyle_core.regions.graph import components
from segstyle_core.regions.segment_map import NOWHERE

__all__ = ["absorb_specks", "give_specks_away"]

SEEN_PIXELS = 1536 * 1152
SPECK = 8e-6
LEAST_SPECK = 6


def absorb_specks(labels: NDArray[np.int32], smallest: int) -> NDArray[np.int32]:
    """Give each connected piece of fewer than ``smallest`` pixels to a neighbour.

    The smallest go first, each to the neighbour with which it has the longest border. A label
    all of whose pieces are specks disappears, unless nothing touches them. Labels are int32
    (H, W).
    """
    pieces, label_of = components(labels)
    touching = _Touching(pieces)
    owners = np.arange(len(label_of))
    while (going := touching.first_to_go(smallest))[0].size:
        owners = touching.unite(*going)[owners]
    names = np.array([label_of[number] for number in range(len(label_of))], np.int32)
    return np.append(names[owners], NOWHERE).astype(np.int32)[pieces]


class _Touching:
    """Pieces numbered from 0 (H, W), how large they are, and which touch, many united at once."""

    def __init__(self, pieces: NDArray[np.int32]) -> None:
        self._areas = np.bincount(pieces[pieces != NOWHERE])
        self._count = len(self._areas)
        # Equal pieces go in a shuffled order: in the picture's, each would wait for the one before.
        self._shuffled = np.random.default_rng(0).permutation(self._count)
        pairs = []
        for one, other in ((pieces[:, :-1], pieces[:, 1:]), (pieces[:-1], pieces[1:])):
            touch = (one != other) & (one != NOWHERE) & (other != NOWHERE)
            first, second = one[touch].astype(np.int64), other[touch].astype(np.int64)
            pairs += [first * self._count + second, second * self._count + first]
        self._set(np.concatenate(pairs))

    def first_to_go(self, smallest: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Pieces below ``smallest`` that are smaller than all that they touch, and their heirs.

        Each of them goes before anything that it touches changes; so it is the same as if they
        went one by one, the smallest first.
        """
        small = (self._areas < smallest)[self._ones]
        ones, others, lengths = self._ones[small], self._others[small], self._lengths[small]
        if not ones.size:
            return ones, others
        rank = np.empty(self._count, np.intp)
        rank[np.lexsort((self._shuffled, self._areas))] = np.arange(self._count)
        begins = np.flatnonzero(np.diff(ones, prepend=-1))
        goes = rank[ones[begins]] < np.minimum.reduceat(rank[others], begins)
        last = self._count - 1
        longest = np.maximum.reduceat(lengths * self._count + last - others, begins)
        return ones[begins][goes], (last - longest % self._count)[goes]

    def unite(self, lost: NDArray[np.intp], kept: NDArray[np.intp]) -> NDArray[np.intp]:
        """Give pieces to others, and return the heir of each piece, most often itself."""
        heirs = np.arange(self._count)
        heirs[lost] = kept
        np.add.at(self._areas, kept, self._areas[lost])
        ones, others = heirs[self._ones], heirs[self._others]
        left = ones != others
        self._set(ones[left] * self._count + others[left], self._lengths[left])
        return heirs

    def _set(self, pairs: NDArray[np.int64], lengths: NDArray[np.int64] | None = None) -> None:
        """Note which pieces touch, each pair both ways as one number, the same ones together."""
        different, places = np.unique(pairs, return_inverse=True)
        self._lengths = np.bincount(places, lengths, len(different)).astype(np.int64)
        self._ones, self._others = np.divmod(different, max(1, self._count))


def give_specks_away(coverages: Sequence[Bytes]) -> None:
    """Give specks and holes of coverages (H, W) that add up to 255 to what surrounds them.

    They are looked for at a smaller size, where they are pieces of less than SPECK of the
    picture, or LEAST_SPECK pixels, that belong mostly to one coverage. The coverages are changed
    in place and still add up to 255.
    """
    height, width = coverages[0].shape
    seen = fit_area(width, height, SEEN_PIXELS)
    owners = _owners(coverages, seen)
    cleaned = absorb_specks(owners, max(LEAST_SPECK, round(SPECK * owners.size)))
    rows = np.arange(height) * seen[1] // height
    columns = np.arange(width) * seen[0] // width
    changed = owners != cleaned
    for old, new in np.unique(np.stack([owners[changed], cleaned[changed]]), axis=1).T.tolist():
        small = (owners == old) & (cleaned == new)
        first, last = np.flatnonzero(small.any(axis=1))[[0, -1]]
        band = slice(*np.searchsorted(rows, [first, last + 1]))
        moved = np.where(small[rows[band]][:, columns], coverages[old][band], 0)
        coverages[old][band] -= moved
        coverages[new][band] += moved


def _owners(coverages: Sequence[Bytes], size: tuple[int, int]) -> NDArray[np.int32]:
    """Which coverage has most of each pixel, at a smaller size (width, height)."""
    import cv2

    most = np.zeros(size[::-1], np.uint8)
    owners = np.zeros(size[::-1], np.int32)
    for place, coverage in enumerate(coverages):
        small = cv2.resize(coverage, size, interpolation=cv2.INTER_AREA)
        owners[small > most] = place
        np.maximum(most, small, out=most)
    return owners
