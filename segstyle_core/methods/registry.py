"""The methods by name, and the one door to them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import Style, find_style
from segstyle_core.image import Picture, insist_on_size
from segstyle_core.methods.base import Painting, PaintJob, Wish
from segstyle_core.progress import Progress
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

__all__ = ["METHODS", "paint"]

_NAMES = ("independent", "cut", "joint", "sequential", "surrogate")
METHODS = {name: f"segstyle_core.methods.{name}" for name in _NAMES}


def paint(
    picture: Picture,
    regions: Sequence[Region],
    recipe: Recipe,
    encoder: Path,
    progress: Progress,
) -> Painting:
    """Style the regions that the recipe names.

    Raises:
        BadInputError: an unknown method or style, a region that is not there or is empty, or
            nothing to style, or a picture under 16×16 pixels.
        CancelledError: the user cancelled.
    """
    if recipe.method not in METHODS:
        raise BadInputError(
            f"There is no method “{recipe.method}”.", f"Choose one of: {', '.join(METHODS)}."
        )
    insist_on_size(picture.rgb)
    job = PaintJob(picture, _wishes(picture, regions, recipe), recipe, encoder)
    progress(0.0, "Loading the style engine")
    run: Callable[[PaintJob, Progress], Painting] = import_module(METHODS[recipe.method]).run
    return run(job, progress)


def _wishes(picture: Picture, regions: Sequence[Region], recipe: Recipe) -> tuple[Wish, ...]:
    if not recipe.styled:
        raise BadInputError("No region has a style.", "Give at least one region a style.")
    named = {region.name: region for region in regions}
    styles: dict[str, list[tuple[Style, float]]] = {}
    for assignment in recipe.styled:
        found = (find_style(assignment.style), assignment.weight)
        styles.setdefault(assignment.region, []).append(found)
    return tuple(
        Wish(_usable(named, name, picture), tuple(mixture)) for name, mixture in styles.items()
    )


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
