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
    wanted = []
    for layer in layers:
        alone = {layer: 1.0}
        recipe = _recipe(encoder, seed, content_layers=alone, style_layers=alone, style=0.0)
        wanted.append((layer, recipe))
    return _rebuilt(photo, wanted, "content", weights, steps, progress)


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
    wanted = []
    for subset in subsets:
        name = subset[0] if len(subset) == 1 else f"{subset[0]} … {subset[-1]}"
        layers = dict.fromkeys(subset, 1.0)
        recipe = _recipe(
            encoder, seed, style_layers=layers, content_layers={subset[0]: 1.0}, content=0.0
        )
        wanted.append((name, recipe))
    return _rebuilt(style, wanted, "style", weights, steps, progress)


def _recipe(encoder: str, seed: int, **settings: object) -> Recipe:
    """From noise, halving by averages as Gatys et al. do; nothing evens the picture out."""
    usual = {"start": "noise", "pooling": "average", "variation": 0.0}
    return Recipe.from_data({"encoder": encoder, "seed": seed, **usual, **settings})


def _rebuilt(
    picture: RgbImage,
    wanted: Sequence[tuple[str, Recipe]],
    loss: str,
    weights: Path,
    steps: int,
    progress: Progress,
) -> list[Rebuilt]:
    """The picture by each recipe; ``loss`` is the one that is minimised."""
    everywhere = np.full(picture.shape[:2], 255, np.uint8)
    found = []
    for number, (name, recipe) in enumerate(wanted):
        part = Part(progress, number / len(wanted), (number + 1) / len(wanted))
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
        left, at_first = getattr(result.losses, loss), getattr(result.curve[0], loss)
        found.append(Rebuilt(name, result.pixels, left, at_first, result.steps, result.seconds))
        if result.stopped_early:
            break
    return found
