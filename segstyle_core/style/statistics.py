"""Texture statistics: Gram matrices, plain and guided by a region's coverage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import EllipsisType
from typing import Any, TypeAlias

import torch
from torch import Tensor
from torch.nn.functional import adaptive_avg_pool2d, max_pool2d

__all__ = ["gram_sums", "guided_gram", "guides_for", "tap", "wide"]

Places: TypeAlias = "tuple[EllipsisType | slice, ...]"
"""An index of positions in (1, C, H, W)."""

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
    return tap(features, guides)[1]


def tap(
    features: Tensor, guides: Sequence[Tensor | None], places: Places = (...,)
) -> tuple[Tensor, list[Tensor]]:
    """``gram_sums`` of what passes by: the features, to go on with, and their sums.

    On the way back the sums' gradient is added into that of whatever goes on with the features,
    where it stands; so that must be a single operation that makes a gradient of its own, as a
    convolution and a halving do. It saves a pass over the largest arrays there are.

    Args:
        features, guides: as for ``gram_sums``.
        places: which of the features' positions are summed; the guides are those positions'.
    """
    size = features.shape[1]
    nothing = wide(features.new_zeros(size, size))
    weights = [guide.flatten()[:, None].to(features.dtype) for guide in guides if guide is not None]
    if not weights:
        return features, [nothing for _ in guides]
    features, *totals = _SecondMoments.apply(features, places, *weights)
    rest = iter(totals)
    return features, [nothing if guide is None else next(rest) for guide in guides]


class _SecondMoments(torch.autograd.Function):
    """The features, and for each of the weights g, which are (n, 1) or (1, 1), S = Σ g x xᵀ over
    the rows x of X (n, C), the features at some places, in float32 (C, C).

    The products are made in X's own number format, STRETCH rows at a time, and added up in
    float32; the gradient is Σ g X (D + Dᵀ) for D = dL/dS. Rows before the first and after the last
    that has a weight are left out.
    """

    @staticmethod
    def forward(ctx: Any, features: Tensor, places: Places, *weights: Tensor) -> tuple[Tensor, ...]:
        rows = _rows(features[places])
        ctx.save_for_backward(features, *weights)
        ctx.places, ctx.spans = places, [_span(each, len(rows)) for each in weights]
        ctx.set_materialize_grads(False)
        totals = [
            _total(rows[span], each if len(each) == 1 else each[span])
            for each, span in zip(weights, ctx.spans, strict=True)
        ]
        return features, *totals

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor | None) -> tuple[Tensor | None, ...]:
        features, *weights = ctx.saved_tensors
        gradient = torch.zeros_like(features) if slopes[0] is None else slopes[0]
        rows, part = _rows(features[ctx.places]), gradient[ctx.places]
        pulled = _rows(part)
        for each, span, slope in zip(weights, ctx.spans, slopes[1:], strict=True):
            if slope is None:
                continue
            both, here = slope + slope.T, rows[span]
            if len(each) == 1:
                both = both * each
            else:
                here = here * each[span]
            pulled[span].addmm_(here, both.to(rows.dtype))
        if part.shape != gradient.shape:
            part.copy_(pulled.T.view_as(part))
        return gradient, None, *(None for _ in weights)


def _rows(features: Tensor) -> Tensor:
    """(1, C, H, W) to (H·W, C): a view of all of the features, of a part a copy that keeps the
    order of what is in memory, for it would else take several times as long."""
    if features.stride(1) == 1:
        return features.permute(0, 2, 3, 1).flatten(0, 2)
    return features.squeeze(0).flatten(1).T


def _span(weights: Tensor, rows: int) -> slice:
    """From the first to the last row that has a weight."""
    if len(weights) == 1:
        return slice(0, rows)
    found = weights.flatten().nonzero()
    return slice(int(found[0]), int(found[-1]) + 1) if len(found) else slice(0, 0)


def _total(rows: Tensor, weights: Tensor) -> Tensor:
    """One of them."""
    same = len(weights) == 1
    weighted = rows if same else rows * weights
    whole = len(rows) // STRETCH * STRETCH
    stretches = rows[:whole].view(-1, STRETCH, rows.shape[1])
    products = stretches.mT @ weighted[:whole].view_as(stretches)
    rest = rows[whole:].T @ weighted[whole:]
    total = wide(products).sum(dim=0) + wide(rest)
    return total * weights if same else total


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
