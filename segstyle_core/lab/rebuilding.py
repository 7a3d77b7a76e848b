"""Rebuilding: what a network keeps of a picture at a layer, painted anew from noise.

Gatys et al. (2015), "A Neural Algorithm of Artistic Style", figure 1.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from segstyle_core.image import RgbImage
from segstyle_core.progress import Control, Part, Progress, check
from segstyle_core.recipe import Recipe
from segstyle_core.style.engine import Source, StepReport, StyleJob, Zone, stylize
from segstyle_core.style.pyramid import Scale

__all__ = ["Rebuilt", "rebuilt_content", "rebuilt_style"]


@dataclass(frozen=True)
class Rebuilt:
    """A picture painted from noise so that some layers cannot tell it from the true one.

    Attributes:
        name: the layer, or the first and the last of several.
        pixels: (H, W, 3), the true picture's size.
        loss: its content or style loss, whichever was minimised, as the engine defines it.
        noise_loss: that of the noise it began with.
        steps, seconds: what it took.
    """

    name: str
    pixels: RgbImage
    loss: float
    noise_loss: float
    steps: int
    seconds: float


def rebuilt_content(
    photo: RgbImage,
    layers: Sequence[str],
    weights: Path,
    steps: int,
    progress: Progress,
    *,
    encoder: str = "vgg19",
    seed: int = 0,
) -> list[Rebuilt]:
    """The photo (H, W, 3) from each layer's activations alone.

    Args:
        photo: at the size at which it is wanted.
        layers: of the encoder.
        weights: the encoder's file.
        steps: evaluations of the loss for each, at most.
        progress: told, and asked whether to go on.
        encoder: the encoder's name.
        seed: of the noise.

    Raises:
        BadInputError: a layer that the encoder does not have.
        CancelledError: the user does not want to go on.
    """
    settings = [
        {"content_layers": {layer: 1.0}, "style_layers": {layer: 1.0}, "style": 0.0}
        for layer in layers
    ]
    return _rebuilt(
        photo, settings, list(layers), "content", weights, steps, progress, encoder, seed
    )


def rebuilt_style(
    style: RgbImage,
    subsets: Sequence[Sequence[str]],
    weights: Path,
    steps: int,
    progress: Progress,
    *,
    encoder: str = "vgg19",
    seed: int = 0,
) -> list[Rebuilt]:
    """A texture like that of the style picture (H, W, 3) from each subset of layers.

    The arguments and errors are those of ``rebuilt_content``.
    """
    settings = [
        {
            "style_layers": dict.fromkeys(subset, 1.0),
            "content_layers": {subset[0]: 1.0},
            "content": 0.0,
        }
        for subset in subsets
    ]
    names = [subset[0] if len(subset) == 1 else f"{subset[0]} … {subset[-1]}" for subset in subsets]
    return _rebuilt(style, settings, names, "style", weights, steps, progress, encoder, seed)


def _rebuilt(
    picture: RgbImage,
    settings: Sequence[dict[str, object]],
    names: Sequence[str],
    loss: str,
    weights: Path,
    steps: int,
    progress: Progress,
    encoder: str,
    seed: int,
) -> list[Rebuilt]:
    recipes = [
        Recipe.from_data(
            {**each, "encoder": encoder, "variation": 0.0, "start": "noise", "seed": seed}
        )
        for each in settings
    ]
    everywhere = np.full(picture.shape[:2], 255, np.uint8)
    found = []
    for number, (name, recipe) in enumerate(zip(names, recipes, strict=True)):
        part = Part(progress, number / len(names), (number + 1) / len(names))
        check(part, 0.0, f"Rebuilding from {name}")
        job = StyleJob(
            content=picture,
            guide=everywhere,
            zones=(Zone(everywhere, (Source(picture),)),),
            scales=(Scale(1.0, steps, 1.0),),
            encoder=weights,
            recipe=recipe,
        )

        def on_step(step: StepReport, part: Part = part, name: str = name) -> Control:
            return part(step.fraction, f"Rebuilding from {name}")

        result = stylize(job, on_step=on_step)
        found.append(
            Rebuilt(
                name,
                result.pixels,
                getattr(result.losses, loss),
                getattr(result.curve[0], loss),
                result.steps,
                result.seconds,
            )
        )
        if result.stopped_early:
            break
    return found
