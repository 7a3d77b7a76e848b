"""``scene``: what things are (sky, building, tree …), by networks that name what they see."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.scene_model import SceneModel, is_file, scene_model
from segstyle_core.weights import Store

__all__ = ["Scene", "network"]

SMALLEST_SHARE = 0.004
DEFAULT = "mosaic"


class Scene:
    """Semantic segments, one for each class that is seen.

    Args:
        model: an id in the catalogue, or an ONNX file; the default is MOSAIC, by Wang and Howard,
            "MOSAIC: Mobile Segmentation via decoding Aggregated Information and encoded Context"
            (2021), trained on the first 31 classes of ADE20K.
        title: for people.
    """

    wants: tuple[Want, ...] = ()

    def __init__(
        self, model: str | None = None, title: str = "What things are: sky, building, tree …"
    ) -> None:
        self.id = "scene" if model is None else f"scene:{model}"
        self.title = title
        self._model = model or DEFAULT
        self.weights: tuple[str, ...] = () if is_file(self._model) else (self._model,)

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``."""
        model = scene_model(self._model, store)
        check(progress, 0.0, "Recognising the scene")
        seen = model.look(view.image)
        check(progress, 0.7, "Recognising the scene")
        segments = _to_map(seen.probabilities(*view.label_size), model.classes)
        return Segmentation(segments, view, splitter(view, store))


def network(name: str, store: Store) -> SceneModel:
    """The network of that name, as ``scene_model`` says; “scene” is the one of the segmenter."""
    return scene_model(DEFAULT if name == Scene().id else name, store)


def _to_map(probabilities: NDArray[np.float32], classes: Sequence[str]) -> SegmentMap:
    """The likeliest class of each pixel, from (classes, h, w)."""
    labels = probabilities.argmax(axis=0).astype(np.int32)
    labels = absorb_specks(labels, round(SMALLEST_SHARE * labels.size))
    segments, features = [], []
    for id in np.unique(labels).tolist():
        mean = probabilities[:, labels == id].mean(axis=1)
        segments.append(Segment(id, classes[id], float(mean[id])))
        features.append(mean)
    return SegmentMap(labels, tuple(segments), np.stack(features))
