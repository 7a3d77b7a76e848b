"""The engine: a crop, and the regions in it with their styles, from coarse to fine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from segstyle_core.errors import CancelledError, CoreFailureError
from segstyle_core.image import Bytes, RgbImage, resize
from segstyle_core.progress import Control
from segstyle_core.recipe import Recipe
from segstyle_core.style.encoder import Encoder, to_pixels, to_tensor
from segstyle_core.style.losses import Losses, Weights
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.optimiser import Descent, minimise
from segstyle_core.style.pyramid import Scale

__all__ = ["Source", "StepReport", "StyleJob", "StyleResult", "Zone", "measure", "stylize"]


@dataclass(frozen=True)
class Source:
    """A style picture.

    Attributes:
        pixels: (h, w, 3) at the finest level.
        weight: how much of a mixture it makes up.
        guide: (h, w), which part of it is wanted; all of it by default.
    """

    pixels: RgbImage
    weight: float = 1.0
    guide: Bytes | None = None


@dataclass(frozen=True)
class Zone:
    """Where a style is to be: ``guide`` (H, W), how much of each pixel; and the style's sources."""

    guide: Bytes
    sources: tuple[Source, ...]


@dataclass(frozen=True)
class StyleJob:
    """What one run of the engine needs.

    Attributes:
        content: (H, W, 3), the crop to paint at the finest level, with context around it.
        guide: (H, W), where the content counts.
        zones: the regions in it, at least one.
        scales: from the coarsest to the finest.
        encoder: the file with the encoder's weights.
        recipe: what the user has set: losses, layers, pooling, optimiser, seed.
        start: (H, W, 3), what to start from; the content by default.
        lean: (H, W, 3), a second picture to which the content is drawn, and how much it counts
            beside the first, 0..1.
    """

    content: RgbImage
    guide: Bytes
    zones: tuple[Zone, ...]
    scales: tuple[Scale, ...]
    encoder: Path
    recipe: Recipe = field(default_factory=Recipe)
    start: RgbImage | None = None
    lean: tuple[RgbImage, float] | None = None


@dataclass(frozen=True)
class StepReport:
    """Where a run is: the share of its work that is done (0..1), and the loss just seen."""

    fraction: float
    level: int
    step: int
    loss: float


@dataclass(frozen=True)
class StyleResult:
    """What a run came to.

    Attributes:
        pixels: (H, W, 3), the content's size.
        losses: of those pixels, in float32.
        steps, restarts, seconds: over all levels.
        device, dtype: where and in which number format the convolutions ran.
        stopped_early: the user stopped and kept the best.
    """

    pixels: RgbImage
    losses: Losses
    steps: int
    restarts: int
    seconds: float
    device: str
    dtype: str
    stopped_early: bool


def stylize(job: StyleJob, *, on_step: Callable[[StepReport], Control]) -> StyleResult:
    """Paint a crop.

    Raises:
        CancelledError: ``on_step`` answered CANCEL.
        CoreFailureError: the machine's memory did not do.
    """
    began = time.perf_counter()
    torch.manual_seed(job.recipe.seed)
    device = best_device()
    dtype = fast_dtype(device)
    try:
        picture, descents = _descend(job, device, dtype, on_step)
        pixels = to_pixels(picture)
        if pixels.shape != job.content.shape:
            pixels = resize(pixels, job.content.shape[1], job.content.shape[0])
        losses = measure(pixels, job)
    except (MemoryError, torch.OutOfMemoryError) as error:
        raise CoreFailureError(
            "The memory did not do for painting at this size.", "Choose a smaller size."
        ) from error
    return StyleResult(
        pixels=pixels,
        losses=losses,
        steps=sum(descent.steps for descent in descents),
        restarts=sum(descent.restarts for descent in descents),
        seconds=time.perf_counter() - began,
        device=device.type,
        dtype=str(dtype).removeprefix("torch."),
        stopped_early=descents[-1].control is Control.STOP_KEEP_BEST,
    )


def measure(pixels: RgbImage, job: StyleJob) -> Losses:
    """The losses of a saved picture (H, W, 3) as a job's result, in float32."""
    device = best_device()
    objective = _objective(job, 1.0, Weights.of(job.recipe), device, torch.float32)
    return objective.measure(to_tensor(pixels, device))


@lru_cache(maxsize=4)
def _encoder(
    weights: Path, layers: frozenset[str], pooling: str, device: torch.device, dtype: torch.dtype
) -> Encoder:
    return Encoder(weights, layers, device, dtype, pooling)


def _objective(
    job: StyleJob, factor: float, weights: Weights, device: torch.device, dtype: torch.dtype
) -> Objective:
    encoder = _encoder(job.encoder, weights.layers, job.recipe.pooling, device, dtype)
    parts = [
        Part(
            _guide(_scaled(zone.guide, factor), device),
            _mixture(encoder, zone.sources, factor, weights),
        )
        for zone in job.zones
    ]
    contents = [(to_tensor(_scaled(job.content, factor), device), 1.0)]
    if job.lean is not None:
        contents.append((to_tensor(_scaled(job.lean[0], factor), device), job.lean[1]))
    guide = _guide(_scaled(job.guide, factor), device)
    return Objective(encoder, contents, guide, parts, weights)


def _mixture(
    encoder: Encoder, sources: tuple[Source, ...], factor: float, weights: Weights
) -> dict[str, Tensor]:
    """The sources' Gram matrices, averaged by weight."""
    whole = sum(source.weight for source in sources)
    grams = [_targets(encoder, source, factor, weights) for source in sources]
    return {
        layer: torch.stack(
            [gram[layer] * (s.weight / whole) for gram, s in zip(grams, sources, strict=True)]
        ).sum(dim=0)
        for layer in weights.style_layers
    }


def _targets(
    encoder: Encoder, source: Source, factor: float, weights: Weights
) -> dict[str, Tensor]:
    style = to_tensor(_scaled(source.pixels, factor), encoder.device)
    wanted = None
    if source.guide is not None:
        wanted = _guide(_scaled(source.guide, factor), encoder.device)
    return style_targets(encoder, style, weights.style_layers, wanted)


def _descend(
    job: StyleJob,
    device: torch.device,
    dtype: torch.dtype,
    on_step: Callable[[StepReport], Control],
) -> tuple[Tensor, list[Descent]]:
    costs = [scale.steps * scale.factor**2 for scale in job.scales]
    weights = Weights.of(job.recipe)
    descents: list[Descent] = []
    picture = _start(job, device)
    for level, scale in enumerate(job.scales):
        here = replace(weights, content=weights.content * scale.content)
        objective = _objective(job, scale.factor, here, device, dtype)
        picture = _resized(picture, _scaled(job.content, scale.factor).shape)
        done = sum(costs[:level])

        def report(step: int, loss: float, done: float = done, level: int = level) -> Control:
            share = (done + costs[level] * step / job.scales[level].steps) / sum(costs)
            return on_step(StepReport(share, level, step, loss))

        descent = minimise(
            objective.value_and_gradient, picture, scale.steps, report, job.recipe.optimiser
        )
        if descent.control is Control.CANCEL:
            raise CancelledError
        picture = descent.picture
        descents.append(descent)
        if descent.control is Control.STOP_KEEP_BEST:
            break
    return picture, descents


def _start(job: StyleJob, device: torch.device) -> Tensor:
    size = to_tensor(job.content if job.start is None else job.start, device)
    if job.recipe.start == "noise" and job.start is None:
        return torch.rand(size.shape, generator=torch.Generator().manual_seed(job.recipe.seed)).to(
            device
        )
    return size


def _resized(picture: Tensor, shape: tuple[int, ...]) -> Tensor:
    if tuple(picture.shape[-2:]) == shape[:2]:
        return picture
    return interpolate(
        picture, shape[:2], mode="bicubic", align_corners=False, antialias=True
    ).clamp(0, 1)


def _guide(pixels: Bytes, device: torch.device) -> Tensor:
    return torch.from_numpy(pixels).to(device)[None, None].float() / 255.0


def _scaled(pixels: RgbImage, factor: float) -> RgbImage:
    height, width = pixels.shape[:2]
    return resize(pixels, max(1, round(width * factor)), max(1, round(height * factor)))
