"""Superpixels, and what is seen in each: colour, place, subject, deep features.

Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods" (2012).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage

__all__ = ["Superpixels"]

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Superpixels:
    """Small pieces of equal colour: ``labels`` int32 (h, w) from 0, ``areas`` (n,) in pixels."""

    labels: NDArray[np.int32]
    areas: Floats

    @staticmethod
    def of(lab: Floats, about: int) -> Superpixels:
        """About so many superpixels of a CIELAB picture (h, w, 3)."""
        from skimage.segmentation import slic

        labels = slic(
            lab,
            n_segments=about,
            compactness=12.0,
            max_num_iter=5,
            convert2lab=False,
            start_label=0,
            enforce_connectivity=True,
            channel_axis=2,
        ).astype(np.int32)
        return Superpixels(labels, np.bincount(labels.ravel()).astype(np.float32))

    def mean(self, values: Floats) -> Floats:
        """The mean (n, c) in each superpixel of ``values`` (h', w', c), of any resolution."""
        from scipy.sparse import csr_matrix

        rows, columns = self.labels.shape
        height, width, channels = values.shape
        row = np.arange(rows) * height // rows
        column = np.arange(columns) * width // columns
        cells = (row[:, None] * width + column[None, :]).ravel()
        ones = np.ones(cells.size, np.float32)
        shape = (len(self.areas), height * width)
        belongs = csr_matrix((ones, (self.labels.ravel(), cells)), shape=shape)
        sums = belongs @ values.reshape(-1, channels)
        return np.asarray(sums / self.areas[:, None], np.float32)


def picture_lab(image: RgbImage, size: tuple[int, int]) -> Floats:
    """CIELAB float32 (h, w, 3) at ``size`` (w, h)."""
    import cv2

    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32)
