"""Small pieces of a picture, and the mean of anything in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions import NOWHERE

__all__ = ["Pieces", "superpixels"]

Floats = NDArray[np.float32]

MOST = 3000


@dataclass(frozen=True)
class Pieces:
    """A division into pieces: ``labels`` int32 (h, w), numbered from 0 without a gap.

    Pixels that are ``NOWHERE`` are in no piece; there is at least one piece.
    """

    labels: NDArray[np.int32]

    @staticmethod
    def of(labels: NDArray[np.int32]) -> Pieces:
        """The same division, numbered without a gap, in the order of the labels."""
        present = np.unique(labels[labels != NOWHERE])
        numbers = np.searchsorted(present, labels)
        return Pieces(np.where(labels == NOWHERE, NOWHERE, numbers).astype(np.int32))

    @cached_property
    def areas(self) -> NDArray[np.int64]:
        """Pixels of each piece (n,)."""
        return np.bincount(self.labels[self.labels != NOWHERE])

    def mean(self, values: Floats) -> Floats:
        """The mean (n, c) in each piece of ``values`` (h', w', c), of any resolution."""
        from scipy.sparse import csr_matrix

        rows, columns = self.labels.shape
        height, width, channels = values.shape
        row = np.arange(rows) * height // rows
        column = np.arange(columns) * width // columns
        somewhere = self.labels != NOWHERE
        cells = (row[:, None] * width + column)[somewhere]
        belongs = csr_matrix(
            (np.ones(cells.size, np.float32), (self.labels[somewhere], cells)),
            shape=(len(self.areas), height * width),
        )
        sums = belongs @ values.reshape(-1, channels)
        return np.asarray(sums / self.areas[:, None], np.float32)

    def owned(self, owners: NDArray[np.intp]) -> NDArray[np.int32]:
        """A label map (h, w) in which each piece has the number in ``owners`` (n,)."""
        return np.append(owners, NOWHERE).astype(np.int32)[self.labels]


def superpixels(lab: Floats, inside: NDArray[np.bool_], about: int) -> Pieces:
    """About so many pieces of like colour of what is ``inside`` (h, w) a CIELAB picture (h, w, 3).

    Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods" (2012).
    """
    from skimage.segmentation import slic

    labels = slic(
        lab,
        n_segments=min(MOST, round(about / inside.mean())),
        compactness=0.1,
        max_num_iter=8,
        convert2lab=False,
        start_label=0,
        channel_axis=2,
    )
    return Pieces.of(np.where(inside, labels, NOWHERE).astype(np.int32))
