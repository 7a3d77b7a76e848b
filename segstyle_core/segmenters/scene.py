"""``scene``: what things are (sky, building, tree …), by MOSAIC.

Wang and Howard, "MOSAIC: Mobile Segmentation via decoding Aggregated Information and encoded
Context" (2021), trained on the first 31 classes of ADE20K.
"""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.network import input_size, run, session
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

__all__ = ["Scene"]

SMALLEST_SHARE = 0.004


class Scene:
    """Semantic segments, one for each class that is seen."""

    id = "scene"
    title = "What things are: sky, building, tree …"
    weights: tuple[str, ...] = ("mosaic",)
    wants: tuple[Want, ...] = ()

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``."""
        path = store.path("mosaic")
        check(progress, 0.0, "Recognising the scene")
        spec = catalogue()["mosaic"].input
        logits = run(path, view.image, spec, input_size(view.image, spec))[0][0]
        check(progress, 0.7, "Recognising the scene")
        classes = json.loads(session(path).get_modelmeta().custom_metadata_map["classes"])
        segments = _to_map(_probabilities(logits, view.label_size), classes)
        return Segmentation(segments, view, splitter(view, store))


def _probabilities(logits: NDArray[np.float32], size: tuple[int, int]) -> NDArray[np.float32]:
    """Class probabilities (h, w, classes) at ``size`` (w, h)."""
    import cv2

    enlarged = cv2.resize(np.ascontiguousarray(logits.transpose(1, 2, 0)), size)
    exponents = np.exp(enlarged - enlarged.max(axis=2, keepdims=True))
    probabilities: NDArray[np.float32] = exponents / exponents.sum(axis=2, keepdims=True)
    return probabilities


def _to_map(probabilities: NDArray[np.float32], classes: list[str]) -> SegmentMap:
    labels = probabilities.argmax(axis=2).astype(np.int32)
    labels = absorb_specks(labels, round(SMALLEST_SHARE * labels.size))
    segments, features = [], []
    for id in np.unique(labels).tolist():
        mean = probabilities[labels == id].mean(axis=0)
        segments.append(Segment(id, classes[id], float(mean[id])))
        features.append(mean)
    return SegmentMap(labels, tuple(segments), np.stack(features))
