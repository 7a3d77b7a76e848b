"""Independent: each region on its own crop, with some of the photo around it as context."""

from __future__ import annotations

import math
from dataclasses import asdict
from typing import Any

import numpy as np

from segstyle_core.gallery import Style
from segstyle_core.image import Box, Bytes, Picture, RgbImage, fit_within, load_picture, resize
from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Painting, PaintJob
from segstyle_core.progress import Control, Part, Progress
from segstyle_core.regions import Region
from segstyle_core.style.detail import enlarge
from segstyle_core.style.engine import StepReport, StyleJob, StyleResult, stylize
from segstyle_core.style.pyramid import plan, style_size, working_size

__all__ = ["run"]

CONTEXT = 0.06
"""How far a crop reaches beyond its layer, as a share of the working size. What the encoder's
zero padding spoils at a crop's border stays in there and is cut away."""

MARGIN_GUIDE = 80
"""How much (0..255) a layer's margin counts in the style statistics beside its region."""

MIN_SIDE = 64


def run(job: PaintJob, progress: Progress) -> Painting:
    """Paint one region after the other; stopping keeps the regions painted so far."""
    workshop = _Workshop(job)
    shares = np.cumsum([0, *(workshop.cost(region) for region, _ in job.pairs)], dtype=np.float64)
    shares /= shares[-1]
    layers: list[StyledLayer] = []
    report: list[dict[str, Any]] = []
    for index, (region, style) in enumerate(job.pairs):
        part = Part(progress, float(shares[index]), float(shares[index + 1]))
        layer, result = workshop.paint(region, style, part)
        layers.append(layer)
        report.append(_row(region, style, result))
        if result.stopped_early:
            return Painting(tuple(layers), report, stopped_early=True)
    return Painting(tuple(layers), report)


def _row(region: Region, style: Style, result: StyleResult) -> dict[str, Any]:
    figures = asdict(result.losses)
    return {
        "region": region.name,
        "style": style.id,
        "seconds": round(result.seconds, 3),
        "steps": result.steps,
        "restarts": result.restarts,
        "content_loss": figures["content"],
        "style_loss": figures["style"],
        "variation_loss": figures["variation"],
        "device": result.device,
        "dtype": result.dtype,
    }


class _Workshop:
    """The picture at its working size, padded by its own reflection."""

    def __init__(self, job: PaintJob) -> None:
        self._job = job
        self._picture = job.picture
        longest = working_size(job.recipe.quality, job.recipe.size)
        self._width, self._height = fit_within(job.picture.width, job.picture.height, longest)
        self._across = self._width / job.picture.width
        self._down = self._height / job.picture.height
        self._margin = round(job.recipe.margin * max(job.picture.width, job.picture.height))
        self._context = max(16, round(CONTEXT * max(self._width, self._height)))
        self._pad = self._context + MIN_SIDE
        small = _shrunk(job.picture, self._width, self._height)
        self._photo = _reflected(small, self._pad)

    def cost(self, region: Region) -> int:
        """Pixels to paint."""
        crop = self._crop(self._layer_box(region))
        return crop.width * crop.height

    def paint(
        self, region: Region, style: Style, progress: Progress
    ) -> tuple[StyledLayer, StyleResult]:
        """One region's layer, and what the engine says of it."""
        box = self._layer_box(region)
        crop = self._crop(box)
        styled = self._style_at_scale(style)
        job = StyleJob(
            content=np.ascontiguousarray(self._photo[crop.slices]),
            guide=self._guide(region, box, crop),
            style=styled,
            scales=plan(
                max(self._width, self._height),
                min(crop.width, crop.height),
                self._job.recipe.quality,
            ),
            encoder=self._job.encoder,
            seed=self._job.recipe.seed,
        )

        def on_step(step: StepReport) -> Control:
            return progress(step.fraction, f"Styling {region.name}")

        result = stylize(job, on_step=on_step)
        return self._layer(region, style, box, crop, result.pixels), result

    def _layer_box(self, region: Region) -> Box:
        box = region.box
        assert box is not None
        return box.grown(self._margin, self._picture.width, self._picture.height)

    def _work_box(self, box: Box) -> Box:
        """The layer's box at working size, in the padded photo, outward to whole pixels."""
        left, top = math.floor(box.x * self._across), math.floor(box.y * self._down)
        right = min(self._width, math.ceil((box.x + box.width) * self._across))
        bottom = min(self._height, math.ceil((box.y + box.height) * self._down))
        return Box(left + self._pad, top + self._pad, max(1, right - left), max(1, bottom - top))

    def _crop(self, box: Box) -> Box:
        work = self._work_box(box)
        across = max(self._context, math.ceil((MIN_SIDE - work.width) / 2))
        down = max(self._context, math.ceil((MIN_SIDE - work.height) / 2))
        return Box(work.x - across, work.y - down, work.width + 2 * across, work.height + 2 * down)

    def _guide(self, region: Region, box: Box, crop: Box) -> Bytes:
        inside = np.zeros((self._height, self._width), np.uint8)
        work = self._work_box(box)
        rows, columns = Box(work.x - self._pad, work.y - self._pad, work.width, work.height).slices
        inside[rows, columns] = MARGIN_GUIDE if self._margin else 0
        cover = resize(region.coverage, self._width, self._height)
        near = _widened(cover, round(self._margin * max(self._across, self._down)))
        guide = np.maximum(cover, np.minimum(near, inside))
        guide = _reflected(guide, self._pad)[crop.slices]
        return np.ascontiguousarray(guide if guide.any() else np.full_like(guide, 255))

    def _style_at_scale(self, style: Style) -> RgbImage:
        painting = load_picture(style.path)
        area = self._width * self._height
        return _shrunk(painting, *style_size(painting.width, painting.height, area))

    def _layer(
        self, region: Region, style: Style, box: Box, crop: Box, painted: RgbImage
    ) -> StyledLayer:
        work = self._work_box(box)
        top, left = work.y - crop.y, work.x - crop.x
        cut = painted[top : top + work.height, left : left + work.width]
        rgb = enlarge(np.ascontiguousarray(cut), self._picture.rgb[box.slices])
        alpha = (
            np.full((box.height, box.width), 255, np.uint8)
            if self._picture.alpha is None
            else self._picture.alpha[box.slices]
        )
        return StyledLayer(
            region=region.name,
            name=f"{region.name} – {style.title}",
            style=style.id,
            box=box,
            pixels=np.dstack([rgb, alpha]),
            mask=np.ascontiguousarray(region.coverage[box.slices]),
        )


def _shrunk(picture: Picture, width: int, height: int) -> RgbImage:
    """The picture at a size, its transparent parts filled by the mean colour of the others."""
    rgb = resize(picture.rgb, width, height)
    if picture.alpha is None or not picture.alpha.any():
        return rgb
    share = resize(picture.alpha, width, height)[..., None] / 255.0
    mean = (rgb * share).sum(axis=(0, 1)) / share.sum()
    filled: RgbImage = (rgb * share + mean * (1 - share) + 0.5).astype(np.uint8)
    return filled


def _reflected(pixels: RgbImage, pad: int) -> RgbImage:
    around = ((pad, pad), (pad, pad), (0, 0))[: pixels.ndim]
    return np.pad(pixels, around, mode="symmetric")


def _widened(cover: Bytes, by: int) -> Bytes:
    """Grey dilation by a square of ``by`` pixels to each side."""
    if by < 1:
        return cover
    from scipy.ndimage import maximum_filter

    return np.asarray(maximum_filter(cover, size=2 * by + 1), dtype=np.uint8)
