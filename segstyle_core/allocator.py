"""How this process deals with memory that it has freed."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from contextlib import contextmanager

__all__ = ["give_back", "giving_back_at_once", "keep_freed_memory"]

_TRIM_THRESHOLD, _MMAP_THRESHOLD, _MMAP_MAX, _ARENA_MAX = -1, -3, -4, -8
"""glibc's numbers for mallopt(3)."""

_MOST_KEPT = 2**31 - 1
_LARGE = 2**20
_MOST_MAPPED = 2**15


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


@contextmanager
def giving_back_at_once() -> Iterator[None]:
    """Give arrays of a megabyte and more back to the system as soon as they are freed.

    For where memory is short: what is kept for later lies scattered between what is in use, and a
    third more was seen to be taken so. It costs time, up to as much again, for each page is cleared
    anew. Afterwards freed memory is kept again, as ``keep_freed_memory`` says.
    """
    tell = _of_glibc("mallopt")
    if tell is None:
        yield
        return
    give_back()
    tell(_MMAP_THRESHOLD, _LARGE)
    tell(_MMAP_MAX, _MOST_MAPPED)
    try:
        yield
    finally:
        tell(_MMAP_MAX, 0)


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
