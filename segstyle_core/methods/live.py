"""Live: what is painted so far, while it is painted."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TypeAlias

from segstyle_core.image import Box, RgbImage
from segstyle_core.methods.base import Wish
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.job import StepReport

__all__ = ["Live", "Show"]

SECONDS_BETWEEN = 1.0

Show: TypeAlias = Callable[[Sequence[str], Box, RgbImage], None]
"""Told the names of regions, a box in the picture, and what of it is painted so far (h, w, 3), to
be scaled to the box and seen under the regions' masks."""


class Live:
    """Shows a painting under way, at most once a second.

    Args:
        workshop: what is painted.
        show: to whom; None to nobody.
    """

    def __init__(self, workshop: Workshop, show: Show | None) -> None:
        self._workshop, self._show = workshop, show
        self._shown = 0.0

    def see(self, step: StepReport, crop: Box, wishes: Sequence[Wish]) -> None:
        """Take note of a step of a run that paints a crop for some wishes."""
        now = time.monotonic()
        if self._show is None or now - self._shown < SECONDS_BETWEEN:
            return
        self._shown = now
        box, pixels = self._workshop.shown(crop, wishes, step.picture())
        self._show([wish.region.name for wish in wishes], box, pixels)
