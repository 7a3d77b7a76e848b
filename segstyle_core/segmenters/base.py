"""What a way of segmenting is."""

from __future__ import annotations

from typing import Protocol

from segstyle_core.image import RgbImage
from segstyle_core.progress import Progress
from segstyle_core.regions import SegmentMap
from segstyle_core.weights import Store

__all__ = ["LABEL_SIDE", "Segmenter"]

LABEL_SIDE = 512
"""The longest side of a segment map, in pixels; a smaller picture's map has the picture's size."""


class Segmenter(Protocol):
    """A way of dividing a picture.

    Attributes:
        id: as the user and the protocol name it.
        title: one line for people.
        weights: ids in the weights' catalogue of all that it needs.
    """

    id: str
    title: str
    weights: tuple[str, ...]

    def segment(
        self, image: RgbImage, count: int | None, store: Store, progress: Progress
    ) -> SegmentMap:
        """Divide ``image`` (H, W, 3) into about ``count`` segments, or as many as there are.

        The map's size is ``fit_within(W, H, LABEL_SIDE)``. Names may occur twice.

        Raises:
            WeightsError: the weights are not on this machine, or damaged.
            CancelledError: the user does not want to go on.
        """
