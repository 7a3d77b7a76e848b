"""How much memory a step takes, and tiles that fit into what there is."""

from __future__ import annotations

import math
import re
from contextlib import AbstractContextManager, nullcontext

import torch

from segstyle_core.allocator import give_back, giving_back_at_once
from segstyle_core.style.tiles import LARGE

__all__ = [
    "SMALLEST_TILE",
    "USUAL",
    "fitting_tile",
    "free_bytes",
    "is_shortage",
    "smaller_tile",
    "sparing",
    "step_bytes",
]

SMALLEST_TILE = 128

SHARE = 0.8
"""How much of the free memory may be taken."""

TILE_BYTES = 1600
"""For each pixel of a tile and each two bytes of the number format: the activations of one step
and their gradients, measured."""

PICTURE_BYTES = 600
"""For each pixel of the whole picture: what is kept between steps, above all L-BFGS' history,
measured."""

USUAL = 1_300_000
"""Pixels that are looked at at once at most where memory does not matter."""

HALO = 96
"""How far a tile sees beyond itself, to each side."""

_SHORTAGE = re.compile(r"not enough memory|can't allocate memory|out of memory", re.IGNORECASE)


def step_bytes(pixels: int, at_once: int, dtype: torch.dtype) -> int:
    """About how many bytes the steps on a picture of so many pixels take, by how many pixels are
    looked at at once."""
    return round(at_once * TILE_BYTES * dtype.itemsize / 2 + pixels * PICTURE_BYTES)


def fitting_tile(pixels: int, device: torch.device, dtype: torch.dtype) -> int | None:
    """The side of tiles with which the free memory does for a picture of so many pixels; None
    where it does for the objective's own choice."""
    free = SHARE * free_bytes(device)
    if step_bytes(pixels, min(pixels, USUAL), dtype) <= free:
        return None
    side = smaller_tile(pixels, None)
    while side >= 2 * SMALLEST_TILE and step_bytes(pixels, (side + 2 * HALO) ** 2, dtype) > free:
        side = smaller_tile(pixels, side)
    return side


def smaller_tile(pixels: int, tile: int | None) -> int:
    """Half a tile side; half that of all that is looked at at once if it was None."""
    return (tile or math.isqrt(min(pixels, USUAL))) // 2


def sparing(pixels: int, tile: int | None) -> AbstractContextManager[None]:
    """While a picture of so many pixels is looked at, give memory back at once, if it is short:
    if tiles of that side were needed, or the picture is very large."""
    return nullcontext() if tile is None and pixels < LARGE else giving_back_at_once()


def is_shortage(error: BaseException) -> bool:
    """Whether an error says that there was no memory to be had.

    The processor's allocator says so by a plain RuntimeError.
    """
    if isinstance(error, (MemoryError, torch.OutOfMemoryError)):
        return True
    return isinstance(error, RuntimeError) and bool(_SHORTAGE.search(str(error)))


def free_bytes(device: torch.device) -> int:
    """The memory that painting on a device could have now."""
    if device.type == "cuda":
        return int(torch.cuda.mem_get_info(device)[0])
    import psutil

    give_back()
    return int(psutil.virtual_memory().available)
