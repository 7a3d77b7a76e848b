"""Uniting pieces bottom-up, the pair that costs least first, until one is left."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segstyle_core.segmenters.contours import Borders

__all__ = ["Tree", "grow"]

Floats = NDArray[np.float64]

AREA_POWER = 0.77
APART_FROM = 32
APART = 1.0
FAINT = 0.02


@dataclass(frozen=True)
class Tree:
    """All unions of n pieces, the first one first.

    Attributes:
        unions: (n - 1, 2), the pieces that stand for the two groups that are united; the first
            of them stands for both from then on.
        costs: float64 (n - 1,), what each union cost.
    """

    unions: NDArray[np.intp]
    costs: Floats

    def groups(self, count: int) -> NDArray[np.intp]:
        """For each piece (n,) the number of its group, from 0, when ``count`` groups are left.

        Groups are nested: those of ``count`` are those of ``count + 1``, two of them united.
        With fewer pieces than ``count`` each is a group.
        """
        pieces = len(self.unions) + 1
        owners = np.arange(pieces)
        for kept, lost in self.unions[: max(0, pieces - count)][::-1]:
            owners[lost] = owners[kept]
        return np.unique(owners, return_inverse=True)[1]

    def natural_count(self, least: int, most: int) -> int:
        """How many groups stand out: of ``least`` to ``most`` those before the steepest rise.

        The rise is that of the costs' logarithm. Fewer than ``least`` when that many cannot be
        told apart: when their union costs hardly anything.
        """
        dearest = np.maximum.accumulate(np.append(np.zeros(most), self.costs))[::-1][:most]
        standing = 1 + int((dearest > FAINT).sum())
        rises = np.log((dearest[:-1] + FAINT) / (dearest[1:] + FAINT))[least - 2 :]
        return min(standing, least + int(rises.argmax()))


def grow(areas: NDArray[np.int64], cues: NDArray[np.float32], borders: Borders) -> Tree:
    """Unite n pieces, at first only such that touch.

    Uniting groups of areas a and b, as shares of all, costs
    ``(a·b / (a + b))^p · |difference of their mean cues|² · c``, where c is how clear the contour
    between them is, 0..1. With p = c = 1 this is Ward's criterion (1963), which likes groups of
    equal size. A smaller p spares large groups, and a faint contour unites a sky that changes
    slowly from side to side.

    Args:
        areas: (n,) pixels of each piece.
        cues: float32 (n, d), one row for each piece.
        borders: of the pieces.
    """
    return _Growth(areas, cues, borders).tree()


class _Growth:
    """Groups of pieces, each in the row of the piece that stands for it."""

    def __init__(
        self, areas: NDArray[np.int64], cues: NDArray[np.float32], borders: Borders
    ) -> None:
        self._areas = areas / areas.sum()
        self._means = cues.astype(np.float64)
        self._lengths = borders.lengths.copy()
        self._contours = borders.contours.copy()
        self._gone = np.zeros(len(areas), bool)
        self._apart = False

    def tree(self) -> Tree:
        pieces = len(self._areas)
        unions, costs = np.zeros((pieces - 1, 2), np.intp), np.zeros(pieces - 1)
        self._compare_all()
        for step in range(pieces - 1):
            if not self._apart and (pieces - step <= APART_FROM or np.isinf(self._least.min())):
                self._apart = True
                self._compare_all()
            kept = int(self._least.argmin())
            lost = int(self._nearest[kept])
            unions[step], costs[step] = (kept, lost), self._least[kept]
            self._unite(kept, lost)
            self._compare(kept, lost)
        return Tree(unions, costs)

    def _compare_all(self) -> None:
        self._table = np.stack([self._costs(group) for group in range(len(self._areas))])
        self._nearest = self._table.argmin(axis=1)
        self._least = self._table.min(axis=1)

    def _compare(self, kept: int, lost: int) -> None:
        """Bring what is known of each group's nearest up to date, rows only where it must be."""
        table, nearest = self._table, self._nearest
        table[lost] = table[:, lost] = np.inf
        table[kept] = table[:, kept] = self._costs(kept)
        changed = (nearest == kept) | (nearest == lost)
        changed[[kept, lost]] = True
        nearest[changed] = table[changed].argmin(axis=1)
        nearer = table[:, kept] < self._least
        nearest[nearer] = kept
        self._least = table[np.arange(len(table)), nearest]

    def _costs(self, group: int) -> Floats:
        """What it costs to unite a group with each other (n,); infinite where it cannot be."""
        if self._gone[group]:
            return np.full(len(self._areas), np.inf)
        area = self._areas[group]
        size = (area * self._areas / (area + self._areas)) ** AREA_POWER
        unlike = ((self._means - self._means[group]) ** 2).sum(axis=1)
        touch = self._lengths[group] > 0
        clear = self._contours[group] / np.maximum(self._lengths[group], 1.0)
        costs: Floats = size * unlike * np.where(touch, clear, APART)
        cannot = self._gone.copy() if self._apart else self._gone | ~touch
        cannot[group] = True
        costs[cannot] = np.inf
        return costs

    def _unite(self, kept: int, lost: int) -> None:
        both = self._areas[kept] + self._areas[lost]
        self._means[kept] += (self._means[lost] - self._means[kept]) * self._areas[lost] / both
        self._areas[kept] = both
        self._gone[lost] = True
        for table in (self._lengths, self._contours):
            table[kept] += table[lost]
            table[:, kept] = table[kept]
            table[lost] = table[:, lost] = 0.0
            table[kept, kept] = 0.0
