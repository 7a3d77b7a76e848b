"""Sequential: region after region on one picture, then the borders smoothed."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np

from segstyle_core.image import Bytes, RgbImage
from segstyle_core.methods.base import Painting, Wish, row
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.studio import Studio
from segstyle_core.methods.workshop import Workshop
from segstyle_core.style.cost import Canvas
from segstyle_core.style.engine import StyleJob, StyleResult
from segstyle_core.style.pyramid import Scale

__all__ = ["canvases", "run"]

SMOOTHING_STEPS = 15
SMOOTHING_STYLE = 0.2
SMOOTHING_VARIATION = 1.5


def canvases(workshop: Workshop) -> list[Canvas]:
    """The whole picture for each region, then its finest level once more to smooth it."""
    whole = workshop.canvas(workshop.whole)
    blending = [replace(whole, scales=_smoothing(workshop))]
    wishes, recipe = workshop.job.wishes, workshop.job.recipe
    return [whole] * len(wishes) + (blending if recipe.smooth_borders else [])


def run(workshop: Workshop, studio: Studio) -> Painting:
    """Paint the regions into one picture; stopping keeps what is painted by then."""
    picture = workshop.photo(workshop.whole)
    report: list[dict[str, Any]] = []
    done: list[Wish] = []
    stopped = False
    for wish in workshop.job.wishes:
        result = _painted(workshop, wish, picture, studio)
        picture = _laid(result.pixels, picture, workshop.cover(wish, workshop.whole))
        done.append(wish)
        report.append(row(wish.region.name, wish.style, result))
        stopped = result.stopped_early
        if stopped:
            break
    if not stopped and workshop.job.recipe.smooth_borders:
        result = _blended(workshop, picture, studio)
        picture, stopped = result.pixels, result.stopped_early
        report.append(row("borders", "smoothing", result))
    picture = workshop.evened(picture, done)
    layers = tuple(workshop.layer(wish, workshop.whole, picture) for wish in done)
    return Painting(layers, report, stopped)


def _painted(workshop: Workshop, wish: Wish, picture: RgbImage, studio: Studio) -> StyleResult:
    """One region painted on the picture so far."""
    cover = workshop.cover(wish, workshop.whole)
    job = StyleJob(
        content=workshop.photo(workshop.whole),
        guide=np.full_like(cover, 255),
        zones=(workshop.zone(wish, cover),),
        scales=workshop.scales(workshop.whole),
        encoder=workshop.job.encoder,
        recipe=workshop.job.recipe,
        start=_start(workshop, wish, picture, cover),
    )
    return studio.stylize(job, f"Styling {wish.region.name}", workshop.whole, [wish])


def _start(workshop: Workshop, wish: Wish, picture: RgbImage, cover: Bytes) -> RgbImage | None:
    """The picture so far, its region as the recipe has paintings start; None for noise."""
    if workshop.job.recipe.start == "noise":
        return None
    look = first_look(workshop, workshop.whole, [wish])
    return picture if look is None else _laid(look, picture, cover)


def _laid(painted: RgbImage, picture: RgbImage, cover: Bytes) -> RgbImage:
    share = cover[..., None].astype(np.uint16)
    mixed = (painted * share + picture * (255 - share) + 127) // 255
    return mixed.astype(np.uint8)


def _blended(workshop: Workshop, picture: RgbImage, studio: Studio) -> StyleResult:
    """The whole picture's content again, with some of the largest region's style over all."""
    recipe = workshop.job.recipe
    background = max(workshop.job.wishes, key=lambda wish: int(wish.region.coverage.sum()))
    everywhere = np.full(picture.shape[:2], 255, np.uint8)
    job = StyleJob(
        content=picture,
        guide=everywhere,
        zones=(workshop.zone(background, everywhere),),
        scales=_smoothing(workshop),
        encoder=workshop.job.encoder,
        recipe=recipe.model_copy(
            update={
                "style": recipe.style * SMOOTHING_STYLE,
                "variation": recipe.variation * SMOOTHING_VARIATION,
            }
        ),
    )
    return studio.stylize(job, "Smoothing the borders", workshop.whole, workshop.job.wishes)


def _smoothing(workshop: Workshop) -> tuple[Scale, ...]:
    return (replace(workshop.scales(workshop.whole)[-1], steps=SMOOTHING_STEPS),)
