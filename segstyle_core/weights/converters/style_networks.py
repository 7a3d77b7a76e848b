"""The two style networks out of their 8-bit form: for pictures of any size, and for regions.

Ghiasi et al. (2017), "Exploring the structure of a real-time, arbitrary neural artistic
stylization network". One network turns a style picture into a vector, the other paints a photo by
one. Their files were made for phones: activations are rounded to 8 bits before and after every
operation, and the photo has one size. Nothing in them needs either.

Here activations stay float32, and the photo may have any size whose sides are multiples of 4. The
painting network also takes a guide: its layers bring each channel to a mean and a variance that the
style asks for, and these moments are then the region's own, not those of the whole picture.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from segstyle_core.weights.catalogue import Weights

__all__ = ["convert"]

HALVINGS = (0, 1, 2)
"""How often the picture is halved where moments are taken."""

SHARE = "guide/{}"

_Shape: TypeAlias = tuple[str | int, ...]


def convert(source: Path, target: Path, weights: Weights) -> None:
    """Write the network ``style`` (1, 256, 256, 3) → (1, 1, 1, 100), or ``photo`` (1, H, W, 3),
    ``style`` and ``guide`` (1, 1, H, W) → (1, H, W, 3); pictures are RGB, all values 0..1."""
    model = onnx.load(str(source))
    graph = model.graph
    _in_floats(graph)
    if len(graph.input) == 1:
        _rename(graph, {graph.input[0].name: "style"})
    else:
        photo, style = (each.name for each in graph.input)
        _rename(graph, {photo: "photo", style: "style"})
        _guide(graph)
        _declare(graph)
    del graph.value_info[:]
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString())


def _in_floats(graph: onnx.GraphProto) -> None:
    """Weights as float32, and no rounding in between."""
    arrays = {each.name: numpy_helper.to_array(each) for each in graph.initializer}
    same: dict[str, str] = {}
    kept: list[onnx.NodeProto] = []
    for node in graph.node:
        source = same.get(node.input[0], node.input[0])
        if node.op_type == "DequantizeLinear" and source in arrays:
            arrays[node.output[0]] = _real(node, arrays)
        elif node.op_type in ("QuantizeLinear", "DequantizeLinear"):
            same[node.output[0]] = source
        else:
            node.input[:] = [same.get(name, name) for name in node.input]
            kept.append(node)
    for result in graph.output:
        if result.name in same:
            kept.append(helper.make_node("Identity", [same[result.name]], [result.name]))
    wanted = {name for node in kept for name in node.input}
    constants = [numpy_helper.from_array(arrays[name], name) for name in wanted & arrays.keys()]
    del graph.node[:], graph.initializer[:]
    graph.node.extend(kept)
    graph.initializer.extend(constants)


def _real(node: onnx.NodeProto, arrays: dict[str, NDArray[Any]]) -> NDArray[np.float32]:
    """The reals that 8-bit weights stand for: (q − zero) · scale, by channel or for all."""
    stored, scale = (arrays[name] for name in node.input[:2])
    zero = arrays[node.input[2]] if len(node.input) > 2 else np.zeros_like(scale)
    if scale.ndim:
        axis = next((each.i for each in node.attribute if each.name == "axis"), 1)
        shape = [-1 if each == axis else 1 for each in range(stored.ndim)]
        scale, zero = scale.reshape(shape), zero.reshape(shape)
    real: NDArray[np.float32] = (stored.astype(np.float32) - zero.astype(np.float32)) * scale
    return real


def _rename(graph: onnx.GraphProto, names: dict[str, str]) -> None:
    for given in graph.input:
        given.name = names[given.name]
    for node in graph.node:
        node.input[:] = [names.get(name, name) for name in node.input]


def _guide(graph: onnx.GraphProto) -> None:
    """In place of each mean over the picture, one that is weighted by the guide."""
    nodes = _shares(graph)
    halved = {"photo": 0}
    for node in graph.node:
        depth = halved.get(node.input[0], 0)
        if node.op_type == "GlobalAveragePool":
            nodes += _weighted_mean(node, SHARE.format(depth))
            continue
        if node.op_type == "Conv":
            depth += _attribute(node, "strides")[0] - 1
        elif node.op_type == "Resize":
            factor = next(each for each in graph.initializer if each.name == node.input[2])
            depth -= round(float(numpy_helper.to_array(factor)[-1])) - 1
        halved[node.output[0]] = depth
        nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def _shares(graph: onnx.GraphProto) -> list[onnx.NodeProto]:
    """The guide at each size, divided by its sum."""
    graph.initializer.append(numpy_helper.from_array(np.array([2, 3], np.int64), "guide/axes"))
    nodes, here = [], "guide"
    for depth in HALVINGS:
        if depth:
            smaller = f"guide/halved{depth}"
            halving = helper.make_node(
                "AveragePool", [here], [smaller], kernel_shape=[2, 2], strides=[2, 2]
            )
            nodes.append(halving)
            here = smaller
        whole = f"guide/sum{depth}"
        nodes.append(helper.make_node("ReduceSum", [here, "guide/axes"], [whole], keepdims=1))
        nodes.append(helper.make_node("Div", [here, whole], [SHARE.format(depth)]))
    return nodes


def _weighted_mean(node: onnx.NodeProto, share: str) -> list[onnx.NodeProto]:
    counted = f"{node.output[0]}/counted"
    return [
        helper.make_node("Mul", [node.input[0], share], [counted]),
        helper.make_node("ReduceSum", [counted, "guide/axes"], [node.output[0]], keepdims=1),
    ]


def _attribute(node: onnx.NodeProto, name: str) -> list[int]:
    return next(list(each.ints) for each in node.attribute if each.name == name)


def _declare(graph: onnx.GraphProto) -> None:
    """The inputs' and the output's shapes, with sides that are free."""
    result = graph.output[0].name
    picture: _Shape = (1, "height", "width", 3)
    inputs: dict[str, _Shape] = {
        "photo": picture,
        "style": (1, 1, 1, 100),
        "guide": (1, 1, "height", "width"),
    }
    del graph.input[:], graph.output[:]
    graph.input.extend(_declared(name, shape) for name, shape in inputs.items())
    graph.output.append(_declared(result, picture))


def _declared(name: str, shape: _Shape) -> onnx.ValueInfoProto:
    return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, shape)
