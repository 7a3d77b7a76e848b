"""Where the photo's subject is, by U²-Net-p.

Qin et al., "U²-Net: Going deeper with nested U-structure for salient object detection" (2020).
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Box
from segstyle_core.segmenters.base import View
from segstyle_core.segmenters.network import run
from segstyle_core.weights.catalogue import catalogue

__all__ = ["saliency"]


def saliency(view: View, path: Path) -> NDArray[np.float32]:
    """How much each pixel belongs to the subject: float32 (h, w) in 0..1, at ``label_size``.

    Looks only at the box round what is inside; 0 beside it. Nearly 0 everywhere when the photo
    has no subject, such as a landscape.
    """
    import cv2

    spec = catalogue()["u2netp"].input
    side = spec.longest or 320
    height, width = view.inside.shape
    box = Box.around(view.inside.view(np.uint8)) or Box(0, 0, width, height)
    mask = run(path, view.image[box.slices], spec, (side, side))[0][0, 0]
    salient = np.zeros((height, width), np.float32)
    salient[box.slices] = np.clip(cv2.resize(mask, (box.width, box.height)), 0.0, 1.0)
    return np.asarray(cv2.resize(salient, view.label_size, interpolation=cv2.INTER_AREA))
