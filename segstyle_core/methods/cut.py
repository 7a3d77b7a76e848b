"""Cut: the whole picture in each style, then cut by the masks (classical cut and paste)."""

from __future__ import annotations

from typing import Any

import numpy as np

from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Painting, Wish, row
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.studio import Studio
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas
from segstyle_core.style.engine import StyleJob, StyleResult

__all__ = ["canvases", "run"]


def canvases(workshop: Workshop) -> list[Canvas]:
    """The whole picture for each style."""
    return [workshop.canvas(workshop.whole)] * len(_by_style(workshop.job.wishes))


def run(workshop: Workshop, studio: Studio) -> Painting:
    """Paint the picture once for each style; stopping keeps the regions whose style is painted."""
    layers: list[StyledLayer] = []
    report: list[dict[str, Any]] = []
    for wishes in _by_style(workshop.job.wishes):
        result = _painted(workshop, wishes, studio)
        layers += [workshop.layer(wish, workshop.whole, result.pixels) for wish in wishes]
        report.append(row(", ".join(w.region.name for w in wishes), wishes[0].style, result))
        if result.stopped_early:
            return Painting(tuple(layers), report, stopped_early=True)
    return Painting(tuple(layers), report)


def _by_style(wishes: tuple[Wish, ...]) -> list[list[Wish]]:
    groups: dict[object, list[Wish]] = {}
    for wish in wishes:
        groups.setdefault((wish.styles, wish.strength), []).append(wish)
    return list(groups.values())


def _painted(workshop: Workshop, wishes: list[Wish], studio: Studio) -> StyleResult:
    photo = workshop.photo(workshop.whole)
    everywhere = np.full(photo.shape[:2], 255, np.uint8)
    job = StyleJob(
        content=photo,
        guide=everywhere,
        zones=(workshop.zone(wishes[0], everywhere),),
        scales=workshop.scales(workshop.whole),
        encoder=workshop.job.encoder,
        recipe=workshop.job.recipe,
        start=first_look(workshop, workshop.whole, wishes[:1]),
    )
    text = f"Painting the picture: {wishes[0].title}"
    return studio.stylize(job, text, workshop.whole, wishes)
