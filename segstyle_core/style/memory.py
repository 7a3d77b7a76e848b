"""How much memory a step takes, and tiles that fit into what there is."""

from __future__ import annotations

import math
import re
from contextlib import AbstractContextManager, nullcontext

import torch

from segstyle_core.allocator import give_back, giving_back_at_once
from segstyle_core.style.tiles import WHOLE, side_for

__all__ = [
    "SMALLEST_TILE",
    "fitting_tile",
    "free_bytes",
    "is_shortage",
    "most_as_a_whole",
    "smaller_tile",
    "sparing",
    "step_bytes",
]

SMALLEST_TILE = 128

SHARE = 0.8
"""How much of the free memory may be taken."""

VALUES, BYTES = 600, 700
"""For each pixel that is looked at at once: the activations of a step and their gradients, in the
number format, and what is in float32 whatever that is; measured."""

PICTURE_BYTES = 600
"""For each pixel of the whole picture: what is kept between steps, above all L-BFGS' history,
measured."""

VAST = 10_000_000
"""Pixels of a picture whose tiles give their memory back at once, however much is free: it takes
up to twice the time."""

HALO = 96
"""How far a tile sees beyond itself, to each side."""

_SHORTAGE = re.compile(r"not enough memory|can't allocate memory|out of memory", re.IGNORECASE)


def step_bytes(pixels: int, tile: int | None, dtype: torch.dtype) -> int:
    """About how many bytes the steps on a picture of so many pixels take, in tiles of that side;
    the objective's own choice if it is None."""
    at_once = min(pixels, ((tile or side_for(pixels)) + 2 * HALO) ** 2)
    return at_once * _bytes_at_once(dtype) + pixels * PICTURE_BYTES


def most_as_a_whole(device: torch.device, dtype: torch.dtype) -> int:
    """How many pixels a picture may have for it to be looked at as a whole with the free memory."""
    fitting = SHARE * free_bytes(device) / (_bytes_at_once(dtype) + PICTURE_BYTES)
    return min(WHOLE, int(fitting))


def fitting_tile(pixels: int, device: torch.device, dtype: torch.dtype) -> int | None:
    """The side of tiles with which the free memory does for a picture of so many pixels; None
    where it does for the objective's own choice."""
    free = SHARE * free_bytes(device)
    side: int | None = None
    while step_bytes(pixels, side, dtype) > free and (side is None or side >= 2 * SMALLEST_TILE):
        side = smaller_tile(pixels, side)
    return side


def smaller_tile(pixels: int, tile: int | None) -> int:
    """Half a tile side; half that of all that is looked at at once if it was None."""
    return (tile or min(side_for(pixels), math.isqrt(pixels))) // 2


def sparing(pixels: int, tile: int | None) -> AbstractContextManager[None]:
    """While a picture of so many pixels is looked at, give memory back at once, if it is short:
    if tiles of that side were needed, or the picture is very large."""
    return nullcontext() if tile is None and pixels < VAST else giving_back_at_once()


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


def _bytes_at_once(dtype: torch.dtype) -> int:
    """For each pixel."""
    return VALUES * dtype.itemsize + BYTES
