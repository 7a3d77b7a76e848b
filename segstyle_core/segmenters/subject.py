"""Where the photo's subject is, by U²-Net-p.

Qin et al., "U²-Net: Going deeper with nested U-structure for salient object detection" (2020).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage
from segstyle_core.segmenters.network import run
from segstyle_core.weights.catalogue import catalogue

__all__ = ["subject"]


def subject(image: RgbImage, path: Path, size: tuple[int, int]) -> NDArray[np.float32]:
    """How much each pixel belongs to the subject: float32 (h, w) in 0..1 at ``size`` (w, h).

    Nearly 0 everywhere when the photo has none, such as a landscape.
    """
    import cv2

    spec = catalogue()["u2netp"].input
    side = spec.longest or 320
    mask = run(path, image, spec, (side, side))[0][0, 0]
    return np.asarray(cv2.resize(mask, size, interpolation=cv2.INTER_LINEAR), np.float32)
