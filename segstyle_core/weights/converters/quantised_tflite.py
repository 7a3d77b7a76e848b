"""A scene network from TFLite with 8-bit weights and activations to ONNX in float32.

The result takes ``image`` float32 (1, 3, H, W), RGB, ``(pixel - mean) / std``, of a size that the
catalogue allows, and gives ``logits`` float32 (1, classes, h, w): the last upsampling is cut off,
and so are the first channels if there are more than the catalogue names, the network's own
background. ``classes``, ``mean`` and ``std`` are in the metadata.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from segstyle_core.errors import WeightsError
from segstyle_core.weights.catalogue import Weights
from segstyle_core.weights.converters.tflite_reader import Network, Operator, Tensor, read

__all__ = ["convert"]

OPSET, IR_VERSION = 17, 8
AFTER_LOGITS = ("RESIZE_BILINEAR", "ARG_MAX")


def convert(source: Path, target: Path, weights: Weights) -> None:
    """Write the ONNX network.

    Raises:
        WeightsError: the file has an operator that this converter does not know.
    """
    network = read(source)
    graph = _Graph()
    operators = list(network.operators)
    while operators[-1].kind in AFTER_LOGITS:
        operators.pop()
    for operator in operators:
        graph.add(operator)
    logits = operators[-1].outputs[0]
    channels = logits.shape[-1]
    bounds = (channels - len(weights.classes), channels, 1)
    named = [graph.constant(np.array([value])) for value in bounds]
    graph.node("Slice", [logits.name, *named], ["logits"])
    model = graph.model(network.input.name, weights)
    helper.set_model_props(model, _metadata(network, weights))
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString())


def _metadata(network: Network, weights: Weights) -> dict[str, str]:
    scale = network.input.scale or 1.0
    return {
        "classes": json.dumps(weights.classes),
        "mean": json.dumps([float(network.input.zero)] * 3),
        "std": json.dumps([round(1.0 / scale, 3)] * 3),
        "source": weights.source,
        "licence": weights.licence,
    }


class _Graph:
    """ONNX nodes and constants as they are gathered."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: list[onnx.TensorProto] = []

    def add(self, operator: Operator) -> None:
        """Translate one operator."""
        translate = _TRANSLATIONS.get(operator.kind)
        if translate is None:
            raise WeightsError(
                f"The network has an operator, {operator.kind}, that cannot be converted.",
                "The file is not the one expected; report it.",
            )
        translate(self, operator)

    def node(self, kind: str, inputs: list[str], outputs: list[str], **attributes: Any) -> None:
        """Append a node."""
        self._nodes.append(helper.make_node(kind, inputs, outputs, **attributes))

    def constant(self, values: NDArray[Any]) -> str:
        """Append a constant; its name."""
        name = f"c{len(self._constants)}"
        self._constants.append(numpy_helper.from_array(np.ascontiguousarray(values), name))
        return name

    def clipped(self, kind: str, inputs: list[str], output: Tensor, **attributes: Any) -> None:
        """Append a node whose result is bounded by what the 8-bit network can stand for."""
        raw = f"{output.name}_raw"
        self.node(kind, inputs, [raw], **attributes)
        bounds = [self.constant(np.array(value, np.float32)) for value in (output.low, output.high)]
        self.node("Clip", [raw, *bounds], [output.name])

    def model(self, source: str, weights: Weights) -> onnx.ModelProto:
        """The network from ``image`` to ``logits``."""
        width, height = weights.input.size or ("width", "height")
        classes = len(weights.classes)
        self._nodes.insert(0, helper.make_node("Identity", ["image"], [source]))
        graph = helper.make_graph(
            self._nodes,
            weights.id,
            [helper.make_tensor_value_info("image", 1, [1, 3, height, width])],
            [helper.make_tensor_value_info("logits", 1, [1, classes, "rows", "columns"])],
            self._constants,
        )
        opsets = [helper.make_opsetid("", OPSET)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


def _convolution(graph: _Graph, operator: Operator) -> None:
    picture, kernel, bias = operator.inputs
    options = operator.options
    assert kernel.constant is not None and bias.constant is not None
    depthwise = operator.kind == "DEPTHWISE_CONV_2D"
    weights = kernel.constant.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))
    sides = kernel.shape[1:3]
    dilations = [options.DilationHFactor(), options.DilationWFactor()]
    strides = [options.StrideH(), options.StrideW()]
    graph.clipped(
        "Conv",
        [picture.name, graph.constant(weights), graph.constant(bias.constant)],
        operator.outputs[0],
        group=kernel.shape[3] if depthwise else 1,
        dilations=dilations,
        strides=strides,
        pads=_same_padding(picture.shape[1:3], sides, dilations, strides),
    )


def _same_padding(
    given: tuple[int, ...], sides: tuple[int, ...], dilations: list[int], strides: list[int]
) -> list[int]:
    """TensorFlow's SAME for a picture of ``given`` height and width: the odd pixel goes last.

    It is the same for all sizes that leave the same rest when divided by the stride.
    """
    totals = [
        max(0, -(-size // stride) * stride - stride + (side - 1) * dilation + 1 - size)
        for size, side, dilation, stride in zip(given, sides, dilations, strides, strict=True)
    ]
    return [total // 2 for total in totals] + [total - total // 2 for total in totals]


def _addition(graph: _Graph, operator: Operator) -> None:
    graph.clipped("Add", [tensor.name for tensor in operator.inputs], operator.outputs[0])


def _requantisation(graph: _Graph, operator: Operator) -> None:
    graph.clipped("Identity", [operator.inputs[0].name], operator.outputs[0])


def _average(graph: _Graph, operator: Operator) -> None:
    options = operator.options
    graph.node(
        "AveragePool",
        [operator.inputs[0].name],
        [operator.outputs[0].name],
        kernel_shape=[options.FilterHeight(), options.FilterWidth()],
        strides=[options.StrideH(), options.StrideW()],
    )


def _halves(graph: _Graph, operator: Operator) -> None:
    names = [tensor.name for tensor in operator.outputs]
    graph.node("Split", [operator.inputs[1].name], names, axis=1)


def _together(graph: _Graph, operator: Operator) -> None:
    names = [tensor.name for tensor in operator.inputs]
    graph.node("Concat", names, [operator.outputs[0].name], axis=1)


def _enlargement(graph: _Graph, operator: Operator) -> None:
    small, large = operator.inputs[0], operator.outputs[0]
    scales = [1.0, 1.0, large.shape[1] / small.shape[1], large.shape[2] / small.shape[2]]
    graph.node(
        "Resize",
        [small.name, "", graph.constant(np.array(scales, np.float32))],
        [large.name],
        mode="linear",
        coordinate_transformation_mode="asymmetric",
    )


_TRANSLATIONS: dict[str, Callable[[_Graph, Operator], None]] = {
    "CONV_2D": _convolution,
    "DEPTHWISE_CONV_2D": _convolution,
    "ADD": _addition,
    "QUANTIZE": _requantisation,
    "AVERAGE_POOL_2D": _average,
    "SPLIT": _halves,
    "CONCATENATION": _together,
    "RESIZE_BILINEAR": _enlargement,
}
