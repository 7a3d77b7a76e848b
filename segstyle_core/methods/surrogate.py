"""Surrogate: one run toward a style picture that is pieced together from the styles."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segstyle_core.image import Bytes, RgbImage
from segstyle_core.methods.base import Painting, Wish, row
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.studio import Studio
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas
from segstyle_core.style.engine import Source, StyleJob, Zone

__all__ = ["canvases", "run"]

LEAN = 0.15
"""How much the pieced picture's own content counts beside the photo's."""


def canvases(workshop: Workshop) -> list[Canvas]:
    """The whole picture, once."""
    return [workshop.canvas(workshop.whole)]


def run(workshop: Workshop, studio: Studio) -> Painting:
    """Paint the picture once; stopping keeps it as far as it is."""
    job = workshop.job
    covers = [workshop.cover(wish, workshop.whole) for wish in job.wishes]
    styled = np.minimum(sum(cover.astype(np.uint16) for cover in covers), 255).astype(np.uint8)
    pieced = _pieced(workshop, covers)
    engine_job = StyleJob(
        content=workshop.photo(workshop.whole),
        guide=np.full_like(styled, 255),
        zones=(Zone(styled, (Source(pieced, guide=styled),), _strength(job.wishes, covers)),),
        scales=workshop.scales(workshop.whole),
        encoder=job.encoder,
        recipe=job.recipe,
        start=first_look(workshop, workshop.whole, job.wishes),
        lean=(pieced, LEAN),
    )
    result = studio.stylize(engine_job, "Styling all regions at once", workshop.whole, job.wishes)
    picture = workshop.evened(result.pixels, job.wishes)
    layers = tuple(workshop.layer(wish, workshop.whole, picture) for wish in job.wishes)
    names = ", ".join(wish.region.name for wish in job.wishes)
    styles = ", ".join(wish.style for wish in job.wishes)
    return Painting(layers, [row(names, styles, result)], result.stopped_early)


def _strength(wishes: Sequence[Wish], covers: Sequence[Bytes]) -> float:
    """The regions' mean, by their areas: one style picture has one strength."""
    areas = [int(cover.sum(dtype=np.int64)) for cover in covers]
    return sum(w.pull * a for w, a in zip(wishes, areas, strict=True)) / sum(areas)


def _pieced(workshop: Workshop, covers: list[Bytes]) -> RgbImage:
    """The photo with each region's style picture laid over it by its coverage."""
    pieced = workshop.photo(workshop.whole).astype(np.float32)
    height, width = pieced.shape[:2]
    for wish, cover in zip(workshop.job.wishes, covers, strict=True):
        share = cover[..., None] / np.float32(255.0)
        pieced += (_filling(workshop, wish, height, width) - pieced) * share
    return (pieced + 0.5).astype(np.uint8)


def _filling(workshop: Workshop, wish: Wish, height: int, width: int) -> np.ndarray:
    """A region's styles, mixed, repeated by reflection until they fill (height, width)."""
    sources = workshop.sources(wish)
    whole = sum(source.weight for source in sources)
    filled = np.zeros((height, width, 3), np.float32)
    for source in sources:
        tall, wide = source.pixels.shape[:2]
        below, beside = max(0, height - tall), max(0, width - wide)
        tile = np.pad(source.pixels, ((0, below), (0, beside), (0, 0)), mode="symmetric")
        filled += tile[:height, :width] * np.float32(source.weight / whole)
    return filled
