"""What every process of the core does first."""

from __future__ import annotations

import logging
import os
import sys

from segstyle_core.allocator import keep_freed_memory

__all__ = ["set_up"]


def set_up(level: int = logging.WARNING) -> None:
    """Settle how threads wait, what becomes of freed memory, and what is logged."""
    _let_waiting_threads_sleep()
    keep_freed_memory()
    logging.basicConfig(level=level, stream=sys.stderr)


def _let_waiting_threads_sleep() -> None:
    """Keep torch's threads from spinning while they wait, before torch is imported.

    Beside another busy program, spinning threads take each other's turns: a styling was seen to
    take eight times as long so, against a fifth more on an idle machine.
    """
    os.environ.setdefault("GOMP_SPINCOUNT", "10000")
