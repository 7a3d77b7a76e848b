"""Splitting one segment in two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box, RgbImage

__all__ = ["lab_at", "smooth_colours", "split_in_two"]

Floats = NDArray[np.float32]
Mask = NDArray[np.bool_]

WORTH_ITS_OWN = 0.1
PLACE_WEIGHT = 30.0
SPECK = 0.03
ROUNDS = 20
SAMPLE = 2048


def lab_at(image: RgbImage, shape: tuple[int, ...]) -> Floats:
    """CIELAB float32 (H, W, 3) of the picture at ``shape``."""
    import cv2
    from skimage.color import rgb2lab

    small = cv2.resize(image, (shape[1], shape[0]), interpolation=cv2.INTER_AREA)
    return np.asarray(rgb2lab(small.astype(np.float32) / 255.0), np.float32)


def smooth_colours(image: RgbImage, shape: tuple[int, ...]) -> Floats:
    """CIELAB float32 (H, W, 3) of the picture at ``shape``, texture smoothed away."""
    import cv2

    blurred = cv2.GaussianBlur(lab_at(image, shape), (0, 0), 1.0 + max(shape) / 150)
    return np.asarray(blurred, np.float32)


def split_in_two(mask: Mask, colours: Floats | None = None) -> Mask:
    """A part of ``mask`` (H, W), neither empty nor all of it; of more than one pixel.

    The second largest connected piece if it has a tenth of the pixels, else one of two clusters
    by ``colours`` (H, W, 3) and place, without specks.
    """
    box = Box.around(mask.view(np.uint8))
    assert box is not None
    part = np.zeros(mask.shape, bool)
    part[box.slices] = _part(mask[box.slices], None if colours is None else colours[box.slices])
    return part


def _part(mask: Mask, colours: Floats | None) -> Mask:
    pieces, sizes = _pieces(mask)
    if len(sizes) > 2 and np.sort(sizes)[-2] >= WORTH_ITS_OWN * sizes.sum():
        return np.asarray(pieces == np.argsort(sizes)[-2])
    cues = _cues(mask, colours)
    part = np.zeros(mask.shape, bool)
    for choose in (_two_means, _half):
        part[mask] = choose(cues)
        clean = _without_specks(part, mask)
        if clean.any() and (mask & ~clean).any():
            return clean
    return part


def _pieces(mask: Mask) -> tuple[NDArray[np.int32], NDArray[np.int64]]:
    """The connected pieces numbered from 1, and how many pixels each has; none for number 0."""
    import cv2

    _, numbers = cv2.connectedComponents(mask.astype(np.uint8), connectivity=4)
    sizes = np.bincount(numbers.ravel())
    sizes[0] = 0
    return np.asarray(numbers, np.int32), sizes


def _cues(mask: Mask, colours: Floats | None) -> Floats:
    """Place and colour (2 or 5, n) of the mask's pixels."""
    place = np.stack(np.nonzero(mask)).astype(np.float32)
    place *= PLACE_WEIGHT / max(mask.shape)
    return place if colours is None else np.concatenate([place, colours[mask].T])


def _half(cues: Floats) -> Mask:
    """The farther half of points (d, n) along the direction in which they differ most."""
    centred = cues - cues.mean(axis=1, keepdims=True)
    _, directions = np.linalg.eigh(centred @ centred.T)
    order = np.argsort(directions[:, -1] @ centred, kind="stable")
    far = np.zeros(len(order), bool)
    far[order[len(order) // 2 :]] = True
    return far


def _two_means(cues: Floats) -> Mask:
    """Which points (d, n) belong to the second of two clusters.

    Lloyd's algorithm on a sample of the points, from halves along the direction in which they
    differ most.
    """
    sample = np.ascontiguousarray(cues[:, :: 1 + cues.shape[1] // SAMPLE])
    second = _half(sample)
    centres = sample[:, 0], sample[:, 0]
    for _ in range(ROUNDS):
        if second.all() or not second.any():
            break
        centres = sample[:, ~second].mean(axis=1), sample[:, second].mean(axis=1)
        nearer = _nearer_to_second(sample, *centres)
        if (nearer == second).all():
            break
        second = nearer
    return _nearer_to_second(cues, *centres)


def _nearer_to_second(cues: Floats, first: Floats, second: Floats) -> Mask:
    across = second - first
    nearer: Mask = across @ cues > across @ (first + second) / 2
    return nearer


def _without_specks(part: Mask, mask: Mask) -> Mask:
    """``part`` of ``mask`` after the small pieces of either side went to the other."""
    smallest = SPECK * mask.sum()
    for _ in range(2):
        numbers, sizes = _pieces(part)
        part = mask & ~(part & (sizes >= smallest)[numbers])
    return part
