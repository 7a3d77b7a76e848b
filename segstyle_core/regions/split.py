"""Splitting one segment in two."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage

__all__ = ["smooth_colours", "split_in_two"]

WORTH_ITS_OWN = 0.1
PLACE_WEIGHT = 60.0


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
    by ``colours`` (H, W, 3) and place.
    """
    import cv2

    _, numbers, stats, _ = cv2.connectedComponentsWithStats(mask.astype(np.uint8), connectivity=4)
    by_size = np.argsort(stats[1:, cv2.CC_STAT_AREA])[::-1] + 1
    if len(by_size) > 1 and stats[by_size[1], cv2.CC_STAT_AREA] >= WORTH_ITS_OWN * mask.sum():
        return np.asarray(numbers == by_size[1])
    rows, columns = np.nonzero(mask)
    place = np.stack([rows, columns], axis=1).astype(np.float32)
    far_half = _far_half(place)
    cues = place * (PLACE_WEIGHT / max(1.0, float(np.ptp(place, axis=0).max())))
    if colours is not None:
        cues = np.concatenate([cues, colours[mask]], axis=1)
    until = (cv2.TERM_CRITERIA_EPS | cv2.TERM_CRITERIA_MAX_ITER, 30, 0.1)
    _, clusters, _ = cv2.kmeans(
        cues, 2, far_half.astype(np.int32), until, 1, cv2.KMEANS_USE_INITIAL_LABELS
    )
    chosen = clusters.ravel() == 1
    if chosen.all() or not chosen.any():
        chosen = far_half
    part = np.zeros(mask.shape, bool)
    part[mask] = chosen
    return part


def _far_half(place: NDArray[np.float32]) -> NDArray[np.bool_]:
    """The lower or the right half of the pixels at ``place`` (n, 2), by the longer extent."""
    axis = int(np.argmax(np.ptp(place, axis=0)))
    order = np.argsort(place[:, axis], kind="stable")
    far = np.zeros(len(place), bool)
    far[order[len(order) // 2 :]] = True
    return far
