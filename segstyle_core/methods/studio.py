"""Where a method's runs of the engine take place: one clock and one set of checkpoints for all."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TypeAlias

from segstyle_core.image import Box
from segstyle_core.methods.base import Wish
from segstyle_core.methods.live import Live
from segstyle_core.methods.schedule import Schedule
from segstyle_core.progress import Control, Progress
from segstyle_core.style.checkpoint import Keeper
from segstyle_core.style.engine import StepReport, StyleJob, StyleResult, stylize

__all__ = ["Studio", "Watch"]

Watch: TypeAlias = Callable[[int, StepReport], None]
"""Told each step, and of which run of a painting it is, from 0: the row of its report."""

TRUST = 0.05
"""How much of a painting's cost has to be seen for the steps' own pace to count as much as that
by which it was planned."""


class Studio:
    """Runs the engine for a method, in the order of its canvases.

    Progress is told as a share of time: what is over, against that and what is left by the
    canvases' costs, at the rate of the steps so far. What a level does before its first step is
    not taken for a rate: the very first has to load the encoder.

    Args:
        plan: what will be painted, run after run.
        keeper: of checkpoints.
        progress: told, and asked whether to go on.
        began: when the whole job began, by ``time.perf_counter``.
        live: shows what is painted so far, from a run's second level on: the coarsest, which is
            soon over, begins with blotches of gaudy colours.
        watch: told each step; None tells nobody.
    """

    def __init__(
        self,
        plan: Schedule,
        keeper: Keeper,
        progress: Progress,
        began: float,
        live: Live,
        watch: Watch | None = None,
    ) -> None:
        self._canvases = plan.canvases
        self._costs = [canvas.seconds(plan.pace) for canvas in plan.canvases]
        self._keeper, self._progress, self._began = keeper, progress, began
        minutes = plan.workshop.job.recipe.minutes
        self._deadline = None if minutes is None else began + 60 * minutes - plan.finishing
        self._live, self._watch = live, watch
        self._number = 0
        self._done = self._spent = TRUST * sum(self._costs)
        self._told = 0.0

    def stylize(self, job: StyleJob, text: str, crop: Box, wishes: Sequence[Wish]) -> StyleResult:
        """The next run: painted, or taken from a checkpoint of the same job.

        ``text`` tells the user what is going on; ``crop`` is what of the workshop's photo the job
        is about, ``wishes`` those that it fulfils. The job's levels are the canvas's.
        """
        number, self._number = self._number, self._number + 1
        journal = self._keeper.journal(number)
        if (kept := journal.finished()) is not None:
            return kept
        expected = self._costs[number] * self._rate
        scales = self._canvases[number].scales
        level, last, painted = -1, 0.0, 0.0

        def on_step(step: StepReport) -> Control:
            nonlocal level, last, painted
            now, before = time.perf_counter(), painted
            painted = step.fraction * self._costs[number]
            if step.level == level:
                self._spent += now - last
                self._done += painted - before
            level, last = step.level, now
            left = (sum(self._costs[number:]) - painted) * self._rate
            over = now - self._began
            self._told = max(self._told, over / (over + left))
            if level > 0 or len(scales) == 1:
                self._live.see(step, crop, wishes)
            if self._watch is not None:
                self._watch(number, step)
            return self._progress(self._told, f"{text}. {step.note}" if step.note else text)

        result = stylize(
            replace(job, scales=scales),
            on_step=on_step,
            seconds=self._allowed(number),
            journal=journal,
        )
        result = replace(result, estimate=expected)
        if not result.stopped_early:
            journal.finish(result)
        return result

    @property
    def _rate(self) -> float:
        """Seconds for each second of cost."""
        return self._spent / self._done

    def _allowed(self, number: int) -> float | None:
        """Its share of the time that is left."""
        if self._deadline is None:
            return None
        left = self._deadline - time.perf_counter()
        return left * self._costs[number] / sum(self._costs[number:])
