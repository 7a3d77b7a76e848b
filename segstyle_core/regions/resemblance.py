"""How much the segments of a map resemble each other, while they are being united."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage
from segstyle_core.regions.segment_map import NOWHERE, SegmentMap
from segstyle_core.regions.split import lab_at

__all__ = ["Resemblance"]

Floats = NDArray[np.float64]

COLOUR_STEP = 20.0
BORDER_WEIGHT = 0.5


class Resemblance:
    """Judges which segment a small one resembles most.

    The unlikeness of a small segment s and another one o is

        ``|f_s - f_o| + (1 - exp(-|c_s - c_o| / 20)) + 0.5 · (1 - b / p)``

    with f the segments' features (0 where the map has none), c their mean CIELAB colours
    (likewise without a picture), b the length of their common border and p the length of all
    the small one's borders with other segments.

    Args:
        segments: the map.
        image: uint8 (h, w, 3) of any size, or None.
    """

    def __init__(self, segments: SegmentMap, image: RgbImage | None) -> None:
        self._place = {segment.id: place for place, segment in enumerate(segments.segments)}
        self._names = {segment.id: segment.name for segment in segments.segments}
        self._of_name: dict[str, set[int]] = {}
        for id, name in self._names.items():
            self._of_name.setdefault(name, set()).add(id)
        count = len(segments.segments)
        features = np.zeros((count, 0)) if segments.features is None else segments.features
        self._features: Floats = features.astype(np.float64)
        self._colours = np.zeros((count, 0)) if image is None else _mean_colours(segments, image)

    def closest(self, small: int, borders: dict[int, int]) -> int:
        """The segment that is the most like ``small``.

        Only those of its own name are asked, if there are any; else those it touches, if there
        are any; else all. Of several equally like it the one with the lowest id.

        Args:
            small: a segment's id.
            borders: its neighbours, and how long the border with each is.
        """
        namesakes = self._of_name[self._names[small]] - {small}
        others = sorted(namesakes or borders or self._place.keys() - {small})
        places = [self._place[other] for other in others]
        lengths = np.array([borders.get(other, 0) for other in others])
        share = lengths / max(1, sum(borders.values()))
        features = self._distances(self._features, small, places)
        colours = self._distances(self._colours, small, places)
        unlike = features - np.exp(-colours / COLOUR_STEP) - BORDER_WEIGHT * share
        return others[int(unlike.argmin())]

    def unite(self, lost: int, kept: int, share: float) -> None:
        """Make ``lost`` part of ``kept``; it brings a ``share`` (0..1) of their pixels."""
        gone, heir = self._place.pop(lost), self._place[kept]
        for rows in (self._features, self._colours):
            rows[heir] = share * rows[gone] + (1 - share) * rows[heir]
        self._of_name[self._names[lost]].discard(lost)

    def features_of(self, ids: list[int]) -> NDArray[np.float32]:
        """The features, float32 (n, D), of segments that are left."""
        return self._features[[self._place[id] for id in ids]].astype(np.float32)

    def _distances(self, rows: Floats, small: int, places: list[int]) -> Floats:
        difference = rows[places] - rows[self._place[small]]
        distances: Floats = np.sqrt(np.einsum("ij,ij->i", difference, difference))
        return distances


def _mean_colours(segments: SegmentMap, image: RgbImage) -> Floats:
    """CIELAB (n, 3), in the segments' order."""
    present = segments.labels != NOWHERE
    ids = np.array([segment.id for segment in segments.segments])
    order = np.argsort(ids)
    places = order[np.searchsorted(ids, segments.labels[present], sorter=order)]
    areas = np.bincount(places)
    lab = lab_at(image, segments.labels.shape)[present]
    return np.stack([np.bincount(places, lab[:, i]) for i in range(3)], axis=1) / areas[:, None]
