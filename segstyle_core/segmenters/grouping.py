"""Uniting pieces bottom-up, the pair that costs least first.

Ward, "Hierarchical grouping to optimize an objective function" (1963): uniting pieces of areas
a and b costs ``a·b / (a + b) · |difference of their features|²``.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.graph import Graph

__all__ = ["group"]

Floats = NDArray[np.float32]


def group(
    labels: NDArray[np.int32], features: Floats, count: int, apart_from: int, apart_cost: float
) -> NDArray[np.int32]:
    """Unite pieces until ``count`` are left.

    Args:
        labels: int32 (h, w), pieces numbered from 0.
        features: float32 (n, d).
        count: pieces wanted.
        apart_from: when so few are left, pieces that do not touch may be united, too …
        apart_cost: … at their cost times this.
    """
    graph = Graph(labels)
    means = {id: features[id].astype(np.float64) for id in graph.areas}
    costs = {
        (one, other): _cost(one, other, graph, means)
        for one, around in graph.borders.items()
        for other in around
        if one < other
    }
    apart_allowed = False
    while len(graph.areas) > count:
        if not apart_allowed and len(graph.areas) <= apart_from:
            apart_allowed = True
            for one in graph.areas:
                for other in graph.areas:
                    if one < other and other not in graph.borders[one]:
                        costs[one, other] = apart_cost * _cost(one, other, graph, means)
        lost, kept = min(costs, key=costs.__getitem__)
        total = graph.areas[lost] + graph.areas[kept]
        means[kept] = (graph.areas[lost] * means[lost] + graph.areas[kept] * means[kept]) / total
        graph.unite(lost, kept)
        costs = {pair: cost for pair, cost in costs.items() if lost not in pair}
        for other in graph.areas if apart_allowed else graph.borders[kept]:
            if other != kept:
                touching = other in graph.borders[kept]
                factor = 1.0 if touching else apart_cost
                pair = (min(kept, other), max(kept, other))
                costs[pair] = factor * _cost(kept, other, graph, means)
    return graph.labels()


def _cost(one: int, other: int, graph: Graph, means: dict[int, NDArray[np.float64]]) -> float:
    a, b = graph.areas[one], graph.areas[other]
    difference = means[one] - means[other]
    return a * b / (a + b) * float(difference @ difference)
