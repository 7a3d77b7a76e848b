"""The two shapes a division of a photo takes: a segment map, and regions with coverage."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, Bytes
from segstyle_core.regions.tiles import occupied

__all__ = ["NOWHERE", "Region", "Segment", "SegmentMap"]

GIMPS_TILE = 128
NOWHERE = -1
"""The label of pixels that belong to no segment: transparent, or outside the selection."""


@dataclass(frozen=True)
class Segment:
    """One label of a segment map: its number, a name for people, and how sure we are (0..1)."""

    id: int
    name: str
    score: float = 1.0


@dataclass(frozen=True)
class SegmentMap:
    """A disjoint, complete division of a picture at a segmenter's own resolution.

    Attributes:
        labels: int32 (H, W); every value is the id of exactly one segment, or ``NOWHERE``.
        segments: one for each label present, in any order.
        features: optional float32 (len(segments), D) in the segments' order, by which
            merging judges resemblance.

    Raises:
        ValueError: labels without a segment, segments without a pixel, or ids twice.
    """

    labels: NDArray[np.int32]
    segments: tuple[Segment, ...]
    features: NDArray[np.float32] | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        present = set(np.unique(self.labels).tolist()) - {NOWHERE}
        ids = [segment.id for segment in self.segments]
        if len(ids) != len(set(ids)) or set(ids) != present:
            raise ValueError("the labels and the segments of a segment map must be the same set")
        if self.features is not None and len(self.features) != len(ids):
            raise ValueError("there must be one feature row for each segment")

    def within(self, inside: NDArray[np.bool_]) -> SegmentMap:
        """The same with ``NOWHERE`` outside of ``inside`` (H, W); empty segments are gone."""
        return self.with_labels(np.where(inside, self.labels, np.int32(NOWHERE)))

    def with_labels(self, labels: NDArray[np.int32]) -> SegmentMap:
        """The same segments on other ``labels`` (H, W); those that are not there are gone."""
        left = set(np.unique(labels).tolist())
        kept = [place for place, segment in enumerate(self.segments) if segment.id in left]
        features = None if self.features is None else self.features[kept]
        return SegmentMap(labels, tuple(self.segments[place] for place in kept), features)

    def everywhere(self) -> SegmentMap:
        """The same with each pixel that is ``NOWHERE`` given to the nearest segment."""
        nowhere = self.labels == NOWHERE
        if not nowhere.any():
            return self
        from scipy.ndimage import distance_transform_edt

        nearest = distance_transform_edt(nowhere, return_distances=False, return_indices=True)
        return SegmentMap(self.labels[tuple(nearest)], self.segments, self.features)


@dataclass(frozen=True)
class Region:
    """A named coverage of a picture.

    Attributes:
        name: as the user reads it.
        coverage: uint8 (H, W), the picture's size; how much of each pixel the region has.
        score: 0..1, how sure the segmenter is.
    """

    name: str
    coverage: Bytes
    score: float = 1.0

    @property
    def box(self) -> Box | None:
        """The smallest box that holds the region; None when it is empty."""
        return Box.around(self.coverage)

    @property
    def parts(self) -> list[Box]:
        """Boxes outside of which the region is 0, in strips that suit GIMP's tiles."""
        return list(occupied(self.coverage, GIMPS_TILE))
