"""Which pieces of a division touch which, and what is left when pieces are united."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.segment_map import NOWHERE

__all__ = ["Graph", "components"]


class Graph:
    """The pieces of a label map (H, W) int32 and their common borders; NOWHERE is no piece.

    Attributes:
        areas: pixels of each piece that is left.
        borders: for each piece its neighbours (left, right, above, below) and how many pairs
            of pixels touch.
    """

    def __init__(self, labels: NDArray[np.int32]) -> None:
        self._labels = labels
        self._ids, counts = np.unique(labels[labels != NOWHERE], return_counts=True)
        self._owners = self._ids.copy()
        self.areas: dict[int, int] = dict(zip(self._ids.tolist(), counts.tolist(), strict=True))
        self.borders: dict[int, dict[int, int]] = {id: {} for id in self.areas}
        for one, other, length in _touching(labels):
            self.borders[one][other] = length
            self.borders[other][one] = length

    def unite(self, lost: int, kept: int) -> None:
        """Give the piece ``lost`` to the piece ``kept``, whether or not they touch."""
        self._owners[self._owners == lost] = kept
        self.areas[kept] += self.areas.pop(lost)
        for neighbour, length in self.borders.pop(lost).items():
            del self.borders[neighbour][lost]
            if neighbour != kept:
                longer = self.borders[kept].get(neighbour, 0) + length
                self.borders[kept][neighbour] = longer
                self.borders[neighbour][kept] = longer

    def owners(self) -> dict[int, int]:
        """For each piece of the beginning, the piece that has it now."""
        return dict(zip(self._ids.tolist(), self._owners.tolist(), strict=True))

    def labels(self) -> NDArray[np.int32]:
        """The label map (H, W) int32 with all unions carried out."""
        places = np.searchsorted(self._ids, self._labels)
        return np.where(self._labels == NOWHERE, NOWHERE, self._owners[places]).astype(np.int32)


def _touching(labels: NDArray[np.int32]) -> list[tuple[int, int, int]]:
    """Every pair of labels that touch, smaller first, with the length of their border."""
    sides = (
        (labels[:, :-1].ravel(), labels[:, 1:].ravel()),
        (labels[:-1].ravel(), labels[1:].ravel()),
    )
    pairs = []
    for one, other in sides:
        differ = (one != other) & (one != NOWHERE) & (other != NOWHERE)
        pairs.append(np.sort(np.stack([one[differ], other[differ]]), axis=0))
    found, counts = np.unique(np.concatenate(pairs, axis=1), axis=1, return_counts=True)
    return list(zip(found[0].tolist(), found[1].tolist(), counts.tolist(), strict=True))


def components(labels: NDArray[np.int32]) -> tuple[NDArray[np.int32], dict[int, int]]:
    """Number the 4-connected pieces of equal label from 0; NOWHERE stays.

    Returns:
        The numbers, int32 (H, W), and for each number its label.
    """
    import cv2

    pieces = np.full(labels.shape, NOWHERE, np.int32)
    label_of: dict[int, int] = {}
    for label in np.unique(labels[labels != NOWHERE]).tolist():
        mask = (labels == label).astype(np.uint8)
        count, numbers = cv2.connectedComponents(mask, connectivity=4)
        inside = numbers > 0
        pieces[inside] = numbers[inside] - 1 + len(label_of)
        first = len(label_of)
        label_of.update(dict.fromkeys(range(first, first + count - 1), label))
    return pieces, label_of
