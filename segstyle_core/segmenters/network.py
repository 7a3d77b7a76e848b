"""Giving ONNX networks a picture, and what comes out."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import CoreFailureError
from segstyle_core.image import RgbImage
from segstyle_core.inference import session
from segstyle_core.weights.catalogue import InputSpec

__all__ = ["input_size", "run"]


def run(
    path: Path,
    image: RgbImage,
    spec: InputSpec,
    size: tuple[int, int],
    names: Sequence[str] = (),
) -> list[NDArray[np.float32]]:
    """Give the network a picture; its outputs.

    Args:
        path: the ONNX file.
        image: uint8 (H, W, 3).
        spec: what the network wants.
        size: width and height at which it is to see the picture.
        names: of the outputs wanted; all of them by default.

    Raises:
        CoreFailureError: ONNX Runtime cannot load or run it.
    """
    import cv2

    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if spec.order == "BGR":
        small = small[..., ::-1]
    scaled = (small - np.array(spec.mean, np.float32)) / np.array(spec.std, np.float32)
    turned = scaled.transpose(2, 0, 1) if spec.layout == "NCHW" else scaled
    network = session(path)
    batch = {network.get_inputs()[0].name: np.ascontiguousarray(turned[None])}
    try:
        outputs: list[NDArray[np.float32]] = network.run(list(names) or None, batch)
    except Exception as error:
        raise CoreFailureError(
            f"{path.name} cannot be run on {size[0]}×{size[1]} pixels "
            f"({str(error).splitlines()[0]}).",
            "If it is a network of your own, correct its input in the catalogue.",
        ) from error
    return outputs


def input_size(image: RgbImage, spec: InputSpec) -> tuple[int, int]:
    """Width and height at which it works best, near the picture's proportions if it can."""
    if spec.size is not None:
        return spec.size
    height, width = image.shape[:2]
    scale = 1.0 if spec.longest is None else (0.75 * spec.longest**2 / (height * width)) ** 0.5
    return _nearest(width * scale, spec.multiple), _nearest(height * scale, spec.multiple)


def _nearest(side: float, multiple: int) -> int:
    return max(1, round(side / multiple)) * multiple
