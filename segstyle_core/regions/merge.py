"""Exactly N: uniting segments that resemble each other, splitting large ones."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage
from segstyle_core.regions.graph import Graph
from segstyle_core.regions.segment_map import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.split import smooth_colours, split_in_two

__all__ = ["Split", "merge_to_count"]

Split: TypeAlias = Callable[[NDArray[np.bool_]], NDArray[np.bool_]]
"""Finds a part of a mask (H, W), neither empty nor all of it."""


def merge_to_count(
    segments: SegmentMap, count: int, image: RgbImage | None = None, split: Split | None = None
) -> SegmentMap:
    """The same picture in exactly ``count`` segments.

    With too many segments, the smallest is united with the neighbour that it resembles most, by
    the map's features, else by the image's colour, else by the length of the border; the larger
    one's name stays. With too few, the largest is split: between its connected pieces when it
    has several of some size, else by colour and place; both parts keep its name.

    Args:
        segments: the division to change.
        count: segments wanted, at least 1.
        image: the picture, uint8 (h, w, 3) of any size; its colours help.
        split: finds a part of a mask (H, W), neither empty nor all of it; by colour and place
            by default.

    Raises:
        BadInputError: ``count`` is below 1 or above the number of pixels.
    """
    most = int((segments.labels != NOWHERE).sum())
    if not 1 <= count <= most:
        raise BadInputError(
            f"{count} regions cannot be had from this picture.", f"Ask for 1 to {most}."
        )
    if count < len(segments.segments):
        return _united(segments, count, image)
    if count > len(segments.segments):
        return _divided(segments, count, split or _by_colour(segments, image))
    return segments


def _united(segments: SegmentMap, count: int, image: RgbImage | None) -> SegmentMap:
    graph = Graph(segments.labels)
    features = _features(segments, image)
    members = {segment.id: segment for segment in segments.segments}
    while len(graph.areas) > count:
        small = min(graph.areas, key=lambda id: (graph.areas[id], id))
        like = _most_alike(small, graph, features)
        lost, kept = sorted((small, like), key=graph.areas.__getitem__)
        share = graph.areas[lost] / (graph.areas[lost] + graph.areas[kept])
        mixed = share * members[lost].score + (1 - share) * members[kept].score
        members[kept] = replace(members[kept], score=mixed)
        if features is not None:
            features[kept] = share * features[lost] + (1 - share) * features[kept]
        graph.unite(lost, kept)
    left = tuple(members[id] for id in sorted(graph.areas))
    kept_features = None
    if segments.features is not None and features is not None:
        kept_features = np.stack([features[segment.id] for segment in left])
    return SegmentMap(graph.labels(), left, kept_features)


def _features(
    segments: SegmentMap, image: RgbImage | None
) -> dict[int, NDArray[np.float32]] | None:
    """What each segment is like: its own features, else its mean colour."""
    ids = [segment.id for segment in segments.segments]
    if segments.features is not None:
        return dict(zip(ids, segments.features, strict=True))
    if image is None:
        return None
    colours = smooth_colours(image, segments.labels.shape)
    return {id: colours[segments.labels == id].mean(axis=0) for id in ids}


def _most_alike(small: int, graph: Graph, features: dict[int, NDArray[np.float32]] | None) -> int:
    borders = graph.borders[small]
    if features is None and borders:
        return max(borders, key=lambda id: (borders[id], -id))
    others = borders or [id for id in graph.areas if id != small]
    if features is None:
        return max(others, key=lambda id: (graph.areas[id], -id))
    return min(others, key=lambda id: (float(np.linalg.norm(features[id] - features[small])), id))


def _by_colour(segments: SegmentMap, image: RgbImage | None) -> Split:
    colours = None if image is None else smooth_colours(image, segments.labels.shape)
    return lambda mask: split_in_two(mask, colours)


def _divided(segments: SegmentMap, count: int, split: Split) -> SegmentMap:
    labels = segments.labels.copy()
    members = {segment.id: segment for segment in segments.segments}
    ids, counts = np.unique(labels[labels != NOWHERE], return_counts=True)
    areas = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    origin = {id: id for id in members}
    while len(members) < count:
        large = max(areas, key=lambda id: (areas[id], -id))
        part = split(labels == large)
        new = max(members) + 1
        labels[part] = new
        areas[new] = int(part.sum())
        areas[large] -= areas[new]
        members[new] = Segment(new, members[large].name, members[large].score)
        origin[new] = origin[large]
    features = None
    if segments.features is not None:
        rows = dict(zip((s.id for s in segments.segments), segments.features, strict=True))
        features = np.stack([rows[origin[id]] for id in members])
    return SegmentMap(labels, tuple(members.values()), features)
