"""Splitting one segment in two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage

__all__ = ["smooth_colours", "split_in_two"]

WORTH_ITS_OWN = 0.1
PLACE_WEIGHT = 30.0
SPECK = 0.03
ROUNDS = 20


def smooth_colours(image: RgbImage, shape: tuple[int, ...]) -> NDArray[np.float32]:
    """CIELAB float32 (H, W, 3) of the picture at ``shape``, texture smoothed away."""
    import cv2

    height, width = shape
    small = cv2.resize(image, (width, height), interpolation=cv2.INTER_AREA)
    lab = cv2.cvtColor(small.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    return np.asarray(cv2.GaussianBlur(lab, (0, 0), 1.0 + max(shape) / 150), np.float32)


def split_in_two(
    mask: NDArray[np.bool_], colours: NDArray[np.float32] | None = None
) -> NDArray[np.bool_]:
    """A part of ``mask`` (H, W), neither empty nor all of it; of more than one pixel.

    The second largest connected piece if it has a tenth of the pixels, else one of two clusters
    by ``colours`` (H, W, 3) and place, without specks.
    """
    pieces, sizes = _pieces(mask)
    if len(sizes) > 2 and sorted(sizes)[-2] >= WORTH_ITS_OWN * mask.sum():
        return np.asarray(pieces == np.argsort(sizes)[-2])
    rows, columns = np.nonzero(mask)
    place = np.stack([rows, columns], axis=1).astype(np.float32)
    cues = place * (PLACE_WEIGHT / max(1.0, float(np.ptp(place, axis=0).max())))
    if colours is not None:
        cues = np.concatenate([cues, colours[mask]], axis=1)
    half = _half(cues)
    for chosen in (_two_means(cues, half), half):
        part = np.zeros(mask.shape, bool)
        part[mask] = chosen
        clean = _without_specks(part, mask)
        if clean.any() and (mask & ~clean).any():
            return clean
    return part


def _pieces(mask: NDArray[np.bool_]) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The connected pieces numbered from 1, and how many pixels each has; none for number 0."""
    import cv2

    _, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    sizes = np.bincount(numbers.ravel())
    sizes[0] = 0
    return np.asarray(numbers, np.int32), sizes


def _half(cues: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The farther half of rows (n, d) along the direction in which they differ most."""
    centred = cues - cues.mean(axis=0)
    _, directions = np.linalg.eigh(centred.T @ centred)
    order = np.argsort(centred @ directions[:, -1], kind="stable")
    far = np.zeros(len(cues), bool)
    far[order[len(order) // 2 :]] = True
    return far


def _two_means(cues: NDArray[np.float32], start: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Which rows (n, d) belong to the second of two clusters, by Lloyd's algorithm."""
    second = start
    for _ in range(ROUNDS):
        centres = cues[~second].mean(axis=0), cues[second].mean(axis=0)
        across = centres[1] - centres[0]
        nearer = (cues - (centres[0] + centres[1]) / 2) @ across > 0
        if nearer.all() or not nearer.any() or (nearer == second).all():
            break
        second = nearer
    return second


def _without_specks(part: NDArray[np.bool_], mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """``part`` of ``mask`` after the small pieces of either side went to the other."""
    smallest = SPECK * mask.sum()
    for _ in range(2):
        numbers, sizes = _pieces(part)
        part = mask & ~(part & (sizes >= smallest)[numbers])
    return part
