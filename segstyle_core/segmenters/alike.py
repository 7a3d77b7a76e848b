"""What is alike in a picture: its pieces, what is known of them, and the order of their union."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box
from segstyle_core.progress import Progress, Silent, check
from segstyle_core.regions import NOWHERE
from segstyle_core.regions.split import lab_at, split_in_two
from segstyle_core.segmenters.base import View
from segstyle_core.segmenters.contours import borders, contour_clearness
from segstyle_core.segmenters.cues import weigh, with_subject
from segstyle_core.segmenters.grouping import Tree, grow
from segstyle_core.segmenters.network import input_size, run
from segstyle_core.segmenters.saliency import saliency
from segstyle_core.segmenters.superpixels import Pieces, superpixels
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

__all__ = ["WEIGHTS", "Alike", "ByLikeness", "compare", "splitter"]

Floats = NDArray[np.float32]

WEIGHTS = ("vgg19_features", "u2netp")
PIECES = 800
FRAME = 2
SPLIT_AMONG = 100


@dataclass(frozen=True)
class Alike:
    """The pieces of a picture and what is known of them.

    Attributes:
        pieces: n of them.
        cues: float32 (n, d), the nearer two rows, the more alike the pieces.
        clearness: float32 (h, w) of 0..1, how clear a contour runs through each pixel.
        lab: float32 (h, w, 3), CIELAB.
        salient: float32 (h, w) of 0..1, how much each pixel belongs to the photo's subject.
    """

    pieces: Pieces
    cues: Floats
    clearness: Floats
    lab: Floats
    salient: Floats

    @cached_property
    def tree(self) -> Tree:
        """The order in which the pieces are united."""
        return grow(self.pieces.areas, self.cues, borders(self.pieces, self.clearness))

    def part(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """The part of ``mask`` (h, w) that is least like the rest of it; the smaller one."""
        box = Box.around(mask.view(np.uint8))
        assert box is not None
        within = np.where(mask[box.slices], self._groups[box.slices], np.int32(NOWHERE))
        ids = np.flatnonzero(np.bincount(within[within != NOWHERE]))
        if len(ids) < 2:
            return split_in_two(mask, self.lab)
        parts = Pieces.of(within)
        clearness = self.clearness[box.slices]
        tree = grow(parts.areas, self._group_cues[ids], borders(parts, clearness))
        halves = parts.owned(tree.groups(2))
        part = np.zeros(mask.shape, bool)
        part[box.slices] = halves == (0 if 2 * (halves == 0).sum() <= parts.areas.sum() else 1)
        return part

    @cached_property
    def _groups(self) -> NDArray[np.int32]:
        """The groups (h, w) among which a mask is split."""
        return self.pieces.owned(self.tree.groups(SPLIT_AMONG))

    @cached_property
    def _group_cues(self) -> Floats:
        return self.mean_cues(self.tree.groups(SPLIT_AMONG))

    def mean_cues(self, groups: NDArray[np.intp]) -> Floats:
        """The cues (m, d) of groups, numbered for each piece (n,), weighed by area."""
        areas = self.pieces.areas.astype(np.float32)
        sums = np.zeros((groups.max() + 1, self.cues.shape[1]), np.float32)
        np.add.at(sums, groups, self.cues * areas[:, None])
        return np.asarray(sums / np.bincount(groups, areas)[:, None], np.float32)


def compare(view: View, store: Store, progress: Progress) -> Alike:
    """Look at a picture with both networks.

    Raises:
        WeightsError: the weights are not on this machine, or damaged.
        CancelledError: the user does not want to go on.
    """
    features, subject = (store.path(id) for id in WEIGHTS)
    width, height = view.label_size
    check(progress, 0.0, "Looking for what is alike")
    spec = catalogue()["vgg19_features"].input
    with ThreadPoolExecutor(1) as aside:
        seeing = aside.submit(run, features, view.image, spec, input_size(view.image, spec))
        judging = aside.submit(saliency, view, subject)
        lab = lab_at(view.image, (height, width))
        pieces = superpixels(lab, view.inside_at(width, height), PIECES)
        clearness = contour_clearness(lab)
        check(progress, 0.3, "Looking for what is alike")
        raw = seeing.result()
        check(progress, 0.6, "Looking for the subject")
        looks = weigh(pieces, lab, [_without_frame(each) for each in raw])
        salient = judging.result()
    check(progress, 0.8, "Uniting what is alike")
    cues = with_subject(looks, pieces, salient)
    return Alike(pieces, cues, clearness, lab, salient)


def _without_frame(response: Floats) -> Floats:
    """A response (1, c, h, w) whose outermost places have what their neighbours further in have.

    The network sees nothing beyond the picture's edge; so plain ground looks another there.
    """
    height, width = response.shape[2:]
    y, x = (min(FRAME, (side - 1) // 2) for side in (height, width))
    inner = response[:, :, y : height - y, x : width - x]
    return np.pad(inner, ((0, 0), (0, 0), (y, y), (x, x)), mode="edge")


class ByLikeness:
    """Splits segments of a picture by what is alike in it, each mask once.

    Args:
        look: has the picture compared; called once, when it is first needed.
    """

    def __init__(self, look: Callable[[], Alike]) -> None:
        self._look = look
        self._compared: Future[Alike] | None = None
        self._known: dict[bytes, NDArray[np.uint8]] = {}

    def __call__(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """See ``Splitter``."""
        key = np.packbits(mask).tobytes()
        if key not in self._known:
            self._known[key] = np.packbits(self._comparing().result().part(mask))
        return np.unpackbits(self._known[key], count=mask.size).reshape(mask.shape).view(bool)

    def prepare(self) -> None:
        """See ``Splitter``."""
        self._comparing()

    def _comparing(self) -> Future[Alike]:
        if self._compared is None:
            self._compared = ThreadPoolExecutor(1).submit(self._look)
        return self._compared


def splitter(view: View, store: Store) -> ByLikeness | None:
    """Splits segments of a picture by what is alike in it; None while the weights are missing."""
    if not all(store.ready(id) for id in WEIGHTS):
        return None
    return ByLikeness(lambda: compare(view, store, Silent()))
