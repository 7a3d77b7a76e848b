"""Specks: pieces too small to be meant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.graph import Graph, components

__all__ = ["absorb_specks"]


def absorb_specks(labels: NDArray[np.int32], smallest: int) -> NDArray[np.int32]:
    """Give each connected piece of fewer than ``smallest`` pixels to a neighbour.

    The smallest go first, each to the neighbour with which it has the longest border. A label
    all of whose pieces are specks disappears. Labels are int32 (H, W).
    """
    pieces, label_of = components(labels)
    graph = Graph(pieces)
    while len(graph.areas) > 1:
        piece = min(graph.areas, key=graph.areas.__getitem__)
        if graph.areas[piece] >= smallest:
            break
        neighbours = graph.borders[piece]
        graph.unite(piece, max(neighbours, key=neighbours.__getitem__))
    names = np.array([label_of[number] for number in range(len(label_of))], np.int32)
    return names[graph.labels()]
