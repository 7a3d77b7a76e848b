"""Texture statistics: Gram matrices, plain and guided by a region's coverage."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, max_pool2d

__all__ = ["gram_sum", "guided_gram", "guides_for"]

STRETCH = 4096

MIN_SUPPORT = 12.0
"""Positions that a region has at the least at every layer, however thin it is."""


def guided_gram(features: Tensor, guide: Tensor) -> Tensor:
    """Second moments of ``features`` where ``guide`` says.

    G = (F diag(g)) Fᵀ / Σ g, after Gatys et al. (2017), "Controlling Perceptual Factors in
    Neural Style Transfer", but divided by the guide's sum instead of the number of positions,
    so that a small region is styled as strongly as a large one. A guide of ones gives the
    plain Gram matrix over H·W of Gatys et al. (2015).

    Args:
        features: (1, C, H, W).
        guide: float32 (1, 1, H, W), 0..1, not all 0.

    Returns:
        float32 (C, C).
    """
    return gram_sum(features, guide) / guide.sum()


def gram_sum(features: Tensor, guide: Tensor) -> Tensor:
    """The same before the division: sums of parts of a picture add up to that of the whole."""
    rows = features.squeeze(0).flatten(1).T
    total: Tensor = _SecondMoments.apply(rows, guide.flatten()[:, None].to(rows.dtype))
    return total


class _SecondMoments(torch.autograd.Function):
    """S = Σ g x xᵀ over the rows x of X (n, C), with weights g (n, 1), as float32 (C, C).

    The products are made in X's own number format, STRETCH rows at a time, and added up in
    float32; the gradient is g X (D + Dᵀ) for D = dL/dS.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weights: Tensor) -> Tensor:
        ctx.save_for_backward(rows, weights)
        weighted = rows * weights
        whole = len(rows) // STRETCH * STRETCH
        stretches = rows[:whole].view(-1, STRETCH, rows.shape[1])
        products = stretches.mT @ weighted[:whole].view_as(stretches)
        rest = rows[whole:].T @ weighted[whole:]
        return products.float().sum(dim=0) + rest.float()

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None]:
        rows, weights = ctx.saved_tensors
        both = slopes[0] + slopes[0].T
        return (rows @ both.to(rows.dtype)).mul_(weights), None


def guides_for(guide: Tensor, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Tensor]:
    """A guide at each layer's resolution: the mean coverage of the pixels that a position sees.

    Where less than MIN_SUPPORT positions would be left, the guide is widened first, so that a
    thin region keeps a texture to speak of.

    Args:
        guide: float32 (1, 1, H, W), 0..1, at the picture's resolution.
        sizes: rows and columns (h, w) of each layer's activations.

    Returns:
        float32 (1, 1, h, w) for each layer.
    """
    found: dict[str, Tensor] = {}
    for layer, (height, width) in sizes.items():
        small = adaptive_avg_pool2d(guide, (height, width))
        while small.sum() < min(MIN_SUPPORT, height * width) and not bool((small == 1).all()):
            small = torch.maximum(small, max_pool2d(small, 3, stride=1, padding=1))
            small = torch.where(small > 0, torch.clamp(small * 2, max=1.0), small)
        found[layer] = small
    return found
