"""Independent: each region on its own crop, with some of the photo around it as context."""

from __future__ import annotations

from typing import Any

from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Painting, Wish, row
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.studio import Studio
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas
from segstyle_core.style.engine import StyleJob, StyleResult

__all__ = ["canvases", "run"]


def canvases(workshop: Workshop) -> list[Canvas]:
    """A crop for each region."""
    return [workshop.canvas(workshop.crop(wish)) for wish in workshop.job.wishes]


def run(workshop: Workshop, studio: Studio) -> Painting:
    """Paint one region after the other; stopping keeps the regions painted so far."""
    layers: list[StyledLayer] = []
    report: list[dict[str, Any]] = []
    for wish in workshop.job.wishes:
        layer, result = _painted(workshop, wish, studio)
        layers.append(layer)
        report.append(row(wish.region.name, wish.style, result))
        if result.stopped_early:
            return Painting(tuple(layers), report, stopped_early=True)
    return Painting(tuple(layers), report)


def _painted(workshop: Workshop, wish: Wish, studio: Studio) -> tuple[StyledLayer, StyleResult]:
    crop = workshop.crop(wish)
    guide = workshop.guide(wish, crop)
    job = StyleJob(
        content=workshop.photo(crop),
        guide=guide,
        zones=(workshop.zone(wish, guide),),
        scales=workshop.scales(crop),
        encoder=workshop.job.encoder,
        recipe=workshop.job.recipe,
        start=first_look(workshop, crop, [wish]),
    )
    result = studio.stylize(job, f"Styling {wish.region.name}", crop, [wish])
    return workshop.layer(wish, crop, result.pixels), result
