"""``clusters``: what looks alike, by deep features, colour, place and subject."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage
from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.cues import weigh
from segstyle_core.segmenters.grouping import group
from segstyle_core.segmenters.names import describe
from segstyle_core.segmenters.network import input_size, run
from segstyle_core.segmenters.subject import subject
from segstyle_core.segmenters.superpixels import Pieces, superpixels
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

__all__ = ["Clusters"]

USUAL_COUNT = 5
SUPERPIXELS = 350


class Clusters:
    """Segments of like appearance; knows no classes, so it works for any photo."""

    id = "clusters"
    title = "What looks alike"
    weights: tuple[str, ...] = ("vgg19_features", "u2netp")
    wants: tuple[Want, ...] = ()

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``; five segments by itself."""
        features_path, subject_path = (store.path(id) for id in self.weights)
        image, size = view.image, view.label_size
        lab = _lab(image, size)
        check(progress, 0.0, "Looking for what is alike")
        pieces = superpixels(lab, SUPERPIXELS)
        check(progress, 0.3, "Looking for what is alike")
        spec = catalogue()["vgg19_features"].input
        responses = run(features_path, image, spec, input_size(image, spec))
        check(progress, 0.7, "Looking for the subject")
        salient = subject(image, subject_path, size)
        check(progress, 0.9, "Uniting what is alike")
        return _Alike(pieces, weigh(pieces, lab, responses, salient), lab, view)


class _Alike(Segmentation):
    def __init__(
        self, pieces: Pieces, cues: NDArray[np.float32], lab: NDArray[np.float32], view: View
    ) -> None:
        self._pieces, self._cues, self._lab = pieces, cues, lab
        super().__init__(self._united(USUAL_COUNT), view)

    def at(self, count: int) -> SegmentMap:
        height, width = self._lab.shape[:2]
        segments = self._united(count).within(self.view.inside_at(width, height))
        return merge_to_count(segments, count, self.view.image)

    def _united(self, count: int) -> SegmentMap:
        united = _united(self._pieces, self._cues, count)
        return _to_map(united, self._pieces, self._cues, self._lab)


def _lab(image: RgbImage, size: tuple[int, int]) -> NDArray[np.float32]:
    import cv2

    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255.0
    return np.asarray(cv2.cvtColor(small, cv2.COLOR_RGB2LAB), np.float32)


def _united(pieces: Pieces, cues: NDArray[np.float32], count: int) -> NDArray[np.int32]:
    """First pieces that touch, then, specks gone, any that are alike."""
    larger = group(pieces.labels, cues, max(15, 3 * count), apart=False)
    smallest = min(0.006, 0.25 / count) * larger.size
    clean = Pieces.of(absorb_specks(larger, round(smallest)))
    return group(clean.labels, _mean_cues(clean, pieces, cues), count, apart=True)


def _mean_cues(groups: Pieces, pieces: Pieces, cues: NDArray[np.float32]) -> NDArray[np.float32]:
    """The cues (m, d) of groups of pieces, weighed by area."""
    shares = np.zeros((groups.labels.max() + 1, len(cues)), np.float32)
    np.add.at(shares, (groups.labels, pieces.labels), 1.0)
    mean: NDArray[np.float32] = (shares / shares.sum(axis=1, keepdims=True)) @ cues
    return mean


def _to_map(
    labels: NDArray[np.int32],
    pieces: Pieces,
    cues: NDArray[np.float32],
    lab: NDArray[np.float32],
) -> SegmentMap:
    groups = Pieces.of(labels)
    segments = tuple(
        Segment(id, describe(groups.labels == id, lab)) for id in range(groups.labels.max() + 1)
    )
    return SegmentMap(groups.labels, segments, _mean_cues(groups, pieces, cues))
