"""What every process of the core does first, and what memory it came to have."""

from __future__ import annotations

import logging
import os
import re
import sys
from pathlib import Path

from segstyle_core.allocator import keep_freed_memory

__all__ = ["peak_bytes", "set_up"]


def set_up(level: int = logging.WARNING) -> None:
    """Settle how threads wait, what becomes of freed memory, and what is logged."""
    _let_waiting_threads_sleep()
    keep_freed_memory()
    logging.basicConfig(level=level, stream=sys.stderr)


def peak_bytes() -> int:
    """The most memory, in bytes, that this process has had at once.

    What Linux' getrusage(2) says begins with that of the parent, so its own is read from proc(5).
    """
    if sys.platform == "linux":
        [kilobytes] = re.findall(r"^VmHWM:\s*(\d+) kB", Path("/proc/self/status").read_text(), re.M)
        return int(kilobytes) * 1024
    if sys.platform == "win32":
        import psutil

        return int(psutil.Process().memory_info().peak_wset)
    import resource

    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _let_waiting_threads_sleep() -> None:
    """Keep torch's threads from spinning while they wait, before torch is imported.

    Beside another busy program, spinning threads take each other's turns: a styling was seen to
    take eight times as long so, against a fifth more on an idle machine.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")
