"""Specks: pieces too small to be meant."""

from __future__ import annotations

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
    while specks := [
        id for id, area in graph.areas.items() if area < smallest and graph.borders[id]
    ]:
        piece = min(specks, key=graph.areas.__getitem__)
        neighbours = graph.borders[piece]
        graph.unite(piece, max(neighbours, key=neighbours.__getitem__))
    names = np.array([*(label_of[number] for number in range(len(label_of))), NOWHERE], np.int32)
    return names[graph.labels()]
