"""Where pieces of a picture touch, and how clear a contour runs between them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions import NOWHERE
from segstyle_core.segmenters.superpixels import Pieces

__all__ = ["Borders", "borders", "contour_clearness"]

Floats = NDArray[np.float32]

CLEAR = 3.5
FAINTEST = 0.05
SMOOTH = 1.2
AROUND = 10.0
TEXTURE = 1.5


@dataclass(frozen=True)
class Borders:
    """What n pieces have in common, float64 (n, n), both symmetric.

    Attributes:
        lengths: pairs of pixels that touch; 0 for pieces that do not.
        contours: the sum over these pairs of how clear the contour is there, each in 0..1.
    """

    lengths: NDArray[np.float64]
    contours: NDArray[np.float64]

    @property
    def clearness(self) -> NDArray[np.float64]:
        """How clear the contour between two pieces is on the whole, 0..1; 1 where none touch."""
        touch = self.lengths > 0
        return np.divide(self.contours, self.lengths, out=np.ones_like(self.lengths), where=touch)


def borders(pieces: Pieces, clearness: Floats) -> Borders:
    """The common borders of pieces, for ``contour_clearness`` (h, w) of their picture."""
    labels, count = pieces.labels, len(pieces.areas)
    lengths, contours = np.zeros((2, count, count))
    for one, other in ((np.s_[:, :-1], np.s_[:, 1:]), (np.s_[:-1], np.s_[1:])):
        touch = (labels[one] != labels[other]) & (np.minimum(labels[one], labels[other]) != NOWHERE)
        pair = labels[one][touch], labels[other][touch]
        np.add.at(lengths, pair, 1.0)
        np.add.at(contours, pair, np.maximum(clearness[one], clearness[other])[touch])
    return Borders(lengths + lengths.T, contours + contours.T)


def contour_clearness(lab: Floats) -> Floats:
    """How clear a contour runs through each pixel of a CIELAB picture (h, w, 3): (h, w), 0..1.

    It is s / (s + c + t·m) where the colour changes by s a pixel and by m around it: hardly any
    in haze, which changes slowly, and little in texture, which changes everywhere. It is never
    quite 0, so that plain ground is still divided by place.
    """
    import cv2

    smooth = cv2.GaussianBlur(lab, (0, 0), SMOOTH)
    down, right = np.gradient(smooth, axis=(0, 1))
    slope = np.sqrt((down**2 + right**2).sum(axis=2))
    slope = cv2.dilate(slope, np.ones((3, 3), np.uint8)) + FAINTEST
    around = cv2.GaussianBlur(slope, (0, 0), AROUND)
    return np.asarray(slope / (slope + CLEAR + TEXTURE * around), np.float32)
