"""From a photo to named regions of its own size."""

from __future__ import annotations

from dataclasses import dataclass, replace

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage, fit_within, insist_on_size, resize
from segstyle_core.progress import Part, Progress, Silent
from segstyle_core.regions import Region
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.segmenters.registry import AUTO, choose
from segstyle_core.weights import Store

__all__ = ["Division", "divide"]

MOST = 100
ENOUGH_TO_SEE = 1024


@dataclass(frozen=True)
class Division:
    """A divided photo: the segmenter that was really used, and regions from large to small."""

    segmenter: str
    regions: tuple[Region, ...]


def divide(
    image: RgbImage,
    segmenter: str = AUTO,
    count: int | None = None,
    progress: Progress | None = None,
    store: Store | None = None,
) -> Division:
    """Divide a photo into named regions that follow its edges. Never touches the network.

    Args:
        image: uint8 (H, W, 3), at least 16 x 16.
        segmenter: ``auto``, ``scene`` or ``clusters``.
        count: exactly so many regions, 1 to 100; None leaves it to the segmenter.
        progress: told how far it is; obeyed.
        store: of weights; the user's own by default.

    Raises:
        BadInputError: unknown segmenter, impossible count, a picture too small.
        WeightsError: the segmenter's weights are missing or damaged.
        CancelledError: the user does not want to go on.
    """
    store, progress = store or Store(), progress or Silent()
    chosen = choose(segmenter, store)
    _insist_on_sense(image, count)
    small = resize(image, *fit_within(image.shape[1], image.shape[0], ENOUGH_TO_SEE))
    segments = chosen.segment(small, count, store, Part(progress, 0.0, 0.5))
    if count is not None:
        segments = merge_to_count(segments, count, small)
    regions = full_resolution(segments, image, Part(progress, 0.5, 1.0))
    by_area = sorted(regions, key=lambda region: -int(region.coverage.sum(dtype="uint64")))
    return Division(chosen.id, _uniquely_named(by_area))


def _insist_on_sense(image: RgbImage, count: int | None) -> None:
    insist_on_size(image)
    if count is not None and not 1 <= count <= MOST:
        raise BadInputError(
            f"{count} regions cannot be made.", f"Ask for a number from 1 to {MOST}."
        )


def _uniquely_named(regions: list[Region]) -> tuple[Region, ...]:
    """The second region of a name becomes “name 2”, and so on."""
    named: list[Region] = []
    for region in regions:
        taken = {other.name for other in named}
        name, number = region.name, 2
        while name in taken:
            name, number = f"{region.name} {number}", number + 1
        named.append(replace(region, name=name))
    return tuple(named)
