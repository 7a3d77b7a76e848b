"""Reading PyTorch checkpoints, of which nothing but tensors is unpickled."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from segstyle_core.errors import BadInputError

__all__ = ["State", "count_of", "fill", "read_state"]

State = dict[str, Tensor]

_NESTS = ("state_dict", "model")
_PARALLEL = "module."
_ONLY_FOR_TRAINING = (
    "num_batches_tracked",
    "_tmp_running_mean",
    "_tmp_running_var",
    "_running_iter",
)
_NAMED = 3


def read_state(path: Path) -> State:
    """The tensors of a checkpoint by name, also when they lie under ``state_dict`` or ``model``.

    What data-parallel training puts before the names is taken off.

    Raises:
        BadInputError: no checkpoint, or one that holds more than tensors.
    """
    try:
        loaded = torch.load(path, map_location="cpu", weights_only=True)
    except (pickle.UnpicklingError, RuntimeError, EOFError, OSError, ValueError, KeyError) as error:
        raise _no_checkpoint(path) from error
    nest = next((name for name in _NESTS if _is_dict(loaded) and _is_dict(loaded.get(name))), None)
    state = loaded if nest is None else loaded[nest]
    if not _is_dict(state) or not state or not all(isinstance(v, Tensor) for v in state.values()):
        raise _no_checkpoint(path)
    if all(name.startswith(_PARALLEL) for name in state):
        return {name.removeprefix(_PARALLEL): tensor for name, tensor in state.items()}
    return dict(state)


def count_of(state: State, key: str, path: Path, arch: str) -> int:
    """How many classes there are: the outputs of the layer ``key``.

    Raises:
        BadInputError: the checkpoint has no such layer.
    """
    if key not in state:
        raise _unfit(path, arch, [f"{key} is missing"])
    return int(state[key].shape[0])


def fill(network: nn.Module, state: State, path: Path, arch: str) -> None:
    """Put the tensors into the network; what only training needs may be missing.

    Raises:
        BadInputError: names or shapes that do not fit; the message says which.
    """
    wanted = network.state_dict()
    complaints = _listed(
        {
            "missing": _relevant(wanted.keys() - state.keys()),
            "unknown": _relevant(state.keys() - wanted.keys()),
            "of another shape": sorted(
                name
                for name in wanted.keys() & state.keys()
                if wanted[name].shape != state[name].shape
            ),
        }
    )
    if complaints:
        raise _unfit(path, arch, complaints)
    network.load_state_dict(state, strict=False)


def _relevant(names: set[str]) -> list[str]:
    return sorted(name for name in names if not name.endswith(_ONLY_FOR_TRAINING))


def _listed(groups: dict[str, list[str]]) -> list[str]:
    return [
        f"{len(names)} {what} ({', '.join(names[:_NAMED])}{' …' if len(names) > _NAMED else ''})"
        for what, names in groups.items()
        if names
    ]


def _is_dict(value: Any) -> bool:
    return isinstance(value, dict)


def _unfit(path: Path, arch: str, complaints: list[str]) -> BadInputError:
    return BadInputError(
        f"The weights in {path.name} do not fit {arch}: {'; '.join(complaints)}.",
        "Name the architecture that they were trained with in --arch.",
    )


def _no_checkpoint(path: Path) -> BadInputError:
    return BadInputError(
        f"{path.name} is no PyTorch checkpoint of tensors alone.",
        "Save the network's state_dict() with torch.save; nothing else is unpickled.",
    )
