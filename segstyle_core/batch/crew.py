"""Workers, wherever they are, as a run sees them; and those on this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from multiprocessing.connection import Connection, wait
from typing import Protocol

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.batch.errand import Delivery, Errand, Trouble, run_errand

__all__ = ["Crew", "LocalCrew", "Report"]

Report = tuple[Errand, "Delivery | Trouble"]
"""An errand and what has come of it."""

SPAWN = multiprocessing.get_context("spawn")


class Crew(Protocol):
    """Workers that do errands."""

    where: str
    """``here``, or the scheduler's address."""

    def room(self) -> int:
        """How many more errands it should be given now."""

    def give(self, errand: Errand, avoid: frozenset[str]) -> None:
        """Have an errand done, if possible not by the workers named in ``avoid``."""

    def has_others(self, than: frozenset[str]) -> bool:
        """Whether there are workers beside those named."""

    def next(self, seconds: float) -> Report | None:
        """What has come of an errand; None if nothing came in that time."""

    def close(self) -> None:
        """End; what is under way is dropped."""


class LocalCrew:
    """Processes on this machine, each with so many threads; one that dies is replaced.

    They end when this process does, however it ends.
    """

    where = "here"

    def __init__(self, workers: int, threads: int) -> None:
        os.environ["OMP_NUM_THREADS"] = str(threads)
        self._idle = [_Slot() for _ in range(workers)]
        self._busy: dict[Connection, tuple[_Slot, Errand]] = {}

    def room(self) -> int:
        """See ``Crew``."""
        return len(self._idle)

    def give(self, errand: Errand, avoid: frozenset[str]) -> None:
        """See ``Crew``; all of them are on the same machine, so that none is to be avoided."""
        slot = self._idle.pop()
        self._busy[slot.line] = slot, errand
        slot.line.send(errand)

    def has_others(self, than: frozenset[str]) -> bool:
        """See ``Crew``."""
        return False

    def next(self, seconds: float) -> Report | None:
        """See ``Crew``."""
        if not self._busy:
            time.sleep(seconds)
            return None
        for line in wait(list(self._busy), seconds):
            assert isinstance(line, Connection)
            slot, errand = self._busy.pop(line)
            try:
                answer = line.recv()
            except (EOFError, OSError):
                slot.end()
                slot = _Slot()
                answer = Trouble(
                    "The worker ended without a word.",
                    "If memory was short, use fewer workers or a smaller size.",
                )
            self._idle.append(slot)
            return errand, answer
        return None

    def close(self) -> None:
        """See ``Crew``."""
        for slot in [*self._idle, *(slot for slot, _ in self._busy.values())]:
            slot.end()


class _Slot:
    """A place for a worker process, and the line to it."""

    def __init__(self) -> None:
        self.line, there = SPAWN.Pipe()
        self._process = SPAWN.Process(target=_serve, args=(there,), daemon=True)
        self._process.start()
        there.close()

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self.line.close()


def _serve(line: Connection) -> None:
    """A worker's life: errands come, answers go, until the other end is closed."""
    keep_freed_memory()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_the_parent, daemon=True).start()
    while True:
        try:
            line.send(run_errand(line.recv()))
        except (EOFError, OSError):
            return


def _end_with_the_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None
    parent.join()
    os._exit(1)
