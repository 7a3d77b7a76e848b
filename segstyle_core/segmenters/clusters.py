"""``clusters``: what looks alike, by deep features, colour, place and subject."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, fit_within
from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.base import LABEL_SIDE
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

    def segment(
        self, image: RgbImage, count: int | None, store: Store, progress: Progress
    ) -> SegmentMap:
        """See ``Segmenter``; five segments when ``count`` is None."""
        features_path, subject_path = (store.path(id) for id in self.weights)
        size = fit_within(image.shape[1], image.shape[0], LABEL_SIDE)
        lab = _lab(image, size)
        check(progress, 0.0, "Looking for what is alike")
        pieces = superpixels(lab, SUPERPIXELS)
        check(progress, 0.3, "Looking for what is alike")
        spec = catalogue()["vgg19_features"].input
        responses = run(features_path, image, spec, input_size(image, spec))
        check(progress, 0.7, "Looking for the subject")
        salient = subject(image, subject_path, size)
        check(progress, 0.9, "Uniting what is alike")
        cues = weigh(pieces, lab, responses, salient)
        return _to_map(_united(pieces, cues, count or USUAL_COUNT), pieces, cues, lab)


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
