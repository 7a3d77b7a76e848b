"""``subject``: what stands out in the photo, and what is behind it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.progress import Progress, check
from segstyle_core.regions import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.saliency import saliency
from segstyle_core.weights import Store

__all__ = ["Subject"]

BACKGROUND, SUBJECT = 0, 1
NAMES = {BACKGROUND: "background", SUBJECT: "subject"}
LIKELY = 0.5
UNLIKELY = 0.25
SMALLEST = 0.004
SPECK = 0.03


class Subject:
    """Two segments, the subject and the background."""

    id = "subject"
    title = "The subject and what is behind it"
    weights: tuple[str, ...] = ("u2netp",)
    wants: tuple[Want, ...] = ()

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``.

        Raises:
            BadInputError: nothing stands out.
        """
        path = store.path("u2netp")
        check(progress, 0.0, "Looking for the subject")
        salient = saliency(view, path)
        check(progress, 0.9, "Looking for the subject")
        return Segmentation(_to_map(salient, view), view, splitter(view, store))


def _to_map(salient: NDArray[np.float32], view: View) -> SegmentMap:
    """Subject and background, for ``salient`` (h, w) in 0..1; no holes or specks in either."""
    inside = view.inside_at(salient.shape[1], salient.shape[0])
    likely = inside & (salient > min(LIKELY, max(UNLIKELY, _between(salient[inside]))))
    clear = (salient[inside] > LIKELY).mean() > SMALLEST and salient[likely].mean() > LIKELY
    if not clear:
        raise BadInputError(
            "Nothing stands out clearly as the subject of this picture.",
            "Divide it by what looks alike, or draw round the subject and use that.",
        )
    labels = np.where(inside, likely, NOWHERE).astype(np.int32)
    labels = absorb_specks(labels, round(SPECK * likely.sum()))
    sure = {SUBJECT: salient, BACKGROUND: 1.0 - salient}
    segments = tuple(
        Segment(id, NAMES[id], float(sure[id][labels == id].mean()))
        for id in (BACKGROUND, SUBJECT)
        if (labels == id).any()
    )
    return SegmentMap(labels, segments)


def _between(values: NDArray[np.float32]) -> float:
    """The value that parts two kinds of values (n,) in 0..1 best (Otsu 1979)."""
    import cv2

    levels = (255 * values).astype(np.uint8)
    return float(cv2.threshold(levels, 0, 255, cv2.THRESH_BINARY + cv2.THRESH_OTSU)[0]) / 255.0
