"""A TFLite network as plain numbers: constants dequantised, operators in order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import tflite
from numpy.typing import NDArray

__all__ = ["Network", "Operator", "Tensor", "read"]

_STORED_AS = {
    tflite.TensorType.UINT8: np.uint8,
    tflite.TensorType.INT8: np.int8,
    tflite.TensorType.INT32: np.int32,
    tflite.TensorType.FLOAT32: np.float32,
}
_OPTIONS = {
    "CONV_2D": tflite.Conv2DOptions,
    "DEPTHWISE_CONV_2D": tflite.DepthwiseConv2DOptions,
    "ADD": tflite.AddOptions,
    "MUL": tflite.MulOptions,
    "AVERAGE_POOL_2D": tflite.Pool2DOptions,
    "RESIZE_BILINEAR": tflite.ResizeBilinearOptions,
}
_NAMES = {number: name for name, number in vars(tflite.BuiltinOperator).items() if name.isupper()}


@dataclass(frozen=True)
class Tensor:
    """A tensor: ``real value = (stored - zero) * scale`` when ``scale`` is not None.

    Attributes:
        name: unique in the network.
        shape: as in the file, channels last.
        constant: the real values, float32 (integers where there is no scale); None if computed.
        low, high: the least and the largest real value that 8 bits can stand for here.
    """

    name: str
    shape: tuple[int, ...]
    scale: float | None
    zero: int
    constant: NDArray[Any] | None

    @property
    def low(self) -> float:
        """The real value of 0."""
        return -self.zero * (self.scale or 1.0)

    @property
    def high(self) -> float:
        """The real value of 255."""
        return (255 - self.zero) * (self.scale or 1.0)


@dataclass(frozen=True)
class Operator:
    """One step: its TFLite name, its tensors, and its options (None where it has none)."""

    kind: str
    inputs: tuple[Tensor, ...]
    outputs: tuple[Tensor, ...]
    options: Any


@dataclass(frozen=True)
class Network:
    """The picture's tensor and the steps from it, in order; constants are steps no more."""

    input: Tensor
    operators: tuple[Operator, ...]


def read(path: Path) -> Network:
    """Read the first graph of a TFLite file."""
    model = tflite.Model.GetRootAs(path.read_bytes())
    graph = model.Subgraphs(0)
    tensors = [_tensor(model, graph.Tensors(i), i) for i in range(graph.TensorsLength())]
    return Network(tensors[graph.Inputs(0)], tuple(_operators(model, graph, tensors)))


def _tensor(model: Any, raw: Any, index: int) -> Tensor:
    shape = tuple(raw.Shape(i) for i in range(raw.ShapeLength()))
    quantisation = raw.Quantization()
    quantised = quantisation is not None and quantisation.ScaleLength() == 1
    scale = float(quantisation.Scale(0)) if quantised else None
    zero = int(quantisation.ZeroPoint(0)) if quantised else 0
    buffer = model.Buffers(raw.Buffer())
    constant: NDArray[Any] | None = None
    if buffer.DataLength():
        constant = buffer.DataAsNumpy().view(_STORED_AS[raw.Type()]).reshape(shape)
        if scale is not None:
            constant = ((constant.astype(np.float64) - zero) * scale).astype(np.float32)
    return Tensor(f"t{index}", shape, scale, zero, constant)


def _operators(model: Any, graph: Any, tensors: list[Tensor]) -> Iterator[Operator]:
    for index in range(graph.OperatorsLength()):
        raw = graph.Operators(index)
        code = model.OperatorCodes(raw.OpcodeIndex())
        kind = _NAMES[max(code.BuiltinCode(), code.DeprecatedBuiltinCode())]
        options = None
        if kind in _OPTIONS:
            table = raw.BuiltinOptions()
            options = _OPTIONS[kind]()
            options.Init(table.Bytes, table.Pos)
        if kind == "DEQUANTIZE":
            given, result = raw.Inputs(0), raw.Outputs(0)
            tensors[result] = replace(tensors[result], constant=tensors[given].constant)
            continue
        yield Operator(
            kind,
            tuple(tensors[raw.Inputs(i)] for i in range(raw.InputsLength())),
            tuple(tensors[raw.Outputs(i)] for i in range(raw.OutputsLength())),
            options,
        )
