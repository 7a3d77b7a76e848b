"""The engine: a crop, and the regions in it with their styles, from coarse to fine."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from dataclasses import astuple, replace
from typing import TypeVar

import torch
from torch import Tensor

from segstyle_core.errors import CancelledError, CoreFailureError
from segstyle_core.image import RgbImage, resize
from segstyle_core.progress import Control
from segstyle_core.style.checkpoint import Journal
from segstyle_core.style.cost import GETTING_READY, TYPICAL, Canvas
from segstyle_core.style.encoder import to_pixels, to_tensor
from segstyle_core.style.job import (
    CurvePoint,
    OnStep,
    Source,
    StepReport,
    StyleJob,
    StyleResult,
    Zone,
)
from segstyle_core.style.level import first_picture, objective_at, picture_at, size_at
from segstyle_core.style.losses import Losses, Weights
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.memory import (
    SMALLEST_TILE,
    fitting_tile,
    is_shortage,
    smaller_tile,
    sparing,
)
from segstyle_core.style.optimiser import Descent, Step, minimise

__all__ = ["Source", "StepReport", "StyleJob", "StyleResult", "Zone", "measure", "stylize"]

FINALISTS = 2
"""How many of the best iterates float32 chooses from."""

_Done = TypeVar("_Done")


def stylize(
    job: StyleJob,
    *,
    on_step: OnStep,
    seconds: float | None = None,
    journal: Journal | None = None,
) -> StyleResult:
    """Paint a crop.

    When the memory runs short, it goes on with smaller tiles; when the smallest are too large,
    or the time is over, the levels that are left are left out.

    Args:
        job: what to paint.
        on_step: told of each step, and asked whether to go on.
        seconds: the time that the run may take; each level gets its share.
        journal: keeps what a killed run leaves to go on from; None keeps nothing.

    Raises:
        CancelledError: ``on_step`` answered CANCEL.
        CoreFailureError: the memory does not even do for the coarsest level.
    """
    return _Run(job, on_step, seconds, journal or Journal(None)).painted()


def measure(pixels: RgbImage, job: StyleJob) -> Losses:
    """The losses of a saved picture (H, W, 3) as a job's result, in float32."""
    device = best_device()
    objective = objective_at(job, 1.0, Weights.of(job.recipe), device, torch.float32)
    return objective.measure(to_tensor(pixels, device))


class _Run:
    def __init__(
        self, job: StyleJob, on_step: OnStep, seconds: float | None, journal: Journal
    ) -> None:
        self._job, self._on_step, self._journal = job, on_step, journal
        self._began = time.perf_counter()
        self._deadline = math.inf if seconds is None else self._began + seconds
        self._device = best_device()
        self._dtype = fast_dtype(self._device)
        height, width = job.content.shape[:2]
        self._costs = Canvas(width, height, job.scales).costs(TYPICAL)
        self._tile: int | None = None
        self._notes: list[str] = []
        self._curve: list[CurvePoint] = []
        self._news = ""

    def painted(self) -> StyleResult:
        job = self._job
        torch.manual_seed(job.recipe.seed)
        finalists, descents, factor = self._descend()
        pixels, losses = self._fitted(
            factor, torch.float32, lambda tile: self._judged(finalists, factor, tile)
        )
        if pixels.shape != job.content.shape:
            pixels = resize(pixels, job.content.shape[1], job.content.shape[0])
        return StyleResult(
            pixels=pixels,
            losses=losses,
            size=size_at(job, factor),
            steps=sum(descent.steps for descent in descents),
            restarts=sum(descent.restarts for descent in descents),
            seconds=time.perf_counter() - self._began,
            device=self._device.type,
            dtype=str(self._dtype).removeprefix("torch."),
            stopped_early=bool(descents) and descents[-1].control is Control.STOP_KEEP_BEST,
            notes=tuple(self._notes),
            curve=tuple(self._curve),
        )

    def _descend(self) -> tuple[tuple[Tensor, ...], list[Descent], float]:
        """The best pictures of the last level that was painted, and that level's factor."""
        job = self._job
        descents: list[Descent] = []
        first, done, kept = self._journal.position() or (0, 0, None)
        picture = first_picture(job, self._device)
        factor = job.scales[first if done else max(0, first - 1)].factor
        if kept is not None:
            self._note("Went on from a checkpoint.")
            picture = kept.to(self._device)
        pictures: tuple[Tensor, ...] = (picture,)
        for level, scale in enumerate(job.scales[first:], first):
            if level > 0 and time.perf_counter() > self._deadline:
                if factor < scale.factor:
                    self._note("The time was over before the finest level.")
                else:
                    self._note_steps_left_out()
                break
            start = picture_at(pictures[0], job, scale.factor)
            try:
                descent = self._fitted(
                    scale.factor,
                    self._dtype,
                    lambda tile, level=level, start=start: self._level(  # type: ignore[misc]
                        level, start, done if level == first else 0, tile
                    ),
                )
            except CoreFailureError:
                if level == 0:
                    raise
                self._note("The memory did not do for the finest level; painted at a smaller size.")
                break
            if descent.control is Control.CANCEL:
                raise CancelledError
            descents.append(descent)
            pictures, factor = descent.finalists, scale.factor
            if descent.control is Control.STOP_KEEP_BEST:
                break
            self._journal.keep(level + 1, 0, descent.picture)
        return pictures, descents, factor

    def _level(self, level: int, start: Tensor, done: int, tile: int | None) -> Descent:
        """One level, from ``start`` at its size, ``done`` of its steps being made already."""
        job, scale = self._job, self._job.scales[level]
        weights = Weights.of(job.recipe)
        here = replace(weights, content=weights.content * scale.content)
        if scale.shallow:
            here = here.shallow or here
        end = self._end_of(level)
        objective = objective_at(job, scale.factor, here, self._device, self._dtype, tile)
        late = False

        def report(step: Step) -> Control:
            nonlocal late
            word = self._report(level, done + step.number, step, objective.latest)
            self._journal.keep_now_and_then(level, done + step.number, step.best)
            late = word is Control.CONTINUE and time.perf_counter() > end
            return Control.STOP_KEEP_BEST if late else word

        choose = level == len(job.scales) - 1 and self._dtype != torch.float32
        descent = minimise(
            objective.value_and_gradient,
            start,
            max(1, scale.steps - done),
            report,
            job.recipe.optimiser,
            rate=job.recipe.rate,
            finalists=FINALISTS if choose else 1,
            on_divergence=lambda: self._note(
                "The loss jumped; went on from the best picture in smaller steps."
            ),
        )
        if not late:
            return descent
        self._note_steps_left_out()
        return replace(descent, control=Control.CONTINUE)

    def _end_of(self, level: int) -> float:
        """When a level must be done, for the others to have their share of what is left."""
        now = time.perf_counter()
        return now + (self._deadline - now) * self._costs[level] / sum(self._costs[level:])

    def _report(self, level: int, number: int, step: Step, losses: Losses) -> Control:
        within = (GETTING_READY + number) / (GETTING_READY + self._job.scales[level].steps)
        done = sum(self._costs[:level]) + self._costs[level] * within
        news, self._news = self._news, ""
        fraction = done / sum(self._costs)
        size = max(size_at(self._job, self._job.scales[level].factor))
        if self._curve and self._curve[-1].size == size:
            number = self._curve[-1].step + 1
        self._curve.append(CurvePoint(size, number, *astuple(losses)))
        return self._on_step(
            StepReport(fraction, level, number, self._curve[-1], lambda: to_pixels(step.best), news)
        )

    def _fitted(
        self, factor: float, dtype: torch.dtype, work: Callable[[int | None], _Done]
    ) -> _Done:
        """Do what takes a tile's side, with smaller ones as long as the memory does not do."""
        pixels = math.prod(size_at(self._job, factor))
        tile = self._tile
        if tile is None and (tile := fitting_tile(pixels, self._device, dtype)) is not None:
            self._note(f"The free memory does for tiles of {tile} pixels.")
        while True:
            try:
                with sparing(pixels, tile):
                    return work(tile)
            except Exception as error:
                if not is_shortage(error):
                    raise
            tile = smaller_tile(pixels, tile)
            if tile < SMALLEST_TILE:
                raise CoreFailureError(
                    "The memory did not do for painting at this size.", "Choose a smaller size."
                )
            self._tile = tile
            self._note(f"The memory ran short; went on in tiles of {tile} pixels.")

    def _judged(
        self, finalists: tuple[Tensor, ...], factor: float, tile: int | None
    ) -> tuple[RgbImage, Losses]:
        """The best of the finalists as it will be saved, with its losses, both by float32."""
        weights = Weights.of(self._job.recipe)
        judge = objective_at(self._job, factor, weights, self._device, torch.float32, tile)
        judged = [
            (pixels, judge.measure(to_tensor(pixels, self._device)))
            for pixels in map(to_pixels, finalists)
        ]
        return min(judged, key=lambda each: each[1].total)

    def _note_steps_left_out(self) -> None:
        self._note("Steps were left out to keep to the time.")

    def _note(self, note: str) -> None:
        if note not in self._notes:
            self._notes.append(note)
        self._news = note
