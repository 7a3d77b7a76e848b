"""Texture statistics: Gram matrices, plain and guided by a region's coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, max_pool2d

__all__ = ["gram_sums", "guided_gram", "guides_for", "wide"]

STRETCH = 4096

MIN_SUPPORT = 12.0
"""Positions that a region has at the least at every layer, however small it is."""


def wide(values: Tensor) -> Tensor:
    """The same in float32 at least, in which sums are made."""
    return values.to(torch.promote_types(values.dtype, torch.float32))


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
    return gram_sums(features, [guide])[0] / guide.sum()


def gram_sums(features: Tensor, guides: Sequence[Tensor | None]) -> list[Tensor]:
    """For each guide the same before the division: sums of parts of a picture add up to the
    whole's.

    Args:
        features: (1, C, H, W).
        guides: as for ``guided_gram``; (1, 1, 1, 1) is one of the same value everywhere, and costs
            little; None is one of zeros, and costs nothing.

    Returns:
        float32 (C, C) each.
    """
    rows = features.squeeze(0).flatten(1).T
    nothing = wide(rows.new_zeros(rows.shape[1], rows.shape[1]))
    return [
        nothing if guide is None else _second_moments(rows, guide.flatten()[:, None])
        for guide in guides
    ]


def _second_moments(rows: Tensor, weights: Tensor) -> Tensor:
    total: Tensor = _SecondMoments.apply(rows, weights.to(rows.dtype))
    return total


class _SecondMoments(torch.autograd.Function):
    """S = Σ g x xᵀ over the rows x of X (n, C), with weights g (n, 1) or (1, 1), in float32 (C, C).

    The products are made in X's own number format, STRETCH rows at a time, and added up in
    float32; the gradient is g X (D + Dᵀ) for D = dL/dS.
    """

    @staticmethod
    def forward(ctx: Any, rows: Tensor, weights: Tensor) -> Tensor:
        ctx.save_for_backward(rows, weights)
        same = len(weights) == 1
        weighted = rows if same else rows * weights
        whole = len(rows) // STRETCH * STRETCH
        stretches = rows[:whole].view(-1, STRETCH, rows.shape[1])
        products = stretches.mT @ weighted[:whole].view_as(stretches)
        rest = rows[whole:].T @ weighted[whole:]
        total = wide(products).sum(dim=0) + wide(rest)
        return total * weights if same else total

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None]:
        rows, weights = ctx.saved_tensors
        both = slopes[0] + slopes[0].T
        same = len(weights) == 1
        pulls = torch.empty_like(rows)
        torch.mm(rows, (both * weights if same else both).to(rows.dtype), out=pulls)
        return pulls if same else pulls.mul_(weights), None


def guides_for(guide: Tensor, sizes: Mapping[str, tuple[int, int]]) -> dict[str, Tensor]:
    """A guide at each layer's resolution: the mean coverage of the pixels that a position sees.

    A Gram matrix of few positions is no texture's, but that of the things that happen to be there.
    So a guide with less than MIN_SUPPORT positions is widened until it has them. How many it has
    does not depend on how much of each it covers, and is Kish's effective sample size (1965,
    "Survey Sampling"), (Σ g)² / Σ g².

    Args:
        guide: float32 (1, 1, H, W), 0..1, not all 0, at the picture's resolution.
        sizes: rows and columns (h, w) of each layer's activations.

    Returns:
        float32 (1, 1, h, w) for each layer.
    """
    found: dict[str, Tensor] = {}
    for layer, (height, width) in sizes.items():
        small = adaptive_avg_pool2d(guide, (height, width))
        while _positions(small) < MIN_SUPPORT and bool((small != small.max()).any()):
            small = max_pool2d(small, 3, stride=1, padding=1)
        found[layer] = small
    return found


def _positions(guide: Tensor) -> float:
    return float(guide.sum().square() / guide.square().sum())
