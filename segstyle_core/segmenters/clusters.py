"""``clusters``: what looks alike, by deep features, colour, place and subject."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, fit_within
from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.base import LABEL_SIDE
from segstyle_core.segmenters.grouping import group
from segstyle_core.segmenters.names import describe
from segstyle_core.segmenters.network import run
from segstyle_core.segmenters.subject import subject
from segstyle_core.segmenters.superpixels import Superpixels, picture_lab
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import InputSpec, catalogue

__all__ = ["Clusters"]

Floats = NDArray[np.float32]

USUAL_COUNT = 5
SUPERPIXELS = 350
COMPONENTS = 16
SMALLEST_SHARE = 0.006
DEEP, COLOUR, PLACE, SUBJECT = 1.0, 1.0, 0.5, 0.7
APART_COST = 1.3
PIECES_APART = 3


class Clusters:
    """Segments of like appearance; needs no classes, so it works for any photo."""

    id = "clusters"
    title = "What looks alike"
    weights: tuple[str, ...] = ("vgg19_features", "u2netp")

    def segment(
        self, image: RgbImage, count: int | None, store: Store, progress: Progress
    ) -> SegmentMap:
        """See ``Segmenter``; five segments when ``count`` is None."""
        count = count or USUAL_COUNT
        features_path, subject_path = (store.path(id) for id in self.weights)
        size = fit_within(image.shape[1], image.shape[0], LABEL_SIDE)
        lab = picture_lab(image, size)
        check(progress, 0.0, "Looking for what is alike")
        pieces = Superpixels.of(lab, SUPERPIXELS)
        check(progress, 0.3, "Looking for what is alike")
        spec = catalogue()["vgg19_features"].input
        responses = run(features_path, image, spec, _input_size(size, spec))
        check(progress, 0.7, "Looking for the subject")
        salient = subject(image, subject_path, size)
        check(progress, 0.9, "Uniting what is alike")
        cues = _cues(pieces, lab, responses, salient)
        groups = group(pieces.labels, cues, count, PIECES_APART * count, APART_COST)
        return _to_map(
            absorb_specks(groups, round(SMALLEST_SHARE * groups.size)), pieces, cues, lab
        )


def _input_size(size: tuple[int, int], spec: InputSpec) -> tuple[int, int]:
    longest = spec.longest or max(size)
    scale = longest / max(size)
    width, height = (max(1, round(side * scale / spec.multiple)) * spec.multiple for side in size)
    return width, height


def _cues(pieces: Superpixels, lab: Floats, responses: list[Floats], salient: Floats) -> Floats:
    """One row a superpixel: all that is known of it, weighed."""
    height, width = lab.shape[:2]
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float32)
    place = np.stack([rows, columns], axis=2) / max(height, width)
    deep = np.concatenate(
        [_directions(pieces.mean(_channels_last(r))) for r in responses[1:]], axis=1
    )
    return np.concatenate(
        [
            DEEP * _spread_to_one(_principal(deep)),
            COLOUR * pieces.mean(lab) / 25.0,
            PLACE * pieces.mean(place) / 0.3,
            SUBJECT * pieces.mean(salient[..., None]) / 0.4,
        ],
        axis=1,
    )


def _channels_last(response: Floats) -> Floats:
    return np.ascontiguousarray(response[0].transpose(1, 2, 0))


def _directions(rows: Floats) -> Floats:
    """Rows (n, d) of length 1."""
    unit: Floats = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)
    return unit


def _principal(rows: Floats) -> Floats:
    """Rows (n, d) along their principal components."""
    centred = rows - rows.mean(axis=0)
    left, sizes, _ = np.linalg.svd(centred, full_matrices=False)
    scores: Floats = left[:, :COMPONENTS] * sizes[:COMPONENTS]
    return scores


def _spread_to_one(rows: Floats) -> Floats:
    """Rows (n, d) scaled to a mean squared length of 1."""
    scaled: Floats = rows / np.sqrt((rows**2).sum(axis=1).mean() + 1e-12)
    return scaled


def _to_map(
    labels: NDArray[np.int32], pieces: Superpixels, cues: Floats, lab: Floats
) -> SegmentMap:
    ids = np.unique(labels).tolist()
    segments, features = [], []
    for id in ids:
        mask = labels == id
        share = np.bincount(pieces.labels[mask], minlength=len(cues)) / mask.sum()
        features.append((share @ cues).astype(np.float32))
        segments.append(Segment(id, describe(mask, lab)))
    return SegmentMap(labels, tuple(segments), np.stack(features))
