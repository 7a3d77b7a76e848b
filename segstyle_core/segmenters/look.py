"""From a photo to named regions of its own size: look once, divide as often as wanted."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from segstyle_core.errors import BadInputError
from segstyle_core.image import Bytes, Picture, fit_area, insist_on_size, resize, shrink_to_most
from segstyle_core.progress import Part, Progress, Silent
from segstyle_core.regions import NOWHERE, Region, Segment, SegmentMap
from segstyle_core.segmenters.base import View
from segstyle_core.segmenters.hints import Hints
from segstyle_core.segmenters.registry import AUTO, choose
from segstyle_core.weights import Store

__all__ = ["MOST", "Division", "Look", "divide"]

MOST = 100
VIEW_PIXELS = 1024 * 768


@dataclass(frozen=True)
class Division:
    """A divided photo: the segmenter that was really used, and regions in the order of ``Look.at``.

    At every pixel the coverages add up to 255; to 0 where the picture is transparent, and to
    what is selected where only the inside of a selection was divided.
    """

    segmenter: str
    regions: tuple[Region, ...]


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
        chosen = choose(segmenter, store)
        insist_on_size(picture.rgb)
        self._picture = picture
        self._present = _present(picture, hints)
        self.segmenter = chosen.id
        self.view = _view(picture, self._present, hints)
        self._found = chosen.segment(self.view, store, progress or Silent())

    @property
    def own_count(self) -> int:
        """How many regions there are when the user leaves it to the segmenter."""
        return min(MOST, self._found.own_count)

    def at(self, count: int | None = None) -> SegmentMap:
        """Exactly so many segments at a small size: from large to small, each with its own name.

        Args:
            count: 1 to 100; None leaves it to the segmenter.

        Raises:
            BadInputError: an impossible count.
        """
        count = self.own_count if count is None else count
        if not 1 <= count <= MOST:
            raise BadInputError(
                f"{count} regions cannot be made.", f"Ask for a number from 1 to {MOST}."
            )
        return _in_order(self._found.at(count))

    def divide(self, count: int | None = None, progress: Progress | None = None) -> Division:
        """The same segments at the picture's own size, following its edges.

        Raises:
            BadInputError: an impossible count.
            CancelledError: the user does not want to go on.
        """
        regions = self._found.regions(self.at(count), self._picture.rgb, progress or Silent())
        if self._present is not None:
            _keep_to(self._present, regions)
        return Division(self.segmenter, regions)


def divide(
    picture: Picture,
    segmenter: str = AUTO,
    count: int | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
    hints: Hints | None = None,
) -> Division:
    """Look at a photo and divide it, as ``Look`` says."""
    progress = progress or Silent()
    look = Look(picture, segmenter, hints, Part(progress, 0.0, 0.5), store)
    return look.divide(count, Part(progress, 0.5, 1.0))


def _present(picture: Picture, hints: Hints) -> Bytes | None:
    """How much of each pixel is to be divided; None for all of the picture."""
    if picture.alpha is None and hints.inside is None:
        return None
    shape = picture.rgb.shape[:2]
    inside = np.full(shape, 255, np.uint8) if hints.inside is None else hints.inside
    present = inside if picture.alpha is None else np.where(picture.alpha > 0, inside, 0)
    if not present.any():
        what = "layer is transparent" if hints.inside is None else "selection holds nothing"
        raise BadInputError(f"There is nothing to divide: the {what}.", "Select some of the photo.")
    return present.astype(np.uint8)


def _view(picture: Picture, present: Bytes | None, hints: Hints) -> View:
    width, height = fit_area(picture.width, picture.height, VIEW_PIXELS)
    image = resize(picture.rgb, width, height)
    if picture.alpha is not None:
        visible = shrink_to_most(picture.alpha, width, height) > 0
        image = np.where(visible[..., None], image, image[visible].mean(axis=0)).astype(np.uint8)
    inside = np.ones((height, width), bool)
    if present is not None:
        inside = shrink_to_most(present, width, height) > 0
    return View(image, inside, hints.resized(width, height))


def _in_order(segments: SegmentMap) -> SegmentMap:
    """Numbered from 0 by area; the second segment of a name becomes “name 2”, and so on."""
    areas = {each.id: int((segments.labels == each.id).sum()) for each in segments.segments}
    order = sorted(segments.segments, key=lambda each: (-areas[each.id], each.id))
    numbers = np.full(max(areas) + 2, NOWHERE, np.int32)
    named: list[Segment] = []
    for place, segment in enumerate(order):
        numbers[segment.id] = place
        named.append(replace(segment, id=place, name=_own_name(segment.name, named)))
    return SegmentMap(numbers[segments.labels], tuple(named))


def _own_name(name: str, others: list[Segment]) -> str:
    taken = {other.name for other in others}
    own, number = name, 2
    while own in taken:
        own, number = f"{name} {number}", number + 1
    return own


def _keep_to(present: Bytes, regions: tuple[Region, ...]) -> None:
    """Bring coverages that add up to 255 down to ``present``, in place; exactly."""
    before = np.zeros(present.shape, np.uint16)
    total = np.zeros(present.shape, np.uint16)
    factor = present.astype(np.uint16)
    for region in regions:
        total += region.coverage
        upto = ((total * factor.astype(np.uint32) + 127) // 255).astype(np.uint16)
        region.coverage[:] = upto - before
        before = upto
