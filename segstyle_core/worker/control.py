"""What the user said of the running job, and what is told to the user of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from segstyle_core.image import Box
from segstyle_core.progress import Control
from segstyle_core.worker.messages import live_note, losses_note, progress_note

if TYPE_CHECKING:
    from segstyle_core.style.job import StepReport

__all__ = ["JobControl"]

SECONDS_BETWEEN = 0.1
TELLING_SECONDS = 2.0


class JobControl:
    """The Progress of one running job: reports at most ten times a second."""

    def __init__(self, job_id: int | str, send: Callable[[dict[str, Any]], None]) -> None:
        self.word = Control.CONTINUE
        self._id = job_id
        self._send = send
        self._began = time.monotonic()
        self._told = self._watched = 0.0

    def __call__(self, fraction: float, text: str) -> Control:
        """Report, and pass on the user's word."""
        now = time.monotonic()
        if now - self._told >= SECONDS_BETWEEN:
            self._told = now
            self._send(progress_note(self._id, round(fraction, 4), text, self._left(fraction, now)))
        return self.word

    def live(self, region: str, box: Box, pixels: str, width: int, height: int) -> None:
        """Tell how far a region is painted: ``pixels`` is a file of width × height."""
        self._send(live_note(self._id, region, box, pixels, width, height))

    def watch(self, run: int, step: StepReport) -> None:
        """Tell a step's losses (``methods.studio.Watch``), ten times a second at most."""
        now = time.monotonic()
        if now - self._watched >= SECONDS_BETWEEN:
            self._watched = now
            self._send(losses_note(self._id, run, step.losses._asdict()))

    def _left(self, fraction: float, now: float) -> float | None:
        over = now - self._began
        if over < TELLING_SECONDS or fraction <= 0:
            return None
        return round(over * (1 - fraction) / fraction, 1)
