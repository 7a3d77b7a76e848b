"""The losses of Gatys et al., each divided so that it depends on neither size nor area."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from segstyle_core.style.encoder import Encoder
from segstyle_core.style.statistics import guided_gram, guides_for

__all__ = [
    "CONTENT_LAYERS",
    "DEFAULT_WEIGHTS",
    "STYLE_LAYERS",
    "Losses",
    "Objective",
    "Weights",
    "content_loss",
    "style_loss",
    "style_targets",
    "variation_loss",
]

CONTENT_LAYERS = ("conv4_2",)
STYLE_LAYERS = ("conv1_1", "conv2_1", "conv3_1", "conv4_1", "conv5_1")


def content_loss(activation: Tensor, target: Tensor, guide: Tensor) -> Tensor:
    """Mean squared difference of activations where ``guide`` says (Gatys et al. 2015, eq. 1).

    Σ g (F − P)² / (C Σ g), with F, P of shape (1, C, H, W) and g (1, 1, H, W).
    """
    difference = (activation.float() - target.float()).square().mean(dim=1, keepdim=True)
    return (difference * guide).sum() / guide.sum()


def style_loss(grams: Mapping[str, Tensor], targets: Mapping[str, Tensor]) -> Tensor:
    """Mean over layers of the mean squared difference of Gram matrices, each divided by C².

    Gatys et al. 2015, eq. 4 and 5, with Gram matrices (C, C) that are already divided by the
    number of positions; the division by C² once more evens out the layers.
    """
    terms = [
        (grams[layer] - target).square().mean() / target.shape[0] ** 2
        for layer, target in targets.items()
    ]
    return torch.stack(terms).mean()


def variation_loss(picture: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels, for (1, 3, H, W) in 0..1."""
    across = (picture[..., 1:] - picture[..., :-1]).square().mean()
    down = (picture[..., 1:, :] - picture[..., :-1, :]).square().mean()
    return across + down


@dataclass(frozen=True)
class Weights:
    """How much each loss counts. The numbers assume an encoder fed with 0..255."""

    content: float = 3.0
    style: float = 1e3
    variation: float = 5e6


DEFAULT_WEIGHTS = Weights()

TYPICAL_PULL = 4e3
"""A photo's style loss against a painting of middling contrast."""


@dataclass(frozen=True)
class Losses:
    """The three losses, unweighted, and their weighted sum."""

    content: float
    style: float
    variation: float
    total: float


class Objective:
    """What is minimised at one scale, for one region and one style.

    Args:
        encoder: computes the activations of the content and style layers.
        content: float32 (1, 3, H, W), 0..1.
        guide: float32 (1, 1, H, W), 0..1, how much of each pixel the region has.
        targets: the style's Gram matrices (C, C) by layer.
        weights: of the three losses. A style far from the photo (a mosaic, thick paint) pulls
            harder, so content counts more by the square root of the photo's own style loss over
            TYPICAL_PULL: calm and loud styles then leave about as much of the photo.
    """

    def __init__(
        self,
        encoder: Encoder,
        content: Tensor,
        guide: Tensor,
        targets: Mapping[str, Tensor],
        weights: Weights,
    ) -> None:
        self._encoder = encoder
        self._targets = targets
        with torch.no_grad():
            activations = encoder(content)
            self._guides = guides_for(guide, activations)
            pull = float(style_loss(self._grams(activations), targets)) / TYPICAL_PULL
        self._content = {layer: activations[layer] for layer in CONTENT_LAYERS}
        self._weights = replace(weights, content=weights.content * math.sqrt(pull))

    def _grams(self, activations: Mapping[str, Tensor]) -> dict[str, Tensor]:
        return {
            layer: guided_gram(activations[layer], self._guides[layer]) for layer in self._targets
        }

    def terms(self, picture: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Content, style and variation loss of ``picture``, float32 (1, 3, H, W), 0..1."""
        activations = self._encoder(picture)
        content = torch.stack(
            [
                content_loss(activations[layer], target, self._guides[layer])
                for layer, target in self._content.items()
            ]
        ).mean()
        style = style_loss(self._grams(activations), self._targets)
        return content, style, variation_loss(picture)

    def total(self, terms: tuple[Tensor, Tensor, Tensor]) -> Tensor:
        """The weighted sum."""
        content, style, variation = terms
        weights = self._weights
        return weights.content * content + weights.style * style + weights.variation * variation

    def measure(self, picture: Tensor) -> Losses:
        """The losses as numbers, without gradient."""
        with torch.no_grad():
            terms = self.terms(picture)
            content, style, variation = (float(term) for term in terms)
            return Losses(content, style, variation, float(self.total(terms)))


def style_targets(encoder: Encoder, style: Tensor) -> dict[str, Tensor]:
    """The Gram matrices of a style picture, float32 (1, 3, H, W), at each style layer."""
    with torch.no_grad():
        activations = encoder(style)
        whole = torch.ones(1, 1, *style.shape[-2:], device=style.device)
        guides = guides_for(whole, activations)
        return {layer: guided_gram(activations[layer], guides[layer]) for layer in STYLE_LAYERS}
