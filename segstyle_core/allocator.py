"""How this process deals with memory that it has freed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable

__all__ = ["give_back", "keep_freed_memory"]

_TRIM_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -4, -8
"""glibc's numbers for mallopt(3)."""

_MOST_KEPT = 2**31 - 1


def keep_freed_memory() -> None:
    """Let freed memory be used again, up to 2 GiB of it, instead of giving it back at once.

    Large arrays come and go many times a second here. By default glibc maps each of them anew,
    and the kernel clears every page of it: a quarter of a painting's step at 1024 pixels. One
    heap for all threads keeps together what is free. Does nothing where there is no glibc.
    """
    tell = _of_glibc("mallopt")
    if tell is not None:
        tell(_ARENA_MAX, 1)
        tell(_MMAP_MAX, 0)
        tell(_TRIM_THRESHOLD, _MOST_KEPT)


def give_back() -> None:
    """Give the system the freed memory that was kept."""
    trim = _of_glibc("malloc_trim")
    if trim is not None:
        trim(0)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """A function that only glibc has."""
    try:
        function: Callable[..., int] = getattr(ctypes.CDLL(None), name)
    except (AttributeError, OSError, TypeError):
        return None
    return function
