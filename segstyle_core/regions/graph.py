"""Which pieces of a division touch which, and what is left when pieces are united."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.segment_map import NOWHERE

__all__ = ["Graph", "components", "touching"]


class Graph:
    """The pieces of a label map (H, W) int32 and their common borders; NOWHERE is no piece.

    Attributes:
        areas: pixels of each piece that is left.
        borders: for each piece its neighbours (left, right, above, below) and how many pairs
            of pixels touch.
    """

    def __init__(self, labels: NDArray[np.int32]) -> None:
        present = labels != NOWHERE
        self._ids = np.unique(labels[present])
        self._places = np.where(present, np.searchsorted(self._ids, labels), NOWHERE)
        self._heirs: dict[int, int] = {}
        areas = np.bincount(self._places[present], minlength=len(self._ids))
        self.areas: dict[int, int] = dict(zip(self._ids.tolist(), areas.tolist(), strict=True))
        self.borders: dict[int, dict[int, int]] = {id: {} for id in self.areas}
        pairs, lengths = touching(self._places)
        for one, other, length in zip(*self._ids[pairs].tolist(), lengths.tolist(), strict=True):
            self.borders[one][other] = length
            self.borders[other][one] = length

    def unite(self, lost: int, kept: int) -> None:
        """Give the piece ``lost`` to the piece ``kept``, whether or not they touch."""
        self._heirs[lost] = kept
        self.areas[kept] += self.areas.pop(lost)
        for neighbour, length in self.borders.pop(lost).items():
            del self.borders[neighbour][lost]
            if neighbour != kept:
                longer = self.borders[kept].get(neighbour, 0) + length
                self.borders[kept][neighbour] = longer
                self.borders[neighbour][kept] = longer

    def labels(self) -> NDArray[np.int32]:
        """The label map (H, W) int32 with all unions carried out."""
        owners = {id: id for id in self.areas}
        for lost, kept in reversed(self._heirs.items()):
            owners[lost] = owners[kept]
        names = [owners[id] for id in self._ids.tolist()]
        return np.array([*names, NOWHERE], np.int32)[self._places]


def touching(labels: NDArray[np.integer]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """The pairs of labels that touch (2, n), smaller first, and their borders' lengths (n,).

    Args:
        labels: (H, W), none of them negative but NOWHERE, which touches nothing.
    """
    count = int(labels.max()) + 1
    keys = []
    for one, other in ((labels[:, :-1], labels[:, 1:]), (labels[:-1], labels[1:])):
        touch = (one != other) & (one != NOWHERE) & (other != NOWHERE)
        low, high = np.minimum(one[touch], other[touch]), np.maximum(one[touch], other[touch])
        keys.append(low.astype(np.int64) * count + high)
    pairs, lengths = np.unique(np.concatenate(keys), return_counts=True)
    return np.stack(np.divmod(pairs, max(1, count))), lengths


def components(labels: NDArray[np.int32]) -> tuple[NDArray[np.int32], dict[int, int]]:
    """Number the 4-connected pieces of equal label from 0; NOWHERE stays.

    Returns:
        The numbers, int32 (H, W), and for each number its label.
    """
    from skimage.measure import label

    numbered = label(labels, background=NOWHERE, connectivity=1)  # type: ignore[no-untyped-call]
    pieces = np.asarray(numbered, np.int32) - 1
    numbers, firsts = np.unique(pieces, return_index=True)
    label_of = dict(zip(numbers.tolist(), labels.ravel()[firsts].tolist(), strict=True))
    label_of.pop(NOWHERE, None)
    return pieces, label_of
