"""The lower half of VGG-19 as ONNX, from the arrays of ``vgg19``; torch is not needed.

The result takes ``image`` float32 (1, 3, H, W), BGR 0..255 minus the mean, and gives the
rectified responses named in ``OUTPUTS``, each at its own stride.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import onnx
from onnx import helper, numpy_helper

from segstyle_core.weights.catalogue import Weights

__all__ = ["OUTPUTS", "convert"]

OPSET, IR_VERSION = 17, 8
LAYERS = ("1_1", "1_2", "", "2_1", "2_2", "", "3_1", "3_2", "3_3", "3_4", "", "4_1", "4_2")
OUTPUTS = {"relu3_4": 256, "relu4_2": 512}
"""Each output's channels; strides are 4 and 8."""


def convert(source: Path, target: Path, weights: Weights) -> None:
    """Write the ONNX network; an empty layer name is a halving by 2 x 2 maxima."""
    nodes: list[onnx.NodeProto] = []
    constants: list[onnx.TensorProto] = []
    here = "image"
    with np.load(source) as arrays:
        for index, layer in enumerate(LAYERS):
            if not layer:
                pooled = f"pool{index}"
                nodes.append(_halving(here, pooled))
                here = pooled
                continue
            names = [f"conv{layer}.weight", f"conv{layer}.bias"]
            constants += [numpy_helper.from_array(arrays[name], name) for name in names]
            raw, rectified = f"conv{layer}", f"relu{layer}"
            nodes.append(helper.make_node("Conv", [here, *names], [raw], pads=[1, 1, 1, 1]))
            nodes.append(helper.make_node("Relu", [raw], [rectified]))
            here = rectified
    graph = helper.make_graph(
        nodes,
        "vgg19_features",
        [helper.make_tensor_value_info("image", 1, [1, 3, "height", "width"])],
        [helper.make_tensor_value_info(n, 1, [1, c, None, None]) for n, c in OUTPUTS.items()],
        constants,
    )
    opsets = [helper.make_opsetid("", OPSET)]
    model = helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString())


def _halving(source: str, target: str) -> onnx.NodeProto:
    return helper.make_node("MaxPool", [source], [target], kernel_shape=[2, 2], strides=[2, 2])
