"""A job at one of its sizes: the picture to begin with, and what is minimised there."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, interpolate

from segstyle_core.image import Bytes, RgbImage, resize
from segstyle_core.style.detail import crisp
from segstyle_core.style.encoder import Encoder, to_pixels, to_tensor
from segstyle_core.style.job import Source, StyleJob
from segstyle_core.style.known_styles import known_or_computed
from segstyle_core.style.losses import Weights
from segstyle_core.style.objective import Objective, Part, style_targets

__all__ = ["first_picture", "objective_at", "picture_at", "size_at"]


def objective_at(
    job: StyleJob,
    factor: float,
    weights: Weights,
    device: torch.device,
    dtype: torch.dtype,
    tile: int | None = None,
) -> Objective:
    """What is minimised when the job is brought to ``factor`` (0..1) of its size.

    ``weights`` may leave out some of the recipe's layers; the styles are looked at with all of
    them, so that it is done once for all.
    """
    encoder, every = (
        _encoder(job.encoder, layers, job.recipe.pooling, device, dtype)
        for layers in (weights.layers, Weights.of(job.recipe).layers)
    )
    parts = [
        Part(
            _guide(zone.guide, factor, device),
            _mixture(every, zone.sources, factor, Weights.of(job.recipe)),
            zone.strength,
        )
        for zone in job.zones
    ]
    contents = [(to_tensor(_scaled(job.content, factor), device), 1.0)]
    if job.lean is not None:
        contents.append((to_tensor(_scaled(job.lean[0], factor), device), job.lean[1]))
    guide = _guide(job.guide, factor, device)
    return Objective(encoder, contents, guide, parts, weights, tile)


def first_picture(job: StyleJob, device: torch.device) -> Tensor:
    """What the coarsest level begins with, float32 (1, 3, H, W) in 0..1, at the job's full size."""
    picture = to_tensor(job.content if job.start is None else job.start, device)
    if job.recipe.start == "noise" and job.start is None:
        dice = torch.Generator().manual_seed(job.recipe.seed)
        return torch.rand(picture.shape, generator=dice).to(device)
    return picture


def picture_at(picture: Tensor, job: StyleJob, factor: float) -> Tensor:
    """A picture (1, 3, h, w) brought to ``factor`` of the job's size.

    One that is enlarged gets crisp strokes: out of a soft picture the first steps would make fine
    ripples all over instead of strokes.
    """
    width, height = size_at(job, factor)
    tall, wide = picture.shape[-2:]
    if (tall, wide) == (height, width):
        return picture
    brought = interpolate(
        picture, (height, width), mode="bicubic", align_corners=False, antialias=True
    ).clamp(0, 1)
    if width <= wide:
        return brought
    return to_tensor(crisp(to_pixels(brought)), brought.device)


def size_at(job: StyleJob, factor: float) -> tuple[int, int]:
    """Width and height of ``factor`` of the job's size."""
    height, width = job.content.shape[:2]
    return max(1, round(width * factor)), max(1, round(height * factor))


@lru_cache(maxsize=4)
def _encoder(
    weights: Path, layers: frozenset[str], pooling: str, device: torch.device, dtype: torch.dtype
) -> Encoder:
    return Encoder(weights, layers, device, dtype, pooling, evened=True)


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
    style = _scaled(source.pixels, factor)

    def compute() -> dict[str, Tensor]:
        wanted = source.guide
        return style_targets(
            encoder,
            to_tensor(style, encoder.device),
            weights.style_layers,
            None if wanted is None else _guide(wanted, factor, encoder.device),
        )

    settings = (
        *sorted(weights.style_layers),
        encoder.pooling,
        str(encoder.dtype),
        str(encoder.device),
    )
    known = known_or_computed(style, source.guide, encoder.weights, settings, compute)
    return {layer: gram.to(encoder.device) for layer, gram in known.items()}


def _guide(pixels: Bytes, factor: float, device: torch.device) -> Tensor:
    """A guide at a factor of its size: means, so that the faintest region does not vanish."""
    guide = torch.from_numpy(pixels).to(device)[None, None].float() / 255.0
    height, width = (max(1, round(side * factor)) for side in pixels.shape)
    return adaptive_avg_pool2d(guide, (height, width))


def _scaled(pixels: RgbImage, factor: float) -> RgbImage:
    height, width = pixels.shape[:2]
    return resize(pixels, max(1, round(width * factor)), max(1, round(height * factor)))
