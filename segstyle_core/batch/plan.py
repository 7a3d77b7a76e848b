"""How many workers, and with how many threads each: by measuring what one photo takes."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from pathlib import Path

from segstyle_core.batch.crew import SPAWN
from segstyle_core.batch.task import Outcome, Task, paint_photo
from segstyle_core.errors import SegStyleError
from segstyle_core.process import peak_bytes

__all__ = ["Plan", "planned"]

FEWEST_PHOTOS = 6
"""With fewer, measuring takes longer than it saves."""

TRIAL_STEPS = 2
SHARE = 0.7
"""Of the free memory that workers may take: steps beyond a trial's need some more."""


@dataclass(frozen=True)
class Plan:
    """How many workers, with how many threads, and why."""

    workers: int
    threads: int
    why: str


@dataclass(frozen=True)
class _Cost:
    """Of one photo: seconds, the most memory in bytes, whether an accelerator paints."""

    seconds: float
    memory: int
    accelerated: bool


def planned(tasks: Sequence[Task], cores: int) -> Plan:
    """One worker with all threads, or as many workers as memory allows, whichever is quicker.

    The first photo that can be painted is painted in few steps, and not kept: first alone with all
    threads, then by all workers at once.
    """
    alone = Plan(1, cores, "one worker with all threads")
    if cores == 1 or len(tasks) < FEWEST_PHOTOS:
        return alone
    for task in tasks[:3]:
        single = _measured(task, 1, cores)
        if single is not None:
            break
    else:
        return alone
    if single.accelerated:
        return replace(alone, why="one worker for the accelerator")
    import psutil

    room = int(SHARE * psutil.virtual_memory().available / max(single.memory, 1))
    most = min(cores, len(tasks), room)
    if most < 2:
        return replace(alone, why="memory is enough for one worker only")
    several = _measured(task, most, cores // most)
    if several is None:
        return alone
    gain = most * single.seconds / several.seconds
    if gain < 1.0:
        return replace(alone, why=f"{most} workers would do {gain:.2f} times as much")
    return Plan(most, cores // most, f"{gain:.2f} times as much as one worker")


def _measured(task: Task, workers: int, threads: int) -> _Cost | None:
    """What a photo costs when so many workers paint it at once; None if it cannot be painted."""
    os.environ["OMP_NUM_THREADS"] = str(threads)
    trial = replace(task, settings=task.settings.model_copy(update={"threads": threads}))
    with ProcessPoolExecutor(workers, SPAWN) as pool:
        try:
            costs = list(pool.map(_trial, [trial] * workers))
        except (SegStyleError, OSError, BrokenProcessPool):
            return None
    return _Cost(
        sum(cost.seconds for cost in costs) / workers,
        max(cost.memory for cost in costs),
        costs[0].accelerated,
    )


def _trial(task: Task) -> _Cost:
    """Paint in few steps, twice: the first time loads what is loaded once."""
    from segstyle_core.style.machine import best_device

    steps = task.recipe.steps
    short = min(steps or TRIAL_STEPS, TRIAL_STEPS)
    recipe = task.recipe.model_copy(update={"steps": short, "minutes": None})
    for _ in range(2):
        with tempfile.TemporaryDirectory(prefix="batch-segstyle-") as folder:
            outcome = paint_photo(replace(task, recipe=recipe), Path(folder))
    seconds = _projected(outcome, task, short)
    return _Cost(seconds, peak_bytes(), best_device().type != "cpu")


def _projected(outcome: Outcome, task: Task, short: int) -> float:
    """Seconds of a photo in all its steps, of which ``short`` were made at each size."""
    spent = dict(outcome.seconds)
    painting = spent.pop("painting", 0.0)
    all_steps, few = (_painting_costs(outcome, task, steps) for steps in (task.recipe.steps, short))
    return sum(spent.values()) + painting * all_steps / few


def _painting_costs(outcome: Outcome, task: Task, steps: int | None) -> float:
    """What painting costs on a typical machine, with so many steps at each size."""
    from segstyle_core.style.cost import TYPICAL, Canvas
    from segstyle_core.style.pyramid import plan, working_size

    quality = task.recipe.quality
    longest = working_size(quality, task.recipe.size)
    return sum(
        Canvas(width, height, plan(longest, min(width, height), quality, steps)).seconds(TYPICAL)
        for width, height in (row["size"] for row in outcome.regions)
    )
