"""Carrying a painting from its working size to the photo's full size."""

from __future__ import annotations

import numpy as np

from segstyle_core.image import RgbImage, resize

__all__ = ["enlarge"]

DETAIL = 0.35
"""How much of the photo's own fine detail is laid over an enlarged painting."""

_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
_ROWS = 512


def enlarge(painting: RgbImage, photo: RgbImage) -> RgbImage:
    """``painting`` (h, w, 3) at the size of ``photo`` (H, W, 3), with the photo's fine luminance.

    What the photo has and its copy at the painting's size has not is added, so that edges stay
    as sharp as the camera saw them while colours and strokes are the painter's.
    """
    height, width = photo.shape[:2]
    if painting.shape == photo.shape:
        return painting
    enlarged = resize(painting, width, height)
    soft = resize(resize(photo, painting.shape[1], painting.shape[0]), width, height)
    for top in range(0, height, _ROWS):
        rows = slice(top, top + _ROWS)
        detail = (photo[rows].astype(np.float32) - soft[rows]) @ _LUMA
        blended = enlarged[rows] + DETAIL * detail[..., None]
        enlarged[rows] = np.clip(blended + 0.5, 0, 255).astype(np.uint8)
    return enlarged
