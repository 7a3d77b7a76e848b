"""A scene network from TFLite, all in 8 bits or with 8-bit weights alone, to ONNX in float32.

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
import tflite
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from segstyle_core.errors import WeightsError
from segstyle_core.weights.catalogue import Weights
from segstyle_core.weights.converters.tflite_reader import Operator, Tensor, read

__all__ = ["convert"]

OPSET, IR_VERSION = 17, 8
INFINITE = float("inf")
BOUNDS = {
    tflite.ActivationFunctionType.NONE: (-INFINITE, INFINITE),
    tflite.ActivationFunctionType.RELU: (0.0, INFINITE),
    tflite.ActivationFunctionType.RELU6: (0.0, 6.0),
}
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
    helper.set_model_props(model, _metadata(weights))
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString())


def _metadata(weights: Weights) -> dict[str, str]:
    return {
        "classes": json.dumps(weights.classes),
        "mean": json.dumps(weights.input.mean),
        "std": json.dumps(weights.input.std),
        "source": weights.source,
        "licence": weights.licence,
    }


class _Graph:
    """ONNX nodes and constants as they are gathered.

    Attributes:
        spread: by name, tensors whose pixels TFLite has dealt out to ``block`` x ``block``
            pictures, and that block; what convolves them convolves the tensor, dilated.
    """

    def __init__(self) -> None:
        self.spread: dict[str, tuple[Tensor, int]] = {}
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

    def value(self, tensor: Tensor) -> str:
        """A name for a tensor's value; a constant's are those of the channels."""
        if tensor.constant is None:
            return tensor.name
        return self.constant(tensor.constant.reshape(1, -1, 1, 1))

    def bounded(self, kind: str, inputs: list[str], operator: Operator, **attributes: Any) -> None:
        """Append a node whose result is bounded as the operator's is.

        By the activation, or by what 8 bits can stand for, which comes to the same.
        """
        output = operator.outputs[0]
        low, high = output.low, output.high
        if output.scale is None:
            low, high = BOUNDS[operator.options.FusedActivationFunction()]
        raw = f"{output.name}_raw"
        self.node(kind, inputs, [raw], **attributes)
        bounds = [self.constant(np.array(value, np.float32)) for value in (low, high)]
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
    given, kernel, bias = operator.inputs
    options = operator.options
    picture, block = graph.spread.get(given.name, (given, 1))
    assert kernel.constant is not None and bias.constant is not None
    depthwise = operator.kind == "DEPTHWISE_CONV_2D"
    weights = kernel.constant.transpose((3, 0, 1, 2) if depthwise else (0, 3, 1, 2))
    sides = kernel.shape[1:3]
    dilations = [block * options.DilationHFactor(), block * options.DilationWFactor()]
    strides = [options.StrideH(), options.StrideW()]
    graph.bounded(
        "Conv",
        [picture.name, graph.constant(weights), graph.constant(bias.constant)],
        operator,
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
    graph.bounded("Add", [graph.value(tensor) for tensor in operator.inputs], operator)


def _product(graph: _Graph, operator: Operator) -> None:
    graph.bounded("Mul", [graph.value(tensor) for tensor in operator.inputs], operator)


def _requantisation(graph: _Graph, operator: Operator) -> None:
    graph.bounded("Identity", [operator.inputs[0].name], operator)


def _dealing_out(graph: _Graph, operator: Operator) -> None:
    picture, block, _ = operator.inputs
    assert block.constant is not None
    graph.spread[operator.outputs[0].name] = (picture, int(block.constant[0]))


def _gathering(graph: _Graph, operator: Operator) -> None:
    graph.node("Identity", [operator.inputs[0].name], [operator.outputs[0].name])


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
    """Between corners to the very size, which is known then; else by a factor."""
    small, large = operator.inputs[0], operator.outputs[0]
    if operator.options.AlignCorners():
        _, height, width, channels = large.shape
        size = ["", graph.constant(np.array([1, channels, height, width], np.int64))]
        places = "align_corners"
    else:
        factors = [1.0, 1.0, large.shape[1] / small.shape[1], large.shape[2] / small.shape[2]]
        size = [graph.constant(np.array(factors, np.float32))]
        places = "asymmetric"
    graph.node(
        "Resize",
        [small.name, "", *size],
        [large.name],
        mode="linear",
        coordinate_transformation_mode=places,
    )


_TRANSLATIONS: dict[str, Callable[[_Graph, Operator], None]] = {
    "CONV_2D": _convolution,
    "DEPTHWISE_CONV_2D": _convolution,
    "ADD": _addition,
    "MUL": _product,
    "QUANTIZE": _requantisation,
    "AVERAGE_POOL_2D": _average,
    "SPLIT": _halves,
    "CONCATENATION": _together,
    "RESIZE_BILINEAR": _enlargement,
    "SPACE_TO_BATCH_ND": _dealing_out,
    "BATCH_TO_SPACE_ND": _gathering,
}
