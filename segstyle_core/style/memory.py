"""How much memory a step takes, and tiles that fit into what there is."""

from __future__ import annotations

import re

import torch

from segstyle_core.style.objective import TILE

__all__ = ["SMALLEST_TILE", "fitting_tile", "is_shortage", "step_bytes"]

SMALLEST_TILE = 128

SHARE = 0.8
"""How much of the free memory may be taken."""

TILE_BYTES = 1600
"""For each pixel of a tile and each two bytes of the number format: the activations of one step
and their gradients, measured."""

PICTURE_BYTES = 600
"""For each pixel of the whole picture: what is kept between steps, above all L-BFGS' history,
measured."""

HALO = 96
"""How far a tile sees beyond itself, to each side."""

_SHORTAGE = re.compile(r"not enough memory|can't allocate memory|out of memory", re.IGNORECASE)


def step_bytes(pixels: int, tile: int, dtype: torch.dtype) -> int:
    """About how many bytes the steps on a picture of so many pixels take, in tiles of that side."""
    seen = min(pixels, (tile + 2 * HALO) ** 2)
    return round(seen * TILE_BYTES * dtype.itemsize / 2 + pixels * PICTURE_BYTES)


def fitting_tile(pixels: int, device: torch.device, dtype: torch.dtype) -> int:
    """The largest tile side, TILE or half of it and so on, with which the free memory does."""
    tile, free = TILE, SHARE * _free_bytes(device)
    while tile > SMALLEST_TILE and step_bytes(pixels, tile, dtype) > free:
        tile //= 2
    return tile


def is_shortage(error: BaseException) -> bool:
    """Whether an error says that there was no memory to be had.

    The processor's allocator says so by a plain RuntimeError.
    """
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and bool(_SHORTAGE.search(str(error)))


def _free_bytes(device: torch.device) -> int:
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    import psutil

    return psutil.virtual_memory().available
