"""Before anything is painted: at which size and with how many steps, and what that takes."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

from segstyle_core.methods.base import Estimate, Painting, PaintJob
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas, Pace
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.memory import fitting_tile, free_bytes, step_bytes
from segstyle_core.style.pace import measured_pace
from segstyle_core.style.pyramid import working_size

if TYPE_CHECKING:
    from segstyle_core.methods.studio import Studio

__all__ = ["Method", "Schedule", "estimated", "scheduled"]

SIZES = (2048, 1536, 1280, 1024, 768, 640, 512, 384, 320, 256)
"""Longest sides from which a time budget chooses."""

TOLERANCE = 0.85
"""How much of a time budget is planned for: the rest is for what is slower than expected."""

FEWEST = 0.05
"""The least share of the steps."""

PROGRAM_BYTES = 800 << 20
"""What the program takes before it paints, measured."""

FINISHING = 3e-7
"""Seconds for each of the picture's pixels, for making layers of what is painted."""


class Method(Protocol):
    """A module of this package: a way of styling several regions."""

    @staticmethod
    def canvases(workshop: Workshop) -> list[Canvas]:
        """What the engine will paint, run after run."""

    @staticmethod
    def run(workshop: Workshop, studio: Studio) -> Painting:
        """Paint; stopping keeps what is painted by then."""


@dataclass(frozen=True)
class Schedule:
    """What is going to be done.

    Attributes:
        workshop: with the size in its job's recipe.
        canvases: what the engine will paint, run after run.
        pace: the machine's.
    """

    workshop: Workshop
    canvases: tuple[Canvas, ...]
    pace: Pace

    @property
    def size(self) -> int:
        """The longest side, in pixels, at which the picture is painted."""
        size = self.workshop.job.recipe.size
        assert size is not None
        return size

    @property
    def finishing(self) -> float:
        """Seconds for making layers."""
        picture = self.workshop.job.picture
        return picture.width * picture.height * FINISHING

    @property
    def seconds(self) -> float:
        """About how long all of it takes."""
        return sum(canvas.seconds(self.pace) for canvas in self.canvases) + self.finishing

    def hurried(self, seconds: float) -> Schedule:
        """The same in fewer steps, as many as the time does for."""
        least = replace(self, canvases=tuple(canvas.hurried(0.0) for canvas in self.canvases))
        effort = (seconds - least.seconds) / max(self.seconds - least.seconds, 1e-9)
        effort = min(1.0, max(FEWEST, effort))
        return replace(self, canvases=tuple(canvas.hurried(effort) for canvas in self.canvases))


def scheduled(job: PaintJob, method: Method, pace: Pace | None = None) -> Schedule:
    """The largest size that fits into the recipe's time budget, else the most steps.

    What the recipe sets itself, size or steps, is left as it is; without a budget, the quality
    decides.

    Args:
        job: what is wished.
        method: how.
        pace: the machine's; measured by default.
    """
    recipe = job.recipe
    pace = pace or measured_pace(job.encoder, recipe.pooling)
    if recipe.minutes is None:
        return _at(working_size(recipe.quality, recipe.size), job, method, pace)
    budget = TOLERANCE * 60 * recipe.minutes
    for size in _sizes(job):
        plan = _at(size, job, method, pace)
        if plan.seconds <= budget:
            return plan
    return plan if recipe.steps else plan.hurried(budget)


def estimated(job: PaintJob, method: Method) -> Estimate:
    """What painting would take on this machine, measured on small pictures."""
    plan = scheduled(job, method, measured_pace(job.encoder, job.recipe.pooling))
    device = best_device()
    dtype = fast_dtype(device)
    pixels = max(canvas.width * canvas.height for canvas in plan.canvases)
    tile = fitting_tile(pixels, device, dtype)
    memory = PROGRAM_BYTES + job.picture.rgb.nbytes + step_bytes(pixels, tile, dtype)
    return Estimate(
        seconds=round(plan.seconds, 1),
        memory_mib=round(memory / 2**20),
        free_mib=free_bytes(device) >> 20,
        size=plan.size,
        steps=sum(scale.steps for canvas in plan.canvases for scale in canvas.scales),
        tile=tile,
    )


def _sizes(job: PaintJob) -> list[int]:
    """Longest sides to choose from, the largest first, none beyond the picture's own."""
    if job.recipe.size is not None:
        return [job.recipe.size]
    longest = max(job.picture.width, job.picture.height)
    return [size for size in SIZES if size <= longest] or [SIZES[-1]]


def _at(size: int, job: PaintJob, method: Method, pace: Pace) -> Schedule:
    recipe = job.recipe.model_copy(update={"size": size})
    workshop = Workshop(replace(job, recipe=recipe))
    return Schedule(workshop, tuple(method.canvases(workshop)), pace)
