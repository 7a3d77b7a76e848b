"""Running ONNX networks: one session for each file and process."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import CoreFailureError
from segstyle_core.image import RgbImage
from segstyle_core.weights.catalogue import InputSpec

__all__ = ["input_size", "run", "session"]

ERRORS_ONLY = 3


@cache
def session(path: Path) -> Any:
    """The network at ``path``, loaded once, on all cores.

    Raises:
        CoreFailureError: ONNX Runtime cannot load it.
    """
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = _cores()
    options.log_severity_level = ERRORS_ONLY
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    try:
        return onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    except Exception as error:
        raise CoreFailureError(
            f"{path.name} cannot be loaded ({error}).",
            f"Fetch it again with: segstyle weights fetch {path.stem}",
        ) from error


def run(
    path: Path, image: RgbImage, spec: InputSpec, size: tuple[int, int]
) -> list[NDArray[np.float32]]:
    """Give the network ``image`` (H, W, 3) uint8 at ``size`` (width, height); its outputs."""
    import cv2

    small = cv2.resize(image, size, interpolation=cv2.INTER_AREA).astype(np.float32)
    if spec.order == "BGR":
        small = small[..., ::-1]
    scaled = (small - np.array(spec.mean, np.float32)) / np.array(spec.std, np.float32)
    batch = np.ascontiguousarray(scaled.transpose(2, 0, 1)[None])
    network = session(path)
    outputs: list[NDArray[np.float32]] = network.run(None, {network.get_inputs()[0].name: batch})
    return outputs


def input_size(image: RgbImage, spec: InputSpec) -> tuple[int, int]:
    """Width and height at which the network works best, near the picture's proportions."""
    height, width = image.shape[:2]
    scale = 1.0 if spec.longest is None else (0.75 * spec.longest**2 / (height * width)) ** 0.5
    return _nearest(width * scale, spec.multiple), _nearest(height * scale, spec.multiple)


def _nearest(side: float, multiple: int) -> int:
    return max(1, round(side / multiple)) * multiple


def _cores() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
