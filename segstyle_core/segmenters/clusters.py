"""``clusters``: what looks alike, by deep features, colour, place, subject and contours."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.progress import Progress
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.segmenters.alike import WEIGHTS, Alike, ByLikeness, compare
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.names import Appearance, names
from segstyle_core.weights import Store

__all__ = ["Clusters"]

Floats = NDArray[np.float32]

FEWEST, MOST = 3, 8
IS_SUBJECT = 0.6
MOST_OF = 0.75


class Clusters:
    """Segments of like appearance; knows no classes, so it works for any photo."""

    id = "clusters"
    title = "What looks alike"
    weights: tuple[str, ...] = WEIGHTS
    wants: tuple[Want, ...] = ()

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``; three to eight segments by itself, fewer when little is to be seen."""
        return _Nested(compare(view, store, progress), view)


class _Nested(Segmentation):
    """Segments of any number: those of N are those of N + 1, two of them united."""

    def __init__(self, alike: Alike, view: View) -> None:
        self._alike = alike
        self._seen = _seen(alike)
        own = self._of(alike.tree.natural_count(FEWEST, MOST))
        super().__init__(own, view, ByLikeness(lambda: alike))

    def at(self, count: int, smallest: float = 0.0) -> SegmentMap:
        of_count = self._of(max(1, count))
        return merge_to_count(of_count, count, self.view.image, self._split, smallest)

    def _of(self, count: int) -> SegmentMap:
        """``count`` segments, or as many as there are pieces."""
        alike = self._alike
        groups = alike.tree.groups(count)
        called = _names(alike.pieces.areas, groups, self._seen)
        scores = _scores(alike, groups)
        segments = tuple(
            Segment(id, name, float(score))
            for id, (name, score) in enumerate(zip(called, scores, strict=True))
        )
        return SegmentMap(alike.pieces.owned(groups), segments)


def _seen(alike: Alike) -> Floats:
    """What names tell of each piece (n, 6): CIELAB, right and down in 0..1, saliency."""
    height, width = alike.lab.shape[:2]
    down, right = np.mgrid[0:height, 0:width].astype(np.float32)
    planes = (alike.lab, right / width, down / height, alike.salient)
    return alike.pieces.mean(np.dstack(planes))


def _names(areas: NDArray[np.int64], groups: NDArray[np.intp], seen: Floats) -> list[str]:
    """A name for each group; “subject” for the one that is nearly all of the subject."""
    sizes = np.bincount(groups, areas)
    sums = np.zeros((len(sizes), seen.shape[1]))
    np.add.at(sums, groups, seen * areas[:, None])
    means = (sums / sizes[:, None]).astype(np.float32)
    salient = sums[:, 5]
    most = int(salient.argmax())
    is_subject = means[most, 5] > IS_SUBJECT and salient[most] > MOST_OF * salient.sum()
    subject = most if len(sizes) > 1 and is_subject else None
    others = [group for group in range(len(sizes)) if group != subject]
    called = dict.fromkeys(range(len(sizes)), "subject")
    appearances = [
        Appearance(
            means[group, :3],
            right=float(means[group, 3]),
            down=float(means[group, 4]),
            share=sizes[group] / areas.sum(),
        )
        for group in others
    ]
    called.update(zip(others, names(appearances), strict=True))
    return list(called.values())


def _scores(alike: Alike, groups: NDArray[np.intp]) -> Floats:
    """How well each group stands apart (m,), 0..1; 1 when it is alone.

    It is (1 + s) / 2 for the mean, by area, of its pieces' simplified silhouettes
    s = (b - a) / max(a, b): a is a piece's distance from its own group's mean cues, b from the
    nearest other group's (Rousseeuw 1987; Hruschka et al. 2006). A piece that is a group has 0.
    """
    centres = alike.mean_cues(groups)
    if len(centres) == 1:
        return np.ones(1, np.float32)
    distances = np.linalg.norm(alike.cues[:, None] - centres[None], axis=2)
    pieces = np.arange(len(groups))
    own = distances[pieces, groups]
    distances[pieces, groups] = np.inf
    other = distances.min(axis=1)
    silhouettes = (other - own) / np.maximum(np.maximum(own, other), 1e-6)
    silhouettes[np.bincount(groups)[groups] == 1] = 0.0
    areas = alike.pieces.areas
    means = np.bincount(groups, silhouettes * areas) / np.bincount(groups, areas)
    return ((1.0 + means) / 2.0).astype(np.float32)
