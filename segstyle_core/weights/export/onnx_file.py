"""Writing a torch network as ONNX, and proving that the two compute the same."""

from __future__ import annotations

import json
import math
import sys
import warnings
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from segstyle_core.errors import CoreFailureError, WeightsError
from segstyle_core.weights.export.pooling import pool_at_any_size

__all__ = ["MOST_DIFFERENCE", "Agreement", "write"]

MOST_DIFFERENCE = 1e-3
"""Of any logit, between torch and ONNX Runtime …"""

ROUNDING = 1e-5
"""… or, where logits are beyond a hundred, so much of the largest: float32 rounds no better."""

_TRACED = (256, 320)
_COMPARED = ((256, 320), (352, 224))


class Agreement:
    """What a torch network answers to random images of two sizes, before it is written."""

    def __init__(self, network: nn.Module) -> None:
        generator = torch.Generator().manual_seed(0)
        images = [torch.randn(1, 3, *size, generator=generator) for size in _COMPARED]
        with torch.inference_mode():
            self._answers = [(image, network.eval()(image)) for image in images]
        largest = max(float(logits.abs().max()) for _, logits in self._answers)
        self._most = max(MOST_DIFFERENCE, ROUNDING * largest)

    def difference(self, file: Path) -> float:
        """The largest absolute difference of any logit by ONNX Runtime; inf for another shape."""
        import onnxruntime

        session = onnxruntime.InferenceSession(file, providers=["CPUExecutionProvider"])
        differences = [
            _difference(session.run(None, {"image": image.numpy()})[0], logits)
            for image, logits in self._answers
        ]
        return float(np.max(differences))

    def insist(self, file: Path) -> float:
        """The difference, when it is small enough.

        Raises:
            WeightsError: it is more than ``MOST_DIFFERENCE`` and ``ROUNDING`` allow.
        """
        largest = self.difference(file)
        if not largest <= self._most < math.inf:
            raise WeightsError(
                f"ONNX Runtime's logits differ from torch's by up to {largest:.2g}; "
                f"at most {self._most:.2g} is allowed. Nothing was kept.",
                "Check the checkpoint: weights that are not trained, or not finite, can do this.",
            )
        return largest


def write(network: nn.Module, target: Path, metadata: Mapping[str, Any]) -> None:
    """Write ``image`` (1, 3, H, W) → ``logits`` (1, classes, h, w), for any H and W.

    The network's adaptive poolings are exchanged for ones that ONNX has.

    Args:
        network: changed by this.
        target: the file.
        metadata: to be in the file, as JSON.

    Raises:
        CoreFailureError: the package that torch writes ONNX with is missing.
    """
    try:
        import onnxscript  # noqa: F401
    except ImportError as error:
        raise CoreFailureError(
            f"Writing ONNX needs the package onnxscript, which is not here ({error}).",
            f"Install it with: {sys.executable} -m pip install 'segstyle[export]'",
        ) from error
    pool_at_any_size(network)
    dynamic = torch.export.Dim.DYNAMIC
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        program = torch.onnx.export(
            network.eval(),
            (torch.zeros(1, 3, *_TRACED),),
            dynamo=True,
            input_names=["image"],
            output_names=["logits"],
            dynamic_shapes=({2: dynamic, 3: dynamic},),
            verbose=False,
        )
    assert program is not None
    model = program.model_proto
    onnx.helper.set_model_props(model, {key: json.dumps(word) for key, word in metadata.items()})
    onnx.save(model, target)


def _difference(got: NDArray[np.float32], expected: Tensor) -> float:
    if got.shape != tuple(expected.shape):
        return float("inf")
    return float(np.abs(got - expected.numpy()).max())
