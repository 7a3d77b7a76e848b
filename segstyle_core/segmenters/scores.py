"""What a scene network says of each class, from whatever form it gives that in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import BadInputError
from segstyle_core.weights.catalogue import OutputSpec

__all__ = ["Scores", "Seen", "read_scores"]

Floats = NDArray[np.float32]

NEARLY_ONE = 1e-2


@dataclass(frozen=True)
class Scores:
    """Scores of each class at a network's own resolution, to be enlarged.

    Attributes:
        maps: float32 (classes, h, w), the larger the likelier: logits, or probabilities.
        corners: whether the outermost values stand at the picture's very corners, as where 513
            pixels become 129; else each is the middle of its share of the picture.
    """

    maps: Floats
    corners: bool = False

    def labels(self, width: int, height: int) -> NDArray[np.int32]:
        """The class with the largest score, int32 (height, width), between scores enlarged."""
        best = self._enlarged(0, width, height)
        labels = np.zeros((height, width), np.int32)
        for number in range(1, len(self.maps)):
            scores = self._enlarged(number, width, height)
            labels[scores > best] = number
            np.maximum(best, scores, out=best)
        return labels

    def probabilities(self, width: int, height: int) -> Floats:
        """Of each class, float32 (classes, height, width) that add up to 1 at each pixel."""
        classes = range(len(self.maps))
        enlarged = np.stack([self._enlarged(number, width, height) for number in classes])
        if not self._are_probabilities:
            np.exp(enlarged - enlarged.max(axis=0), out=enlarged)
        enlarged /= enlarged.sum(axis=0)
        return enlarged

    @property
    def _are_probabilities(self) -> bool:
        sums = self.maps.sum(axis=0)
        return bool(self.maps.min() >= 0.0 and np.abs(sums - 1.0).max() < NEARLY_ONE)

    def _enlarged(self, number: int, width: int, height: int) -> Floats:
        import cv2

        small = self.maps[number]
        matrix = np.zeros((2, 3))
        for row, (few, many) in enumerate(zip(small.shape[::-1], (width, height), strict=True)):
            if self.corners:
                matrix[row, row] = (few - 1) / max(many - 1, 1)
            else:
                matrix[row, row] = few / many
                matrix[row, 2] = (few / many - 1) / 2
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(
                small, matrix, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
            ),
            np.float32,
        )


@dataclass(frozen=True)
class Seen:
    """What is seen in a picture.

    Attributes:
        probabilities: float32 (classes, h, w); they add up to 1 at each pixel.
        classes: their names.
        second: of some classes a second network's probabilities, (h, w) by name.
    """

    probabilities: Floats
    classes: tuple[str, ...]
    second: Mapping[str, Floats] = field(default_factory=dict)

    def score(self, number: int, mask: NDArray[np.bool_]) -> float:
        """How sure it is that ``mask`` (h, w) shows the class of that number, 0..1.

        The mean probability; where two networks know the class, the mean of both.
        """
        first = self.probabilities[number][mask].mean()
        second = self.second.get(self.classes[number])
        return float(first if second is None else (first + second[mask].mean()) / 2)


def read_scores(
    outputs: Sequence[NDArray[Any]], spec: OutputSpec, classes: int, size: tuple[int, int]
) -> Scores:
    """Scores of ``classes`` classes from what the network gave.

    Args:
        outputs: the network's, in the order of ``spec.names``, or its own.
        spec: what they are.
        classes: how many are named.
        size: width and height of what the network was given.

    Raises:
        BadInputError: another number of classes than are named, or none of these kinds.
    """
    if spec.kind == "labels":
        return Scores(_of_labels(outputs[0], classes))
    if spec.kind == "queries":
        return Scores(_checked(_of_queries(outputs[0][0], outputs[1][0]), classes))
    first = outputs[0][0]
    maps = first.transpose(2, 0, 1) if spec.layout == "NHWC" else first
    maps = _checked(np.asarray(maps[int(spec.background) :], np.float32), classes)
    odd = all((side - 1) % spec.stride == 0 for side in size)
    corners = odd and maps.shape[:0:-1] == tuple((side - 1) // spec.stride + 1 for side in size)
    return Scores(maps, corners and spec.stride > 1)


def _of_labels(labels: NDArray[Any], classes: int) -> Floats:
    """1 for the class that a pixel has, 0 for all others."""
    flat = labels.reshape(labels.shape[-2:] if labels.shape[-1] != 1 else labels.shape[-3:-1])
    if flat.max() >= classes or flat.min() < 0:
        raise _other_number(int(flat.max()) + 1, classes)
    return np.asarray(flat[None] == np.arange(classes)[:, None, None], np.float32)


def _of_queries(classes: NDArray[Any], masks: NDArray[Any]) -> Floats:
    """A probability of each class from queries' classes (q, c + 1) and masks (q, h, w), as logits.

    Cheng et al., "Per-Pixel Classification is Not All You Need for Semantic Segmentation" (2021),
    section 3.4: the sum over queries of the class's probability times the mask's.
    """
    likely = np.exp(classes - classes.max(axis=1, keepdims=True))
    likely = (likely / likely.sum(axis=1, keepdims=True))[:, :-1]
    inside = 1.0 / (1.0 + np.exp(-masks.astype(np.float32)))
    scores = np.einsum("qc,qhw->chw", likely, inside)
    return np.asarray(scores / np.maximum(scores.sum(axis=0), 1e-9), np.float32)


def _checked(maps: Floats, classes: int) -> Floats:
    if len(maps) != classes:
        raise _other_number(len(maps), classes)
    return maps


def _other_number(found: int, classes: int) -> BadInputError:
    return BadInputError(
        f"The network tells {found} classes apart, and {classes} are named.",
        "Correct its classes and output in the catalogue; docs/weights.md describes them.",
    )
