"""From a photo to named regions of its own size: look once, divide as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.image import (
    Bytes,
    Picture,
    RgbImage,
    fit_area,
    insist_on_size,
    places_in,
    resize,
    shrink_to_most,
)
from segstyle_core.progress import Part, Progress, Silent
from segstyle_core.regions import NOWHERE, Region, Segment, SegmentMap
from segstyle_core.regions.changes import Changes, own_name
from segstyle_core.regions.coverage import SOFTNESS
from segstyle_core.regions.present import keep_to, show_each
from segstyle_core.segmenters.base import View
from segstyle_core.segmenters.hints import Hints
from segstyle_core.segmenters.registry import AUTO, candidates
from segstyle_core.weights import Store

__all__ = ["MOST", "Division", "Look", "divide"]

MOST = 100
VIEW_PIXELS = 1024 * 768


@dataclass(frozen=True)
class Division:
    """A divided photo: the segmenter that was really used, and regions in the order of ``Look.at``.

    At every pixel the coverages add up to 255; to 0 where the picture is transparent, and to
    what is selected where only the inside of a selection was divided. ``numbers`` are the
    regions' ids in that map.
    """

    segmenter: str
    regions: tuple[Region, ...]
    numbers: tuple[int, ...]


class Look:
    """A photo that a segmenter has looked at. Never touches the network.

    Args:
        picture: at least 16 x 16.
        segmenter: an id that ``listing`` gives.
        hints: what the user has marked.
        progress: told how far it is; obeyed.
        store: of weights; the user's own by default.

    Raises:
        BadInputError: unknown segmenter, a picture too small or all transparent, an empty
            selection, nothing marked for a segmenter that wants it.
        WeightsError: the segmenter's weights are missing or damaged.
        CancelledError: the user does not want to go on.
    """

    def __init__(
        self,
        picture: Picture,
        segmenter: str = AUTO,
        hints: Hints | None = None,
        progress: Progress | None = None,
        store: Store | None = None,
    ) -> None:
        store, hints = store or Store(), hints or Hints()
        asked = candidates(segmenter, store)
        insist_on_size(picture.rgb)
        self._present = _present(picture, hints)
        self._image = _without_hidden(picture)
        self.view = _view(self._image, self._present, hints)
        for number, each in enumerate(asked):
            part = Part(progress or Silent(), number / len(asked), (number + 1) / len(asked))
            self.segmenter = each.id
            self._found = each.segment(self.view, store, part)
            if self._found.convinces:
                break

    @property
    def own_count(self) -> int:
        """How many regions there are when the user leaves it to the segmenter."""
        return min(MOST, self._found.own_count_of())

    def prepare(self) -> None:
        """Begin, in a thread, what makes the first call of ``at`` for more than was found quick."""
        self._found.prepare()

    def at(
        self,
        count: int | None = None,
        smallest: float = 0.0,
        changes: Changes | None = None,
    ) -> SegmentMap:
        """Exactly so many segments at a small size: from large to small, each with its own name.

        Args:
            count: 1 to 100; None leaves it to the segmenter.
            smallest: 0..0.5, the share of what is divided that a segment should have at least;
                what is smaller goes to its surroundings.
            changes: made to the segments thereafter; without them the ids are 0, 1, 2 …

        Raises:
            BadInputError: an impossible count, share or change.
        """
        count = min(MOST, self._found.own_count_of(smallest)) if count is None else count
        if not 1 <= count <= MOST:
            raise BadInputError(
                f"{count} regions cannot be made.", f"Ask for a number from 1 to {MOST}."
            )
        segments = _in_order(self._found.at(count, smallest))
        return segments if changes is None else changes.made_in(segments)

    def divide(
        self,
        count: int | None = None,
        progress: Progress | None = None,
        smallest: float = 0.0,
        softness: float = SOFTNESS,
        changes: Changes | None = None,
    ) -> Division:
        """The same segments at the picture's own size, following its edges.

        Args:
            count, smallest, changes: as for ``at``.
            progress: told how far it is; obeyed.
            softness: of the regions' borders, 0 (hard) to 1.

        Raises:
            BadInputError: an impossible count, share, softness or change.
            CancelledError: the user does not want to go on.
        """
        if not 0.0 <= softness <= 1.0:
            raise BadInputError(f"Borders cannot be {softness} soft.", "Give 0 (hard) to 1.")
        segments = self.at(count, smallest, changes)
        regions = self._found.regions(segments, self._image, progress or Silent(), softness)
        if self._present is not None:
            show_each(segments, *self._cells(segments), self._present, regions)
            keep_to(self._present, regions)
        numbers = tuple(each.id for each in segments.segments)
        return Division(self.segmenter, regions, numbers)

    def _cells(self, segments: SegmentMap) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """For each row and column of the picture, that of the map in which it was looked at."""
        rows, columns = (
            places_in(seen, few)[places_in(many, seen)]
            for many, seen, few in zip(
                self._image.shape[:2], self.view.image.shape[:2], segments.labels.shape, strict=True
            )
        )
        return rows, columns


def divide(
    picture: Picture,
    segmenter: str = AUTO,
    count: int | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
    hints: Hints | None = None,
    smallest: float = 0.0,
    softness: float = SOFTNESS,
) -> Division:
    """Look at a photo and divide it, as ``Look`` says."""
    progress = progress or Silent()
    look = Look(picture, segmenter, hints, Part(progress, 0.0, 0.5), store)
    return look.divide(count, Part(progress, 0.5, 1.0), smallest, softness)


def _present(picture: Picture, hints: Hints) -> Bytes | None:
    """How much of each pixel is to be divided; None for all of the picture."""
    if picture.alpha is None and hints.inside is None:
        return None
    inside = hints.inside
    present = np.full(picture.rgb.shape[:2], 255, np.uint8) if inside is None else inside.copy()
    if picture.alpha is not None:
        present[picture.alpha == 0] = 0
    if not present.any():
        raise BadInputError(
            "There is nothing to divide: the layer is transparent."
            if inside is None
            else "There is nothing to divide: the selection holds nothing.",
            "Select some of the photo.",
        )
    return present


def _without_hidden(picture: Picture) -> RgbImage:
    """The picture, its transparent pixels in the mean colour of all others."""
    if picture.alpha is None or picture.alpha.all():
        return picture.rgb
    import cv2

    visible = (picture.alpha > 0).view(np.uint8)
    mean = np.array(cv2.mean(picture.rgb, visible)[:3])
    image = picture.rgb.copy()
    np.copyto(image, mean.round().astype(np.uint8), where=picture.alpha[..., None] == 0)
    return image


def _view(image: RgbImage, present: Bytes | None, hints: Hints) -> View:
    width, height = fit_area(image.shape[1], image.shape[0], VIEW_PIXELS)
    inside = np.ones((height, width), bool)
    if present is not None:
        inside = shrink_to_most(present, width, height) > 0
    return View(resize(image, width, height), inside, hints.resized(width, height), hints)


def _in_order(segments: SegmentMap) -> SegmentMap:
    """Numbered from 0 by area; the second segment of a name becomes “name 2”, and so on."""
    areas = np.bincount(segments.labels[segments.labels != NOWHERE])
    order = sorted(segments.segments, key=lambda each: (-areas[each.id], each.id))
    numbers = np.full(len(areas) + 1, NOWHERE, np.int32)
    named: list[Segment] = []
    for place, segment in enumerate(order):
        numbers[segment.id] = place
        name = own_name(segment.name, [one.name for one in named])
        named.append(replace(segment, id=place, name=name))
    return SegmentMap(numbers[segments.labels], tuple(named))
