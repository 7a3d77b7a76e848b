"""``colours``: the classical way, k-means of the pixels' colours.

MacQueen, "Some methods for classification and analysis of multivariate observations" (1967), in
CIELAB, where distances are about what eyes see.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.progress import Progress, check
from segstyle_core.regions import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.names import Appearance, names
from segstyle_core.segmenters.superpixels import Pieces
from segstyle_core.weights import Store

__all__ = ["Colours"]

Floats = NDArray[np.float32]

USUAL_COUNT = 5
SMOOTHING = 7
STEP = 4
SAMPLE = 4096
ROUNDS = 10
ATTEMPTS = 2
SEED = 1
SMALLEST_SHARE = 0.002
SPREAD = 10.0


class Colours:
    """Segments of like colour, wherever they are."""

    id = "colours"
    title = "Colours alone, wherever they are"
    weights: tuple[str, ...] = ()
    wants: tuple[Want, ...] = ()

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``; five segments by itself."""
        check(progress, 0.0, "Sorting the colours")
        return _ByColour(view)


class _ByColour(Segmentation):
    def __init__(self, view: View) -> None:
        import cv2

        small = cv2.resize(view.image, view.label_size, interpolation=cv2.INTER_AREA)
        rgb = np.asarray(cv2.medianBlur(small, SMOOTHING)) // STEP * STEP
        lab = np.asarray(cv2.cvtColor(rgb / np.float32(255.0), cv2.COLOR_RGB2LAB), np.float32)
        self._seen = _with_place(lab)
        self._inside = view.inside_at(*view.label_size)
        self._palette, places = np.unique(lab[self._inside], axis=0, return_inverse=True)
        self._places = places.reshape(-1)
        super().__init__(self._of(USUAL_COUNT), view, doubt=1.0)

    def at(self, count: int, smallest: float = 0.0) -> SegmentMap:
        of_count = self._of(max(1, count))
        return merge_to_count(of_count, count, self.view.image, self._split, smallest)

    def _of(self, count: int) -> SegmentMap:
        """Clusters of colours without specks: ``count`` of them, or fewer in plain pictures."""
        labels = np.full(self._inside.shape, NOWHERE, np.int32)
        labels[self._inside] = self._clusters(count)[self._places]
        share = min(SMALLEST_SHARE, 1 / (SPREAD * count))
        clean = Pieces.of(absorb_specks(labels, round(share * len(self._places))))
        seen = clean.mean(self._seen)
        shares = clean.areas / clean.areas.sum()
        called = names(
            [
                Appearance(row[:3], right=float(row[3]), down=float(row[4]), share=float(share))
                for row, share in zip(seen, shares, strict=True)
            ]
        )
        return SegmentMap(clean.labels, tuple(Segment(*each) for each in enumerate(called)))

    def _clusters(self, count: int) -> NDArray[np.int32]:
        """The cluster, from 0, of each colour of the palette: ``count`` of them at most."""
        import cv2

        sample = self._palette[self._places[:: 1 + len(self._places) // SAMPLE]]
        count = min(count, len(np.unique(sample, axis=0)))
        owners = np.zeros(len(sample), np.int32)
        enough = (cv2.TERM_CRITERIA_MAX_ITER + cv2.TERM_CRITERIA_EPS, ROUNDS, 0.1)
        cv2.setRNGSeed(SEED)
        _, _, centres = cv2.kmeans(sample, count, owners, enough, ATTEMPTS, cv2.KMEANS_PP_CENTERS)
        products = self._palette @ np.asarray(centres).T
        return np.asarray(((centres**2).sum(axis=1) - 2.0 * products).argmin(axis=1), np.int32)


def _with_place(lab: Floats) -> Floats:
    """Colour, right and down in 0..1, of each pixel: (h, w, 5)."""
    height, width = lab.shape[:2]
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    return np.dstack([lab, right / width, down / height])
