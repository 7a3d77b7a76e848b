"""The methods by name, and the one door to them."""

from __future__ import annotations

import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING, cast

from segstyle_core.errors import BadInputError, CancelledError
from segstyle_core.gallery import find_style
from segstyle_core.image import Picture, insist_on_size
from segstyle_core.methods.base import Estimate, Ingredient, Painting, PaintJob, Wish
from segstyle_core.methods.identity import identity
from segstyle_core.methods.parts import insist_on_part
from segstyle_core.progress import Progress
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region

if TYPE_CHECKING:
    from segstyle_core.methods.live import Show
    from segstyle_core.methods.schedule import Method
    from segstyle_core.methods.studio import Watch

__all__ = ["METHODS", "estimate", "get_ready", "paint", "wishes"]

_NAMES = ("independent", "cut", "joint", "sequential", "surrogate")
METHODS = {name: f"segstyle_core.methods.{name}" for name in _NAMES}


def get_ready() -> None:
    """Begin to load the style engine, which takes seconds, beside whatever else is done first."""

    def load() -> None:
        with suppress(ImportError):  # told when it is needed
            import_module("segstyle_core.methods.schedule")

    Thread(target=load, daemon=True).start()


def paint(
    picture: Picture,
    regions: Sequence[Region],
    recipe: Recipe,
    encoder: Path,
    progress: Progress,
    *,
    resume: bool = False,
    show: Show | None = None,
    watch: Watch | None = None,
) -> Painting:
    """Style the regions that the recipe names.

    With ``resume``, what a killed painting of just this left is gone on from. ``show`` is shown
    what is painted so far, ``watch`` is told each step's losses.

    Raises:
        BadInputError: an unknown method or style, a region that is not there or is empty, or
            nothing to style, or a picture under 16×16 pixels.
        CancelledError: the user cancelled.
    """
    began = time.perf_counter()
    job = _job(picture, regions, recipe, encoder)
    progress(0.0, "Loading the style engine")
    from segstyle_core.methods.live import Live
    from segstyle_core.methods.schedule import scheduled
    from segstyle_core.methods.studio import Studio
    from segstyle_core.style.checkpoint import Keeper

    method = _method(recipe)
    plan = scheduled(job, method)
    live = Live(plan.workshop, show)
    keeper = Keeper(identity(plan.workshop.job), resume)
    notes = []
    if resume and not keeper.found:
        notes.append("There was no checkpoint of just this painting; it began anew.")
        progress(0.0, notes[0])
    if recipe.minutes is not None:
        notes.append(f"Painted at {plan.size} pixels, to keep to the time.")
    try:
        painting = method.run(plan.workshop, Studio(plan, keeper, progress, began, live, watch))
    except CancelledError:
        keeper.remove()
        raise
    keeper.remove()
    progress(1.0, "Painted")
    return replace(painting, notes=tuple(notes))


def estimate(
    picture: Picture, regions: Sequence[Region], recipe: Recipe, encoder: Path
) -> Estimate:
    """What ``paint`` would take on this machine.

    Raises:
        BadInputError: as for ``paint``.
    """
    job = _job(picture, regions, recipe, encoder)
    from segstyle_core.methods.schedule import estimated

    return estimated(job, _method(recipe))


def _job(picture: Picture, regions: Sequence[Region], recipe: Recipe, encoder: Path) -> PaintJob:
    if recipe.method not in METHODS:
        raise BadInputError(
            f"There is no method “{recipe.method}”.", f"Choose one of: {', '.join(METHODS)}."
        )
    insist_on_size(picture.rgb)
    return PaintJob(picture, wishes(picture, regions, recipe), recipe, encoder)


def _method(recipe: Recipe) -> Method:
    return cast("Method", import_module(METHODS[recipe.method]))


def wishes(picture: Picture, regions: Sequence[Region], recipe: Recipe) -> tuple[Wish, ...]:
    """What a recipe wishes for the regions of a picture.

    Raises:
        BadInputError: an unknown style, a region that is not there or is empty, or nothing to
            style.
    """
    if not recipe.styled:
        raise BadInputError("No region has a style.", "Give at least one region a style.")
    named = {region.name: region for region in regions}
    assignments: dict[str, list[Assignment]] = {}
    for assignment in recipe.styled:
        assignments.setdefault(assignment.region, []).append(assignment)
    return tuple(
        Wish(_usable(named, name, picture), _mixture(mixed), _strength(mixed))
        for name, mixed in assignments.items()
    )


def _mixture(mixed: Sequence[Assignment]) -> tuple[Ingredient, ...]:
    return tuple(
        Ingredient(find_style(each.style), each.weight, insist_on_part(each.part)) for each in mixed
    )


def _strength(mixed: Sequence[Assignment]) -> float:
    """A mixture's: the mean of its styles', by their weights."""
    return sum(each.strength * each.weight for each in mixed) / sum(each.weight for each in mixed)


def _usable(named: dict[str, Region], name: str, picture: Picture) -> Region:
    region = named.get(name)
    if region is None:
        raise BadInputError(
            f"There is no region “{name}”.", f"The regions are: {', '.join(named) or 'none'}."
        )
    if region.coverage.shape != (picture.height, picture.width):
        height, width = region.coverage.shape
        raise BadInputError(
            f"The region “{name}” is {width}×{height} pixels, but the picture is "
            f"{picture.width}×{picture.height}.",
            "Use regions made from this picture.",
        )
    if not region.coverage.any():
        raise BadInputError(
            f"The region “{name}” is empty.", "Paint something into it, or leave it out."
        )
    return region
