"""How well scene networks do on pictures in ADE20K's format, by the standard formulas.

Zhou et al., "Scene Parsing through ADE20K Dataset" (2017), section 4.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.image import load_picture
from segstyle_core.progress import Progress, check
from segstyle_core.segmenters.scene_model import Recogniser
from segstyle_core.weights.classes import ADE20K

__all__ = ["Evaluation", "confusion", "evaluate", "places_of"]

PICTURES = (".jpg", ".jpeg", ".png")


@dataclass(frozen=True)
class Evaluation:
    """What came of it.

    Attributes:
        counts: int64 (n, n + 1), pixels by their true class and the one that was told; the last
            column is for what is told and none of the n.
        classes: names of the n that the network was judged on.
        pictures: how many.
    """

    counts: NDArray[np.int64]
    classes: tuple[str, ...]
    pictures: int

    @property
    def accuracy(self) -> float:
        """The share of the judged pixels that were told rightly."""
        return float(np.trace(self.counts) / max(int(self.counts.sum()), 1))

    @property
    def unions(self) -> NDArray[np.int64]:
        """Pixels (n,) that are of a class, or were told to be, or both."""
        told = self.counts[:, : len(self.classes)]
        unions: NDArray[np.int64] = self.counts.sum(axis=1) + told.sum(axis=0) - told.diagonal()
        return unions

    @property
    def ious(self) -> NDArray[np.float64]:
        """Intersection over union (n,); not a number where a class is neither there nor told."""
        with np.errstate(invalid="ignore"):
            ious: NDArray[np.float64] = self.counts.diagonal() / self.unions
        return ious

    @property
    def mean_iou(self) -> float:
        """Over the classes that are there, or are told where another judged class is."""
        there = self.unions > 0
        return float(self.ious[there].mean()) if there.any() else 0.0

    def report(self) -> dict[str, Any]:
        """All figures, for JSON; classes that are neither there nor told are left out."""
        rows = zip(self.classes, self.ious, self.counts.sum(axis=1), self.unions, strict=True)
        return {
            "pictures": self.pictures,
            "judged_classes": len(self.classes),
            "pixels": int(self.counts.sum()),
            "pixel_accuracy": self.accuracy,
            "mean_iou": self.mean_iou,
            "classes": [
                {"name": name, "iou": float(iou), "pixels": int(pixels)}
                for name, iou, pixels, union in rows
                if union
            ],
        }


def confusion(
    truth: NDArray[np.integer[Any]], told: NDArray[np.integer[Any]], classes: int
) -> NDArray[np.int64]:
    """Pixels by what is true and what is told: int64 (classes, classes + 1).

    Args:
        truth: 0 … classes - 1; pixels with other values are ignored.
        told: of the same shape; other values than 0 … classes - 1 go to the last column.
        classes: how many.
    """
    judged = (truth >= 0) & (truth < classes)
    known = np.where((told >= 0) & (told < classes), told, classes)
    places = truth[judged].astype(np.int64) * (classes + 1) + known[judged]
    return np.bincount(places, minlength=classes * (classes + 1)).reshape(classes, classes + 1)


def places_of(classes: Sequence[str]) -> NDArray[np.int64]:
    """Where each class is in ``ADE20K``, -1 if it is not: by order if there are 150, else by name.

    Raises:
        BadInputError: none of them is there.
    """
    if len(classes) == len(ADE20K):
        return np.arange(len(ADE20K))
    places = np.array([ADE20K.index(name) if name in ADE20K else -1 for name in classes])
    if (places < 0).all():
        raise BadInputError(
            "None of the network's classes is one of ADE20K's 150.", "Use another network."
        )
    return places


def evaluate(model: Recogniser, images: Path, annotations: Path, progress: Progress) -> Evaluation:
    """Compare what a network tells with annotations, at the annotations' own size.

    The network is judged on its own classes alone: pixels of others are ignored.

    Args:
        model: whose classes are found among ADE20K's as ``places_of`` says.
        images: a folder of JPEG or PNG pictures.
        annotations: a folder of grey PNG files of the same names and sizes: 1 … 150 for the
            classes, 0 for what has none.
        progress: told how far it is; obeyed.

    Raises:
        BadInputError: no pairs, sizes that differ, labels that are none.
        CancelledError: the user does not want to go on.
    """
    places = places_of(model.classes)
    judged = np.unique(places[places >= 0])
    own_number = np.full(len(ADE20K) + 1, -1)
    own_number[judged] = np.arange(len(judged))
    pairs = list(_pairs(images, annotations))
    counts = np.zeros((len(judged), len(judged) + 1), np.int64)
    for number, (image, annotation) in enumerate(pairs):
        check(progress, number / len(pairs), f"Judging {image.name}")
        rgb, labels = load_picture(image).rgb, _labels(annotation)
        if labels.shape != rgb.shape[:2]:
            raise BadInputError(
                f"{annotation.name} has {labels.shape[1]}×{labels.shape[0]} pixels, "
                f"{image.name} {rgb.shape[1]}×{rgb.shape[0]}.",
                "Give annotations of the pictures' own sizes.",
            )
        told = places[model.look(rgb).labels(labels.shape[1], labels.shape[0])]
        counts += confusion(own_number[labels - 1], own_number[told], len(judged))
    return Evaluation(counts, tuple(ADE20K[place] for place in judged), len(pairs))


def _pairs(images: Path, annotations: Path) -> Iterator[tuple[Path, Path]]:
    found = False
    for image in sorted(images.glob("*")):
        annotation = annotations / f"{image.stem}.png"
        if image.suffix.lower() in PICTURES and annotation != image and annotation.is_file():
            found = True
            yield image, annotation
    if not found:
        raise BadInputError(
            f"There are no pairs of a picture in {images} and a PNG file of its name in "
            f"{annotations}.",
            "Name the two folders of a set in ADE20K's format.",
        )


def _labels(file: Path) -> NDArray[np.int64]:
    try:
        with Image.open(file) as picture:
            labels = np.asarray(picture).astype(np.int64)
    except (OSError, ValueError) as error:
        raise BadInputError(f"{file.name} cannot be read ({error}).", "Check the file.") from error
    if labels.ndim != 2 or labels.min() < 0 or labels.max() > len(ADE20K):
        raise BadInputError(
            f"{file.name} is no annotation with labels 0 to {len(ADE20K)}.",
            "Give grey PNG files as ADE20K's scene parsing set has them.",
        )
    return labels
