"""``merge``: the regions that the image already has, united or divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.image import Bytes, RgbImage, places_in
from segstyle_core.progress import Part, Progress, check
from segstyle_core.regions import NOWHERE, Region, Segment, SegmentMap
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.regions.present import keep_to, show_each
from segstyle_core.regions.shares import left_over, make_disjoint
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import NETWORKS_DOUBT, Segmentation, View, Want
from segstyle_core.weights import Store

__all__ = ["Channels"]

REST = "rest"
LEAST_REST = 0.002


class Channels:
    """Segments that the user drew; where several cover a pixel, the one that covers more has it."""

    id = "merge"
    title = "The channels that are there"
    weights: tuple[str, ...] = ()
    wants: tuple[Want, ...] = ("channels",)

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``; a segment for each channel, and “rest” for what none covers.

        Raises:
            BadInputError: there are no channels, or nothing of the picture is in them.
        """
        check(progress, 0.0, "Reading the channels")
        return _OfChannels(_to_map(view), view, splitter(view, store))


def _to_map(view: View) -> SegmentMap:
    """The channels' numbers as ids, and the next one for the rest."""
    if not view.hints.channels:
        raise BadInputError(
            "There are no channels to start from.",
            "Paint some, or let another segmenter make them.",
        )
    width, height = view.label_size
    inside = view.inside_at(width, height)
    channels = view.hints.resized(width, height).channels
    shares = [np.where(inside, each.coverage, np.uint8(0)) for each in channels]
    make_disjoint(shares)
    if not any(share.any() for share in shares):
        raise BadInputError(
            "The channels hold nothing of what is to be divided.", "Paint where the picture is."
        )
    labels = _labels([*shares, left_over(shares)], inside)
    for number, share in enumerate(shares):
        if not (labels == number).any():
            _keep_a_pixel(number, share, labels)
    names = [*(each.name for each in channels), REST]
    present = np.unique(labels[inside]).tolist()
    return SegmentMap(labels, tuple(Segment(number, names[number]) for number in present))


def _labels(shares: list[Bytes], inside: NDArray[np.bool_]) -> NDArray[np.int32]:
    """Which of the shares (n, h, w) is the largest; the last one only if it has a part of note."""
    rest = len(shares) - 1
    labels = np.where(inside, np.argmax(shares, axis=0), NOWHERE).astype(np.int32)
    if (labels == rest).sum() >= LEAST_REST * inside.sum():
        return labels
    covered = inside & (shares[rest] < 255)
    labels = np.where(covered, np.argmax(shares[:rest], axis=0), NOWHERE).astype(np.int32)
    ids = np.unique(labels[covered]).tolist()
    known = SegmentMap(labels, tuple(Segment(id, "") for id in ids)).everywhere()
    return np.where(inside, known.labels, np.int32(NOWHERE))


def _keep_a_pixel(number: int, share: Bytes, labels: NDArray[np.int32]) -> None:
    """Give a channel too thin for the map the pixel of which it has most, if it has any."""
    areas = np.bincount(labels[labels != NOWHERE])
    spare = (labels != NOWHERE) & (areas[labels] > 1)
    most = np.where(spare, share, np.uint8(0))
    if most.any():
        labels[np.unravel_index(most.argmax(), most.shape)] = number


class _OfChannels(Segmentation):
    """Channels, whose own edges are kept: only what is split within follows the photo's edges."""

    def regions(
        self, segments: SegmentMap, image: RgbImage, progress: Progress, softness: float
    ) -> tuple[Region, ...]:
        whole = {each.id: np.zeros(image.shape[:2], np.uint8) for each in segments.segments}
        own = self._coverages()
        for number, (id, coverage) in enumerate(own.items()):
            within = segments.within(self.segments.labels == id)
            part = Part(progress, number / len(own), (number + 1) / len(own))
            regions = _divided(coverage, within, image, part, softness)
            for segment, region in zip(within.segments, regions, strict=True):
                whole[segment.id] += region.coverage
        regions = tuple(Region(each.name, whole[each.id], each.score) for each in segments.segments)
        everywhere = np.broadcast_to(np.uint8(255), image.shape[:2])
        show_each(segments, *self._cells(everywhere), everywhere, regions)
        return regions

    def _coverages(self) -> dict[int, Bytes]:
        """The own segments' coverages (H, W), which add up to 255, by id."""
        channels = self.view.given.channels
        ids = [each.id for each in self.segments.segments]
        found = {id: channels[id].coverage.copy() for id in ids if id < len(channels)}
        make_disjoint(list(found.values()))
        left = left_over(list(found.values()))
        if len(channels) in ids:
            return {**found, len(channels): left}
        rows, columns = self._cells(left)
        nearest = self.segments.everywhere().labels
        for row, owners in enumerate(nearest[rows]):
            for id, coverage in found.items():
                coverage[row] += np.where(owners[columns] == id, left[row], np.uint8(0))
        return found

    def _cells(self, mask: Bytes) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For each row and column of the picture, that of the segment map."""
        rows, columns = self.segments.labels.shape
        return places_in(mask.shape[0], rows), places_in(mask.shape[1], columns)


def _divided(
    coverage: Bytes, among: SegmentMap, image: RgbImage, progress: Progress, softness: float
) -> tuple[Region, ...]:
    """A coverage (H, W), divided among segments by the photo's edges."""
    if len(among.segments) == 1:
        return (Region(among.segments[0].name, coverage),)
    parts = full_resolution(among, image, progress, softness, NETWORKS_DOUBT)
    keep_to(coverage, parts)
    return parts
