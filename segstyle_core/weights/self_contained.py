"""ONNX networks may come from a stranger: they must need nothing but what is in their file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from segstyle_core.errors import BadInputError

if TYPE_CHECKING:
    import onnx

__all__ = ["insist_on_self_contained"]

DOMAINS = {"", "ai.onnx", "ai.onnx.ml", "com.microsoft"}
"""Of operators that ONNX Runtime brings itself."""


def insist_on_self_contained(file: Path) -> None:
    """Refuse a network that reads other files, or runs code that ONNX Runtime does not bring.

    A file that is no ONNX at all passes: whoever opens it says so.

    Raises:
        BadInputError: tensors that lie elsewhere, operators of another domain.
    """
    import onnx

    try:
        model = onnx.load(str(file), load_external_data=False)
    except Exception:  # protobuf's own, or the file system's
        return
    graphs = [model.graph, *model.functions]
    nodes = [node for graph in graphs for node in _nodes(graph)]
    own = {function.domain for function in model.functions}
    if any(tensor.external_data for tensor in _tensors(model.graph, nodes)):
        raise BadInputError(
            f"{file.name} keeps its weights in another file.",
            "Save it with its weights inside: onnx.save(model, FILE), save_as_external_data=False.",
        )
    if strange := {node.domain for node in nodes} - DOMAINS - own:
        raise BadInputError(
            f"{file.name} needs operators of “{min(strange)}”, which are not run.",
            "Use a network of ONNX's own operators.",
        )


def _nodes(graph: onnx.GraphProto | onnx.FunctionProto) -> Iterator[onnx.NodeProto]:
    """A graph's nodes, with those of the graphs inside them."""
    for node in graph.node:
        yield node
        for attribute in node.attribute:
            for inner in (attribute.g, *attribute.graphs):
                yield from _nodes(inner)


def _tensors(graph: onnx.GraphProto, nodes: list[onnx.NodeProto]) -> Iterator[onnx.TensorProto]:
    """Every tensor that a graph or its nodes hold."""
    yield from graph.initializer
    for node in nodes:
        for attribute in node.attribute:
            yield from (attribute.t, *attribute.tensors)
            for inner in (attribute.g, *attribute.graphs):
                yield from inner.initializer
