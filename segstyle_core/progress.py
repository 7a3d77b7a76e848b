"""Progress, and the user's word on whether to go on."""

from __future__ import annotations

from enum import Enum
from typing import Protocol

from segstyle_core.errors import CancelledError

__all__ = ["Control", "Part", "Progress", "Silent", "check"]


class Control(Enum):
    """What the user wants at this moment."""

    CONTINUE = "continue"
    STOP_KEEP_BEST = "stop_keep_best"
    CANCEL = "cancel"


class Progress(Protocol):
    """Told how far a job is; answers whether to go on.

    ``fraction`` is 0..1 of the whole job, ``text`` a short present-tense line such as
    "Styling sky". Long loops call it at every step and obey the answer.
    """

    def __call__(self, fraction: float, text: str) -> Control:
        """Report and ask."""


class Silent:
    """Reports to nobody and always goes on."""

    def __call__(self, fraction: float, text: str) -> Control:
        """Go on."""
        return Control.CONTINUE


class Part:
    """A stretch of a larger job: its own 0..1 becomes start..end of the whole."""

    def __init__(self, whole: Progress, start: float, end: float) -> None:
        self._whole = whole
        self._start = start
        self._end = end

    def __call__(self, fraction: float, text: str) -> Control:
        """Report to the whole job."""
        return self._whole(self._start + (self._end - self._start) * fraction, text)


def check(progress: Progress, fraction: float, text: str) -> None:
    """Report, and raise CancelledError when the user does not want to go on.

    For jobs that have nothing worth keeping half-way: stopping and cancelling are the same.
    """
    if progress(fraction, text) is not Control.CONTINUE:
        raise CancelledError
