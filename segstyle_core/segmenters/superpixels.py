"""Small pieces of a picture, and the mean of anything in each of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Pieces", "superpixels"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Pieces:
    """A division into pieces: ``labels`` int32 (h, w), numbered from 0 without a gap."""

    labels: NDArray[np.int32]

    @staticmethod
    def of(labels: NDArray[np.int32]) -> Pieces:
        """The same division, numbered without a gap."""
        _, numbers = np.unique(labels, return_inverse=True)
        return Pieces(numbers.reshape(labels.shape).astype(np.int32))

    def mean(self, values: Floats) -> Floats:
        """The mean (n, c) in each piece of ``values`` (h', w', c), of any resolution."""
        from scipy.sparse import csr_matrix

        rows, columns = self.labels.shape
        height, width, channels = values.shape
        row = np.arange(rows) * height // rows
        column = np.arange(columns) * width // columns
        cells = (row[:, None] * width + column).ravel()
        areas = np.bincount(self.labels.ravel())
        ones = np.ones(cells.size, np.float32)
        belongs = csr_matrix(
            (ones, (self.labels.ravel(), cells)), shape=(len(areas), height * width)
        )
        return np.asarray((belongs @ values.reshape(-1, channels)) / areas[:, None], np.float32)


def superpixels(lab: Floats, about: int) -> Pieces:
    """About so many pieces of like colour of a CIELAB picture (h, w, 3).

    Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods" (2012).
    """
    from skimage.segmentation import slic

    labels = slic(
        lab,
        n_segments=about,
        compactness=0.1,
        max_num_iter=8,
        convert2lab=False,
        start_label=0,
        channel_axis=2,
    )
    return Pieces.of(labels.astype(np.int32))
