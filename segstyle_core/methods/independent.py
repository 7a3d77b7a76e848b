"""Independent: each region on its own crop, with some of the photo around it as context."""

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
    """Paint one region after the other; stopping keeps the regions painted so far."""
    workshop = Workshop(job)
    crops = [workshop.crop(wish) for wish in job.wishes]
    shares = np.cumsum([0, *(crop.width * crop.height for crop in crops)], dtype=np.float64)
    shares /= shares[-1]
    layers: list[StyledLayer] = []
    report: list[dict[str, Any]] = []
    for index, wish in enumerate(job.wishes):
        part = Part(progress, float(shares[index]), float(shares[index + 1]))
        layer, result = _painted(workshop, wish, part)
        layers.append(layer)
        report.append(row(wish.region.name, wish.style, result))
        if result.stopped_early:
            return Painting(tuple(layers), report, stopped_early=True)
    return Painting(tuple(layers), report)


def _painted(workshop: Workshop, wish: Wish, progress: Progress) -> tuple[StyledLayer, StyleResult]:
    crop = workshop.crop(wish)
    guide = workshop.guide(wish, crop)
    job = StyleJob(
        content=np.ascontiguousarray(workshop.photo[crop.slices]),
        guide=guide,
        zones=(Zone(guide, workshop.sources(wish)),),
        scales=workshop.scales(crop),
        encoder=workshop.job.encoder,
        recipe=workshop.job.recipe,
    )

    def on_step(step: StepReport) -> Control:
        return progress(step.fraction, f"Styling {wish.region.name}")

    result = stylize(job, on_step=on_step)
    return workshop.layer(wish, crop, result.pixels), result
