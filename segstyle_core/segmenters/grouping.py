"""Uniting pieces bottom-up, the pair that costs least first."""

from __future__ import annotations

from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.graph import Graph

__all__ = ["group"]

Floats = NDArray[np.float32]

AREA_POWER = 0.7


def group(
    labels: NDArray[np.int32], features: Floats, count: int, *, apart: bool
) -> NDArray[np.int32]:
    """Unite pieces until ``count`` are left, or all if there are fewer.

    Uniting pieces of areas a and b costs ``(a·b / (a + b))^0.7 · |difference of their mean
    features|²``. With the power 1 this is Ward's criterion (1963), which likes pieces of equal
    size and so cuts large skies in two; a smaller power spares them.

    Args:
        labels: int32 (h, w), pieces numbered from 0 without a gap.
        features: float32 (n, d), one row for each piece.
        count: pieces wanted.
        apart: whether pieces that do not touch may be united.

    Returns:
        int32 (h, w); each piece left keeps one of its numbers.
    """
    graph = Graph(labels)
    means = {id: features[id].astype(np.float64) for id in graph.areas}
    pairs = combinations(graph.areas, 2) if apart else _touching(graph)
    costs = {pair: _cost(*pair, graph, means) for pair in pairs}
    while len(graph.areas) > count:
        lost, kept = min(costs, key=costs.__getitem__)
        share = graph.areas[lost] / (graph.areas[lost] + graph.areas[kept])
        means[kept] = share * means[lost] + (1 - share) * means[kept]
        graph.unite(lost, kept)
        costs = {pair: cost for pair, cost in costs.items() if lost not in pair}
        for other in graph.areas if apart else graph.borders[kept]:
            if other != kept:
                pair = (min(kept, other), max(kept, other))
                costs[pair] = _cost(*pair, graph, means)
    return graph.labels()


def _touching(graph: Graph) -> list[tuple[int, int]]:
    return [(one, other) for one in graph.areas for other in graph.borders[one] if one < other]


def _cost(one: int, other: int, graph: Graph, means: dict[int, NDArray[np.float64]]) -> float:
    a, b = graph.areas[one], graph.areas[other]
    difference = means[one] - means[other]
    return float((a * b / (a + b)) ** AREA_POWER * (difference @ difference))
