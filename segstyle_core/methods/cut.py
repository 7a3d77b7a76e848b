"""Cut: the whole picture in each style, then cut by the masks (classical cut and paste)."""

from __future__ import annotations

from typing import Any

import numpy as np

from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Painting, PaintJob, Wish, row
from segstyle_core.methods.workshop import Workshop
from segstyle_core.progress import Control, Part, Progress
from segstyle_core.style.engine import StepReport, StyleJob, StyleResult, Zone, stylize

__all__ = ["run"]


def run(job: PaintJob, progress: Progress) -> Painting:
    """Paint the picture once for each style; stopping keeps the regions whose style is painted."""
    workshop = Workshop(job)
    groups = _by_style(job.wishes)
    layers: list[StyledLayer] = []
    report: list[dict[str, Any]] = []
    for index, wishes in enumerate(groups):
        part = Part(progress, index / len(groups), (index + 1) / len(groups))
        result = _painted(workshop, wishes[0], part)
        layers += [workshop.layer(wish, workshop.whole, result.pixels) for wish in wishes]
        report.append(row(", ".join(w.region.name for w in wishes), wishes[0].style, result))
        if result.stopped_early:
            return Painting(tuple(layers), report, stopped_early=True)
    return Painting(tuple(layers), report)


def _by_style(wishes: tuple[Wish, ...]) -> list[list[Wish]]:
    groups: dict[object, list[Wish]] = {}
    for wish in wishes:
        groups.setdefault(wish.styles, []).append(wish)
    return list(groups.values())


def _painted(workshop: Workshop, wish: Wish, progress: Progress) -> StyleResult:
    everywhere = np.full(workshop.photo.shape[:2], 255, np.uint8)
    job = StyleJob(
        content=workshop.photo,
        guide=everywhere,
        zones=(Zone(everywhere, workshop.sources(wish)),),
        scales=workshop.scales(workshop.whole),
        encoder=workshop.job.encoder,
        recipe=workshop.job.recipe,
    )

    def on_step(step: StepReport) -> Control:
        return progress(step.fraction, f"Painting the picture: {wish.title}")

    return stylize(job, on_step=on_step)
