"""``grabcut``: one thing that the user has marked, and all the rest.

Rother, Kolmogorov, Blake, "GrabCut: interactive foreground extraction using iterated graph cuts"
(2004), as OpenCV has it.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage, resize
from segstyle_core.progress import Progress, check
from segstyle_core.regions import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.specks import absorb_specks
from segstyle_core.regions.split import smooth_colours
from segstyle_core.segmenters.alike import splitter
from segstyle_core.segmenters.base import Segmentation, View, Want
from segstyle_core.segmenters.hints import Hints
from segstyle_core.weights import Store

__all__ = ["GrabCut"]

Mask = NDArray[np.bool_]
Marks = NDArray[np.uint8]

BEHIND, THING, PERHAPS_BEHIND, PERHAPS_THING = 0, 1, 2, 3
"""OpenCV's marks: GC_BGD, GC_FGD, GC_PR_BGD, GC_PR_FGD."""

NAMES = {BEHIND: "background", THING: "foreground"}
MARKED = 128
NO_BOX = (0, 0, 1, 1)
ROUNDS = 5
SEED = 1
SPECK = 0.02
PLACE_WEIGHT = 30.0
SAMPLE = 2000


class GrabCut:
    """Two segments: the thing that is marked, and its background."""

    id = "grabcut"
    title = "One thing that you mark"
    weights: tuple[str, ...] = ()
    wants: tuple[Want, ...] = ("area", "strokes", "channels")

    def segment(self, view: View, store: Store, progress: Progress) -> Segmentation:
        """See ``Segmenter``.

        Outside of the area is surely background, inside perhaps the thing. The first channel is
        perhaps the thing, too, and what it leaves perhaps background. Strokes are sure. Between
        strokes alone, what is nearer to the thing's in colour and place is perhaps the thing.

        Raises:
            BadInputError: nothing is marked, or the marks leave no thing or no background.
        """
        check(progress, 0.0, "Cutting out what is marked")
        width, height = view.label_size
        image, inside = resize(view.image, width, height), view.inside_at(width, height)
        marks = _marks(view.hints.resized(width, height), image, inside)
        check(progress, 0.2, "Cutting out what is marked")
        segments = _to_map(_cut(image, marks), marks, inside)
        return Segmentation(segments, view, splitter(view, store), doubt=2.0)


def _marks(hints: Hints, image: RgbImage, inside: Mask) -> Marks:
    """What is known (h, w) before cutting."""
    thing, behind = _strokes(hints, inside.shape)
    if hints.channels:
        marks = np.where(hints.channels[0].coverage >= MARKED, PERHAPS_THING, PERHAPS_BEHIND)
    elif hints.area is not None or (behind.any() and not thing.any()):
        marks = np.full(inside.shape, PERHAPS_THING)
    elif thing.any():
        marks = _nearer(image, thing, behind if behind.any() else _frame(inside))
    else:
        raise BadInputError(
            "Nothing is marked that could be cut out.",
            "Select the thing roughly, or paint strokes on it, or choose a channel to refine.",
        )
    marks[~inside] = PERHAPS_BEHIND
    if hints.area is not None:
        marks[hints.area < MARKED] = BEHIND
    marks[thing], marks[behind] = THING, BEHIND
    _insist_on_both(marks[inside])
    return marks.astype(np.uint8)


def _strokes(hints: Hints, shape: tuple[int, ...]) -> tuple[Mask, Mask]:
    """Where strokes are on the thing (h, w), and where beside it; nowhere both."""
    thing, behind = (
        np.zeros(shape, bool) if strokes is None else strokes >= MARKED
        for strokes in (hints.foreground, hints.background)
    )
    both = thing & behind
    if both.any() and ((thing == both).all() or (behind == both).all()):
        raise BadInputError(
            "The strokes on the thing and those beside it lie on each other.",
            "Paint them in different places.",
        )
    return thing & ~both, behind & ~both


def _frame(inside: Mask) -> Mask:
    """The outermost pixels of what is inside."""
    import cv2

    outside = np.pad(~inside, 1, constant_values=True).astype(np.uint8)
    near = np.asarray(cv2.dilate(outside, np.ones((3, 3), np.uint8)))[1:-1, 1:-1]
    return inside & (near > 0)


def _nearer(image: RgbImage, thing: Mask, behind: Mask) -> NDArray[np.intp]:
    """Which pixels (h, w) are nearer in colour and place to what is marked as thing."""
    from scipy.spatial import cKDTree

    lab = smooth_colours(image, thing.shape)
    place = np.mgrid[0 : lab.shape[0], 0 : lab.shape[1]].transpose(1, 2, 0)
    cues = np.dstack([lab, place * (PLACE_WEIGHT / max(thing.shape))])
    distances = []
    for marked in (thing, behind):
        known = cues[marked]
        tree = cKDTree(known[:: 1 + len(known) // SAMPLE])
        distances.append(tree.query(cues)[0])
    return np.where(distances[0] < distances[1], PERHAPS_THING, PERHAPS_BEHIND)


def _insist_on_both(marks: NDArray[np.intp]) -> None:
    if not _is_thing(marks).any():
        raise BadInputError(
            "Nothing of what is to be divided is marked as the thing.",
            "Mark it where the picture is, larger than a few pixels.",
        )
    if _is_thing(marks).all():
        raise BadInputError(
            "Everything is marked as the thing, so that nothing is left behind it.",
            "Mark it more closely, or paint strokes beside it.",
        )


def _is_thing(marks: NDArray[np.integer[Any]]) -> Mask:
    return np.asarray((marks == THING) | (marks == PERHAPS_THING))


def _cut(image: RgbImage, marks: Marks) -> Marks:
    """The marks with what was only perhaps the thing, or behind it, decided anew."""
    import cv2

    cv2.setRNGSeed(SEED)
    blue_first = np.ascontiguousarray(image[..., ::-1])
    behind, thing = np.zeros((1, 65)), np.zeros((1, 65))
    decided, _, _ = cv2.grabCut(
        blue_first, marks.copy(), NO_BOX, behind, thing, ROUNDS, cv2.GC_INIT_WITH_MASK
    )
    return np.asarray(decided, np.uint8)


def _to_map(decided: Marks, marks: Marks, inside: Mask) -> SegmentMap:
    """Thing and background without specks; what was marked, where the cut left only one."""
    thing = _is_thing(decided)
    labels = np.where(inside, np.where(thing, THING, BEHIND), NOWHERE).astype(np.int32)
    clean = absorb_specks(labels, round(SPECK * (labels == THING).sum()))
    for sure in (THING, BEHIND):
        clean[inside & (marks == sure)] = sure
    asked = np.where(inside, np.where(_is_thing(marks), THING, BEHIND), NOWHERE).astype(np.int32)
    found = next(each for each in (clean, labels, asked) if {THING, BEHIND} <= set(np.unique(each)))
    return SegmentMap(found, tuple(Segment(id, name) for id, name in NAMES.items()))
