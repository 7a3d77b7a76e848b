"""Specks: pieces too small to be meant."""

from __future__ import annotations

from heapq import heapify, heappop, heappush

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.graph import Graph, components
from segstyle_core.regions.segment_map import NOWHERE

__all__ = ["absorb_specks"]


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
