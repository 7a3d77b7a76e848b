"""The losses of Gatys et al., each divided so that it depends on neither size nor area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import torch
from torch import Tensor

from segstyle_core.recipe import Recipe

__all__ = [
    "CONTENT_LAYERS",
    "DEFAULT_WEIGHTS",
    "STYLE_LAYERS",
    "Losses",
    "Weights",
    "content_loss",
    "style_loss",
    "variation_loss",
]

CONTENT_LAYERS: Mapping[str, float] = {"conv4_2": 1.0}
STYLE_LAYERS: Mapping[str, float] = {f"conv{block}_1": 1.0 for block in range(1, 6)}

SHALLOW_BLOCKS = "123"
"""Of the encoder: theirs are the strokes, not what they are part of."""

SHALLOW_CONTENT = 2.0
"""How much more content counts while the shallow layers have their way alone."""

DEEPEST_COUNTS = 3e3
"""How often the fifth block's style loss counts: its activations are so much smaller that it would
else have no say, and no stroke would know of the swirl that it is part of."""


def content_loss(activation: Tensor, target: Tensor, guide: Tensor) -> Tensor:
    """Mean squared difference of activations where ``guide`` says (Gatys et al. 2015, eq. 1).

    Σ g (F − P)² / (C Σ g), with F, P of shape (1, C, H, W) and g (1, 1, H, W).
    """
    difference = (activation.float() - target.float()).square().mean(dim=1, keepdim=True)
    return (difference * guide).sum() / guide.sum()


def style_loss(
    grams: Mapping[str, Tensor],
    targets: Mapping[str, Tensor],
    layers: Mapping[str, float],
) -> Tensor:
    """Weighted mean over layers of the mean squared difference of Gram matrices, over C² each.

    Gatys et al. 2015, eq. 4 and 5, with Gram matrices (C, C) that are already divided by the
    number of positions; the division by C² once more, and DEEPEST_COUNTS, even out the layers.
    """
    terms = [
        weight
        * (DEEPEST_COUNTS if layer.startswith("conv5") else 1.0)
        * (grams[layer] - targets[layer]).square().mean()
        / len(targets[layer]) ** 2
        for layer, weight in layers.items()
    ]
    return torch.stack(terms).sum() / sum(layers.values())


def variation_loss(picture: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, for (1, 3, H, W) in 0..1."""
    across = (picture[..., 1:] - picture[..., :-1]).square().mean()
    down = (picture[..., 1:, :] - picture[..., :-1, :]).square().mean()
    return across + down


@dataclass(frozen=True)
class Weights:
    """How much each loss counts, and within it each layer of the encoder.

    The numbers assume an encoder fed with 0..255.
    """

    content: float = 5.0
    style: float = 1e3
    variation: float = 5e6
    content_layers: Mapping[str, float] = field(default_factory=lambda: CONTENT_LAYERS)
    style_layers: Mapping[str, float] = field(default_factory=lambda: STYLE_LAYERS)

    @property
    def layers(self) -> frozenset[str]:
        """Every layer that counts."""
        return frozenset(self.content_layers) | frozenset(self.style_layers)

    @property
    def shallow(self) -> Weights | None:
        """The same by the first three blocks alone, each layer counting as it did.

        Content that only deeper layers would keep is kept by conv3_1. None where nothing is saved,
        or no style is left.
        """
        style = _shallow_ones(self.style_layers)
        if not style or style.keys() | _shallow_ones(self.content_layers).keys() == self.layers:
            return None
        return replace(
            self,
            content=SHALLOW_CONTENT * self.content,
            style=self.style * sum(style.values()) / sum(self.style_layers.values()),
            style_layers=style,
            content_layers=_shallow_ones(self.content_layers) or {"conv3_1": 1.0},
        )

    @staticmethod
    def of(recipe: Recipe) -> Weights:
        """The engine's own balance, changed as a recipe asks."""
        return Weights(
            content=DEFAULT_WEIGHTS.content * recipe.content,
            style=DEFAULT_WEIGHTS.style * recipe.style,
            variation=DEFAULT_WEIGHTS.variation * recipe.variation,
            content_layers=recipe.content_layers,
            style_layers=recipe.style_layers,
        )


def _shallow_ones(layers: Mapping[str, float]) -> Mapping[str, float]:
    return {
        layer: weight
        for layer, weight in layers.items()
        if layer.removeprefix("conv")[0] in SHALLOW_BLOCKS and weight > 0.0
    }


DEFAULT_WEIGHTS = Weights()


@dataclass(frozen=True)
class Losses:
    """The three losses, unweighted, and their weighted sum."""

    content: float
    style: float
    variation: float
    total: float
