"""What a way of segmenting is given, what it finds, and what it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, fit_area, shrink_to_most
from segstyle_core.progress import Progress
from segstyle_core.regions import NOWHERE, Region, SegmentMap
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.regions.merge import merge_to_count, without_small
from segstyle_core.segmenters.hints import Hints
from segstyle_core.weights import Store

__all__ = [
    "LABEL_PIXELS",
    "NETWORKS_DOUBT",
    "Segmentation",
    "Segmenter",
    "Splitter",
    "View",
    "Want",
]

LABEL_PIXELS = 512 * 384
"""About how many pixels a segment map has; a smaller picture's map has the picture's size."""

NETWORKS_DOUBT = 6.0
"""Pixels of a segment map by which a border may be off that a network has seen at a small size."""

CERTAIN, ALL_BUT = 0.75, 0.9
"""Of 47 photos, all but one of the scenes are seen with a mean score above 0.75, nearly all of
the close-ups and patterns below; what is called one thing by more than nine tenths is undivided.
"""

Want: TypeAlias = Literal["area", "strokes", "channels"]
"""What the user may have to mark first: see ``Hints``."""


@dataclass(frozen=True)
class View:
    """A picture as segmenters see it: no larger than is good for them.

    Attributes:
        image: uint8 (h, w, 3); where the picture is transparent, its mean colour.
        inside: bool (h, w), the pixels that are to be divided; at least one.
        hints: what the user has marked, at the image's size.
        given: the same as the user gave it, at the picture's own size.
    """

    image: RgbImage
    inside: NDArray[np.bool_]
    hints: Hints = field(default_factory=Hints)
    given: Hints = field(default_factory=Hints)

    @property
    def label_size(self) -> tuple[int, int]:
        """Width and height that a segment map of this view should have."""
        return fit_area(self.image.shape[1], self.image.shape[0], LABEL_PIXELS)

    def inside_at(self, width: int, height: int) -> NDArray[np.bool_]:
        """``inside`` at another size: every pixel of which something is inside."""
        return shrink_to_most(self.inside.view(np.uint8), width, height) > 0


class Splitter(Protocol):
    """Finds a part of a mask (h, w) that is to be a segment of its own."""

    def __call__(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The part (h, w), neither empty nor all of it."""

    def prepare(self) -> None:
        """Begin, in a thread of its own, what takes long at the first split."""


class Segmentation:
    """What a segmenter found in a view, for any number of regions.

    Args:
        segments: as many as the segmenter finds by itself, from the whole view; names may occur
            twice.
        view: what it was found in.
        split: how a segment is divided when more are wanted; by colour and place by default.
        doubt: how many pixels of the map its borders may be off; a network's are vague.
    """

    def __init__(
        self,
        segments: SegmentMap,
        view: View,
        split: Splitter | None = None,
        doubt: float = NETWORKS_DOUBT,
    ) -> None:
        height, width = segments.labels.shape
        self.view = view
        self.segments = segments.within(view.inside_at(width, height))
        self.doubt = doubt
        self._split = split

    @property
    def convinces(self) -> bool:
        """Whether it is sure, on average, of what it found, and that is more than one thing."""
        labels = self.segments.labels[self.segments.labels != NOWHERE]
        shares = [float((labels == each.id).mean()) for each in self.segments.segments]
        scores = (each.score for each in self.segments.segments)
        mean = sum(share * score for share, score in zip(shares, scores, strict=True))
        return mean >= CERTAIN and max(shares) <= ALL_BUT

    def prepare(self) -> None:
        """Begin what would make the first call of ``at`` for more segments slow."""
        if self._split is not None:
            self._split.prepare()

    def own_count_of(self, smallest: float = 0.0) -> int:
        """How many regions there are when the user leaves it to the segmenter.

        Args:
            smallest: see ``without_small``.
        """
        return len(without_small(self.segments, smallest, self.view.image).segments)

    def at(self, count: int, smallest: float = 0.0) -> SegmentMap:
        """Exactly ``count`` segments; quick, for it is called while a slider is dragged.

        Args:
            count: wanted.
            smallest: see ``without_small``.

        Raises:
            BadInputError: more than there are pixels, or an impossible ``smallest``.
        """
        return merge_to_count(self.segments, count, self.view.image, self._split, smallest)

    def regions(
        self, segments: SegmentMap, image: RgbImage, progress: Progress, softness: float
    ) -> tuple[Region, ...]:
        """The segments, which ``at`` gave, as coverages of the full picture (H, W, 3).

        They add up to 255 everywhere, also outside. ``softness`` is of their borders, 0 to 1.
        """
        return full_resolution(segments, image, progress, softness, self.doubt)


class Segmenter(Protocol):
    """A way of dividing a picture.

    Attributes:
        id: as the user and the protocol name it.
        title: one line for people.
        weights: ids in the weights' catalogue of all that it needs.
        wants: what the user can mark for it, at least one of them; empty when it needs nothing.
    """

    id: str
    title: str
    weights: tuple[str, ...]
    wants: tuple[Want, ...]

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """Look at the picture once.

        Raises:
            BadInputError: what it wants is not marked.
            WeightsError: the weights are not on this machine, or damaged.
            CancelledError: the user does not want to go on.
        """
