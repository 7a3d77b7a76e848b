"""Joint: one optimisation of the whole picture, a guided Gram matrix for each region.

Gatys et al. (2017), "Controlling Perceptual Factors in Neural Style Transfer".
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from segstyle_core.methods.base import Painting, row
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.studio import Studio
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas
from segstyle_core.style.engine import StyleJob

__all__ = ["canvases", "run"]


def canvases(workshop: Workshop) -> list[Canvas]:
    """The whole picture, once."""
    return [replace(workshop.canvas(workshop.whole), zones=len(workshop.job.wishes))]


def run(workshop: Workshop, studio: Studio) -> Painting:
    """Paint all regions at once; stopping keeps them all as far as they are."""
    job = workshop.job
    photo = workshop.photo(workshop.whole)
    engine_job = StyleJob(
        content=photo,
        guide=np.full(photo.shape[:2], 255, np.uint8),
        zones=tuple(
            workshop.zone(wish, workshop.cover(wish, workshop.whole)) for wish in job.wishes
        ),
        scales=workshop.scales(workshop.whole),
        encoder=job.encoder,
        recipe=job.recipe,
        start=first_look(workshop, workshop.whole, job.wishes),
    )
    result = studio.stylize(engine_job, "Styling all regions together", workshop.whole, job.wishes)
    picture = workshop.evened(result.pixels, job.wishes)
    layers = tuple(workshop.layer(wish, workshop.whole, picture) for wish in job.wishes)
    names = ", ".join(wish.region.name for wish in job.wishes)
    styles = ", ".join(wish.style for wish in job.wishes)
    return Painting(layers, [row(names, styles, result)], result.stopped_early)
