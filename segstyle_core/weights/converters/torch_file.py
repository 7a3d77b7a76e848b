"""Reading the tensors of a file that torch wrote in its first format, without torch."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
from numpy.typing import NDArray

from segstyle_core.errors import WeightsError

__all__ = ["read_tensors"]

MAGIC = 0x1950A86A20F9469CFC6C
STORAGES = {"ByteStorage": "<u1", "FloatStorage": "<f4"}
"""torch's names of element types, and numpy's."""

Array = NDArray[Any]
_Later = Callable[[dict[str, Array]], Array]
"""A tensor to be, once the storages are read: by their keys."""


def read_tensors(file: Path) -> dict[str, Array]:
    """The tensors by name: uint8 or float32, in their own shapes.

    The file is four pickles (a magic number, the format, the machine, the tensors by name, each a
    view of a storage), a pickled list of the storages' keys, then for each key a 64-bit length and
    the elements. Nothing but tensors is unpickled.

    Raises:
        WeightsError: it is no such file, or holds something else than whole tensors.
    """
    try:
        with file.open("rb") as stream:
            if _plain(stream) != MAGIC:
                raise ValueError("no magic number")
            for _ in ("format", "machine"):
                _plain(stream)
            names = _Tensors(stream)
            later = names.load()
            storages = {key: _storage(stream, *names.storages[key]) for key in _plain(stream)}
            return {name: make(storages) for name, make in later.items()}
    except (pickle.UnpicklingError, ValueError, KeyError, TypeError, EOFError) as error:
        raise WeightsError(
            f"{file.name} is not a file of tensors as expected ({error}).", "Fetch it again."
        ) from error


def _storage(stream: BinaryIO, kind: str, length: int) -> Array:
    found = int.from_bytes(stream.read(8), "little")
    if found != length:
        raise ValueError(f"a storage of {found} elements in place of {length}")
    return np.frombuffer(stream.read(length * np.dtype(kind).itemsize), kind)


def _tensor(view: tuple[str, int], offset: int, shape: Any, strides: Any, *_: Any) -> _Later:
    if offset or tuple(strides) != _steps(shape):
        raise ValueError("a tensor that is a part of its storage")
    return lambda storages: storages[view[0]].reshape(shape)


def _steps(shape: tuple[int, ...]) -> tuple[int, ...]:
    """The strides, in elements, of a tensor whose elements lie in order."""
    return tuple(int(np.prod(shape[axis + 1 :])) for axis in range(len(shape)))


class _Plain(pickle.Unpickler):
    """Numbers, words, lists and dicts; no class."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} is no part of it")


def _plain(stream: BinaryIO) -> Any:
    return _Plain(stream).load()


class _Tensors(_Plain):
    """The tensors by name, as what makes them of the storages; ``storages`` says what those are."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.storages: dict[str, tuple[str, int]] = {}

    def find_class(self, module: str, name: str) -> Any:
        if module == "torch" and name in STORAGES:
            return STORAGES[name]
        known = {("torch._utils", "_rebuild_tensor_v2"): _tensor}
        known["collections", "OrderedDict"] = OrderedDict  # type: ignore[assignment]
        return known.get((module, name)) or super().find_class(module, name)

    def persistent_load(self, pid: Any) -> tuple[str, int]:
        _word, kind, key, _place, length, _view = pid
        self.storages[key] = (kind, length)
        return key, length
