"""Exactly N: uniting segments that resemble each other, splitting large ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from heapq import heapify, heappop, heappush
from math import ceil
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage
from segstyle_core.regions.graph import Graph
from segstyle_core.regions.resemblance import Resemblance
from segstyle_core.regions.segment_map import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.regions.split import smooth_colours, split_in_two

__all__ = ["Split", "merge_to_count", "without_small"]

Split: TypeAlias = Callable[[NDArray[np.bool_]], NDArray[np.bool_]]
"""Finds a part of a mask (H, W), neither empty nor all of it."""


def merge_to_count(
    segments: SegmentMap,
    count: int,
    image: RgbImage | None = None,
    split: Split | None = None,
    smallest: float = 0.0,
) -> SegmentMap:
    """The same picture in exactly ``count`` segments.

    First what is too small goes, as ``without_small`` says. With too many segments left, the
    smallest is united with the one that it resembles most: of its own name if there is one, else
    of its neighbours, judged by ``Resemblance``; the larger one's name stays. With too few, the
    largest is split: between its connected pieces when it has several of some size, else by
    colour and place; both parts keep its name.

    Args:
        segments: the division to change.
        count: segments wanted, at least 1.
        image: the picture, uint8 (h, w, 3) of any size; its colours help.
        split: finds a part of a mask (H, W), neither empty nor all of it; by colour and place
            by default.
        smallest: see ``without_small``; splitting may go below it.

    Raises:
        BadInputError: ``count`` is below 1 or above the number of pixels, or an impossible
            ``smallest``.
    """
    most = int((segments.labels != NOWHERE).sum())
    if not 1 <= count <= most:
        raise BadInputError(
            f"{count} regions cannot be had from so small an area.",
            f"Ask for 1 to {most}, or select more.",
        )
    segments = without_small(segments, smallest, image)
    if count < len(segments.segments):
        return _united(segments, count, 0.0, image)
    if count > len(segments.segments):
        return _divided(segments, count, split or _by_colour(segments, image))
    return segments


def without_small(
    segments: SegmentMap, smallest: float, image: RgbImage | None = None
) -> SegmentMap:
    """The same without segments, pieces and holes below a share of the area.

    Connected pieces go to the neighbour with the longest border, and what then is still too
    small, because nothing touches it, to the segment that it resembles most. One is always left.

    Args:
        segments: the division to change.
        smallest: 0..0.5, a share of all pixels that are not ``NOWHERE``.
        image: as for ``merge_to_count``.

    Raises:
        BadInputError: an impossible ``smallest``.
    """
    if not 0.0 <= smallest <= 0.5:
        raise BadInputError(
            f"No region can be made to have at least {smallest:.0%} of the picture.",
            "Ask for 0 to 50 %.",
        )
    limit = smallest * int((segments.labels != NOWHERE).sum())
    if limit <= 1.0:
        return segments
    clean = segments.with_labels(absorb_specks(segments.labels, ceil(limit)))
    return _united(clean, len(clean.segments), limit, image)


def _united(segments: SegmentMap, count: int, limit: float, image: RgbImage | None) -> SegmentMap:
    """At most ``count`` segments, none of fewer than ``limit`` pixels unless there is only one."""
    graph = Graph(segments.labels)
    areas = graph.areas
    likeness = Resemblance(segments, image)
    members = {segment.id: segment for segment in segments.segments}
    by_size = [(area, id) for id, area in areas.items()]
    heapify(by_size)
    while len(areas) > 1 and (len(areas) > count or by_size[0][0] < limit):
        area, small = heappop(by_size)
        if areas.get(small) != area:
            continue
        like = likeness.closest(small, graph.borders[small])
        lost, kept = sorted((small, like), key=areas.__getitem__)
        share = areas[lost] / (areas[lost] + areas[kept])
        score = share * members[lost].score + (1 - share) * members[kept].score
        members[kept] = replace(members[kept], score=score)
        likeness.unite(lost, kept, share)
        graph.unite(lost, kept)
        heappush(by_size, (areas[kept], kept))
    left = tuple(segment for segment in segments.segments if segment.id in areas)
    features = None
    if segments.features is not None:
        features = likeness.features_of([segment.id for segment in left])
    return SegmentMap(graph.labels(), tuple(members[each.id] for each in left), features)


def _by_colour(segments: SegmentMap, image: RgbImage | None) -> Split:
    colours = None if image is None else smooth_colours(image, segments.labels.shape)
    return lambda mask: split_in_two(mask, colours)


def _divided(segments: SegmentMap, count: int, split: Split) -> SegmentMap:
    labels = segments.labels.copy()
    members = {segment.id: segment for segment in segments.segments}
    areas = Graph(labels).areas
    origin = {segment.id: place for place, segment in enumerate(segments.segments)}
    while len(members) < count:
        large = max(areas, key=lambda id: (areas[id], -id))
        part = split(labels == large)
        new = max(members) + 1
        labels[part] = new
        areas[new] = int(part.sum())
        areas[large] -= areas[new]
        members[new] = Segment(new, members[large].name, members[large].score)
        origin[new] = origin[large]
    features = None if segments.features is None else segments.features[list(origin.values())]
    return SegmentMap(labels, tuple(members.values()), features)
