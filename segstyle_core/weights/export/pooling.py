"""Adaptive average pooling that ONNX can do at any size."""

from __future__ import annotations

import torch
from torch import Tensor, nn

__all__ = ["AnySizePool", "pool_at_any_size"]


class AnySizePool(nn.Module):
    """What ``nn.AdaptiveAvgPool2d(bins)`` computes, as two products of matrices.

    Bin i of n along a side of L pixels is the mean of the pixels from ⌊i·L/n⌋ to before
    ⌈(i+1)·L/n⌉. ONNX has no such operator; the matrices are made from the size at hand.
    """

    def __init__(self, bins: int) -> None:
        super().__init__()
        self.bins = bins

    def forward(self, maps: Tensor) -> Tensor:
        """From (1, channels, h, w) to (1, channels, bins, bins)."""
        height, width = maps.shape[-2:]
        return _means(height, self.bins) @ maps @ _means(width, self.bins).T


def pool_at_any_size(network: nn.Module) -> None:
    """Put ``AnySizePool`` in the place of every adaptive pooling of the network."""
    for name, child in network.named_children():
        if isinstance(child, nn.AdaptiveAvgPool2d) and isinstance(child.output_size, int):
            setattr(network, name, AnySizePool(child.output_size))
        else:
            pool_at_any_size(child)


def _means(length: int, bins: int) -> Tensor:
    bin_, pixel = torch.arange(bins)[:, None], torch.arange(length)[None]
    begin, end = bin_ * length // bins, ((bin_ + 1) * length + bins - 1) // bins
    inside = ((pixel >= begin) & (pixel < end)).to(torch.float32)
    return inside / inside.sum(dim=1, keepdim=True)
