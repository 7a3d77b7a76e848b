"""The engine: one region, one style, from coarse to fine."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import interpolate

from segstyle_core.errors import CancelledError, CoreFailureError
from segstyle_core.image import Bytes, RgbImage, resize
from segstyle_core.progress import Control
from segstyle_core.style.encoder import Encoder, to_pixels, to_tensor
from segstyle_core.style.losses import (
    CONTENT_LAYERS,
    DEFAULT_WEIGHTS,
    STYLE_LAYERS,
    Losses,
    Weights,
)
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.optimiser import Descent, minimise
from segstyle_core.style.pyramid import Scale

__all__ = ["StepReport", "StyleJob", "StyleResult", "measure", "stylize"]


@dataclass(frozen=True)
class StyleJob:
    """What one run of the engine needs.

    Attributes:
        content: (H, W, 3), the crop to paint at the finest level, with context around the region.
        guide: (H, W), how much of each pixel the region has.
        style: (h, w, 3), the style picture at the finest level.
        scales: from the coarsest to the finest.
        encoder: the file with the encoder's weights.
        weights: of the losses at the finest level.
        seed: of everything random.
    """

    content: RgbImage
    guide: Bytes
    style: RgbImage
    scales: tuple[Scale, ...]
    encoder: Path
    weights: Weights = DEFAULT_WEIGHTS
    seed: int = 0


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
    """Paint a crop in a style.

    Raises:
        CancelledError: ``on_step`` answered CANCEL.
        CoreFailureError: the machine's memory did not do.
    """
    began = time.perf_counter()
    torch.manual_seed(job.seed)
    device = best_device()
    dtype = fast_dtype(device)
    try:
        picture, descents = _descend(job, _encoder(job.encoder, device, dtype), on_step)
        pixels = to_pixels(picture)
        if pixels.shape != job.content.shape:
            pixels = resize(pixels, job.content.shape[1], job.content.shape[0])
        losses = measure(pixels, job.content, job.guide, job.style, job.encoder, job.weights)
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


def measure(
    pixels: RgbImage,
    content: RgbImage,
    guide: Bytes,
    style: RgbImage,
    encoder: Path,
    weights: Weights = DEFAULT_WEIGHTS,
) -> Losses:
    """The losses of a saved picture by the engine's own definition, in float32.

    Args:
        pixels, content: (H, W, 3).
        guide: (H, W).
        style: (h, w, 3).
        encoder: the file with the encoder's weights.
        weights: for the total.
    """
    device = best_device()
    exact = _encoder(encoder, device, torch.float32)
    objective = _objective(exact, content, guide, style, weights)
    return objective.measure(to_tensor(pixels, device))


@lru_cache(maxsize=4)
def _encoder(weights: Path, device: torch.device, dtype: torch.dtype) -> Encoder:
    return Encoder(weights, CONTENT_LAYERS + STYLE_LAYERS, device, dtype)


def _objective(
    encoder: Encoder, content: RgbImage, guide: Bytes, style: RgbImage, weights: Weights
) -> Objective:
    cover = torch.from_numpy(guide).to(encoder.device)[None, None].float() / 255.0
    part = Part(cover, style_targets(encoder, to_tensor(style, encoder.device)))
    return Objective(encoder, to_tensor(content, encoder.device), cover, [part], weights)


def _descend(
    job: StyleJob, encoder: Encoder, on_step: Callable[[StepReport], Control]
) -> tuple[Tensor, list[Descent]]:
    costs = [scale.steps * scale.factor**2 for scale in job.scales]
    descents: list[Descent] = []
    picture: Tensor | None = None
    for level, scale in enumerate(job.scales):
        content = _scaled(job.content, scale.factor)
        objective = _objective(
            encoder,
            content,
            _scaled(job.guide, scale.factor),
            _scaled(job.style, scale.factor),
            replace(job.weights, content=job.weights.content * scale.content),
        )
        picture = _start(picture, to_tensor(content, encoder.device))
        done = sum(costs[:level])

        def report(step: int, loss: float, done: float = done, level: int = level) -> Control:
            share = (done + costs[level] * step / job.scales[level].steps) / sum(costs)
            return on_step(StepReport(share, level, step, loss))

        descent = minimise(objective.value_and_gradient, picture, scale.steps, report)
        if descent.control is Control.CANCEL:
            raise CancelledError
        picture = descent.picture
        descents.append(descent)
        if descent.control is Control.STOP_KEEP_BEST:
            break
    assert picture is not None
    return picture, descents


def _start(coarser: Tensor | None, content: Tensor) -> Tensor:
    if coarser is None:
        return content
    size = (int(content.shape[-2]), int(content.shape[-1]))
    return interpolate(coarser, size, mode="bicubic", align_corners=False).clamp(0, 1)


def _scaled(pixels: RgbImage, factor: float) -> RgbImage:
    height, width = pixels.shape[:2]
    return resize(pixels, max(1, round(width * factor)), max(1, round(height * factor)))
