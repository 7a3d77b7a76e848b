"""Joint: one optimisation of the whole picture, a guided Gram matrix for each region.

Gatys et al. (2017), "Controlling Perceptual Factors in Neural Style Transfer".
"""

from __future__ import annotations

import numpy as np

from segstyle_core.methods.base import Painting, PaintJob, row
from segstyle_core.methods.workshop import Workshop
from segstyle_core.progress import Control, Progress
from segstyle_core.style.engine import StepReport, StyleJob, Zone, stylize

__all__ = ["run"]


def run(job: PaintJob, progress: Progress) -> Painting:
    """Paint all regions at once; stopping keeps them all as far as they are."""
    workshop = Workshop(job)
    engine_job = StyleJob(
        content=workshop.photo,
        guide=np.full(workshop.photo.shape[:2], 255, np.uint8),
        zones=tuple(
            Zone(workshop.cover(wish, workshop.whole), workshop.sources(wish))
            for wish in job.wishes
        ),
        scales=workshop.scales(workshop.whole),
        encoder=job.encoder,
        recipe=job.recipe,
    )

    def on_step(step: StepReport) -> Control:
        return progress(step.fraction, "Styling all regions together")

    result = stylize(engine_job, on_step=on_step)
    layers = tuple(workshop.layer(wish, workshop.whole, result.pixels) for wish in job.wishes)
    names = ", ".join(wish.region.name for wish in job.wishes)
    styles = ", ".join(wish.style for wish in job.wishes)
    return Painting(layers, [row(names, styles, result)], result.stopped_early)
