"""The losses of Gatys et al., each divided so that it depends on neither size nor area."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

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


@dataclass(frozen=True)
class Losses:
    """The three losses, unweighted, and their weighted sum."""

    content: float
    style: float
    variation: float
    total: float
