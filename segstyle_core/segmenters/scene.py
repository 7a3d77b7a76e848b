"""``scene``: what things are (sky, building, tree …), by networks that name what they see."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from segstyle_core.image import RgbImage
from segstyle_core.progress import Progress, check
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.regions.split import lab_at
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.fusion import Fusion
from segstyle_core.segmenters.names import Appearance, names
from segstyle_core.segmenters.scene_model import Recogniser, is_file, scene_model
from segstyle_core.segmenters.scores import Seen
from segstyle_core.weights import Store

__all__ = ["Scene", "network"]

SMALLEST_SHARE = 0.004
SCENE, THINGS = "mosaic", "voc_deeplab"
UNSURE = 0.45
"""Score below which a name is more likely wrong than right; by eye, over 47 photos."""


class Scene:
    """Semantic segments, one for each class that is seen.

    By default the scene is seen by MOSAIC (Wang and Howard, "MOSAIC: Mobile Segmentation via
    decoding Aggregated Information and encoded Context", 2021), trained on the first 31 classes
    of ADE20K; and, where its weights are here, animals, people and vehicles by DeepLabv3 (Chen et
    al., "Rethinking Atrous Convolution for Semantic Image Segmentation", 2017), trained on PASCAL
    VOC. A segment of which neither is sure is named by its colour and place.

    Args:
        model: an id in the catalogue, or an ONNX file, that is to be asked instead.
        title: for people.
    """

    wants: tuple[Want, ...] = ()

    def __init__(
        self, model: str | None = None, title: str = "What things are: sky, building, tree …"
    ) -> None:
        self.id = "scene" if model is None else f"scene:{model}"
        self.title = title
        self._model = model
        self.weights: tuple[str, ...] = () if model and is_file(model) else (model or SCENE,)

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``."""
        model = network(self._model or self.id, store)
        check(progress, 0.0, "Recognising the scene")
        seen = model.see(view.image, view.label_size)
        check(progress, 0.7, "Recognising the scene")
        segments = _to_map(seen)
        if self._model is None:
            segments = _unsure_by_looks(segments, view.image)
        return Segmentation(segments, view, splitter(view, store))


def network(name: str, store: Store) -> Recogniser:
    """The network of that name, as ``scene_model`` says; “scene” is what the segmenter uses."""
    if name != Scene().id:
        return scene_model(name, store)
    scene = scene_model(SCENE, store)
    return Fusion(scene, scene_model(THINGS, store)) if store.ready(THINGS) else scene


def _to_map(seen: Seen) -> SegmentMap:
    """The likeliest class of each pixel, without specks."""
    labels = seen.probabilities.argmax(axis=0).astype(np.int32)
    labels = absorb_specks(labels, round(SMALLEST_SHARE * labels.size))
    segments, features = [], []
    for id in np.unique(labels).tolist():
        mask = labels == id
        segments.append(Segment(id, seen.classes[id], seen.score(id, mask)))
        features.append(seen.probabilities[:, mask].mean(axis=1))
    return SegmentMap(labels, tuple(segments), np.stack(features))


def _unsure_by_looks(segments: SegmentMap, image: RgbImage) -> SegmentMap:
    """The same, each segment with a low score named by its colour and place."""
    lab = lab_at(image, segments.labels.shape)
    unsure = [each for each in segments.segments if each.score < UNSURE]
    looks = [_appearance(segments.labels == each.id, lab) for each in unsure]
    renamed = {each.id: name for each, name in zip(unsure, names(looks), strict=True)}
    named = (replace(each, name=renamed.get(each.id, each.name)) for each in segments.segments)
    return replace(segments, segments=tuple(named))


def _appearance(mask: np.ndarray, lab: np.ndarray) -> Appearance:
    rows, columns = np.nonzero(mask)
    height, width = mask.shape
    return Appearance(
        lab[mask].mean(axis=0),
        right=float(columns.mean() / width),
        down=float(rows.mean() / height),
        share=float(mask.mean()),
    )
