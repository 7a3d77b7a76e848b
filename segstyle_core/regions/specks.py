"""Specks: pieces too small to be meant."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Bytes, fit_area
from segstyle_core.regions.graph import Graph, components
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
    graph = Graph(pieces)
    specks = [(area, piece) for piece, area in graph.areas.items() if area < smallest]
    heapify(specks)
    while specks:
        area, piece = heappop(specks)
        if graph.areas.get(piece) != area or not graph.borders[piece]:
            continue
        neighbours = graph.borders[piece]
        heir = max(neighbours, key=lambda id: (neighbours[id], -id))
        graph.unite(piece, heir)
        if graph.areas[heir] < smallest:
            heappush(specks, (graph.areas[heir], heir))
    names = np.array([*(label_of[number] for number in range(len(label_of))), NOWHERE], np.int32)
    return names[graph.labels()]


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
