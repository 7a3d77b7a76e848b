"""The encoder's 3 x 3 convolutions, by the quickest way that the machine offers."""

from __future__ import annotations

from functools import cache
from typing import Any

import torch
from torch import Tensor
from torch.nn.functional import conv2d, pad, relu_

from segstyle_core.style.onednn import OneDnnConvolution, by_onednn

__all__ = ["WINOGRAD_TILE", "Convolution", "by_winograd"]

FEWEST_CHANNELS = 256 if torch.backends.cpu.get_cpu_capability() == "AVX512" else 64
FEWEST_POSITIONS = 2000
"""Below these Winograd's algorithm takes as long as the plain one, or longer. NNPACK's knows
nothing wider than AVX2."""

STRIP = 60_000
"""About how many positions Winograd's algorithm is given at once: of each it makes a copy nearly
twice as large as what comes in, and as what goes out."""

WINOGRAD_TILE = 6
"""Rows and columns that it computes together. Its rounding depends on where in such a tile a
position lies, and what depends on the sign of a value near 0 depends on its rounding."""


class Convolution:
    """A 3 x 3 convolution with zeros round the picture. Its gradient is by the picture alone.

    In float32 on a processor, where the picture is large enough, it is by Winograd's algorithm
    F(6 x 6, 3 x 3), with a fifth of the multiplications (Lavin and Gray 2016, "Fast Algorithms for
    Convolutional Neural Networks"); NNPACK's, which most builds of torch have in them. Of what is
    usual in its results it is off by about 3e-6, at the worst position by 1e-4. In bfloat16 it is
    oneDNN's there. Elsewhere it is torch's own, with the channels last.

    Args:
        kernel: (O, I, 3, 3).
        bias: (O).
        device, dtype: where, and in which number format, it runs.
    """

    def __init__(
        self, kernel: Tensor, bias: Tensor, device: torch.device, dtype: torch.dtype
    ) -> None:
        winograd = by_winograd(device, dtype)
        self._layout = torch.contiguous_format if winograd else torch.channels_last
        self._kernel = kernel.to(device, dtype).contiguous(memory_format=self._layout)
        self._bias = bias.to(device, dtype)
        self._back: Tensor | None = None
        if winograd and min(kernel.shape[:2]) >= FEWEST_CHANNELS:
            self._back = self._kernel.transpose(0, 1).flip(2, 3).contiguous()
        self._onednn: OneDnnConvolution | None = None
        if by_onednn(device, dtype):
            self._onednn = OneDnnConvolution(self._kernel, self._bias)

    def __call__(self, x: Tensor) -> Tensor:
        """(1, I, H, W) to (1, O, H, W)."""
        if not self._winograd_gains(x):
            return self._plain(x)
        x = x.contiguous(memory_format=self._layout)
        result: Tensor = _Winograd.apply(x, self._kernel, self._bias, self._back)
        return result

    def _plain(self, x: Tensor) -> Tensor:
        if self._onednn is not None:
            return self._onednn(x)
        return conv2d(x.contiguous(memory_format=self._layout), self._kernel, self._bias, padding=1)

    def rectified(self, x: Tensor) -> Tensor:
        """The same without what is below 0, which oneDNN leaves out while it computes it."""
        if self._onednn is None or self._winograd_gains(x):
            return relu_(self(x))
        return self._onednn(x, then="relu")

    def _winograd_gains(self, x: Tensor) -> bool:
        return self._back is not None and x.shape[-2] * x.shape[-1] >= FEWEST_POSITIONS


def by_winograd(device: torch.device, dtype: torch.dtype) -> bool:
    """Whether large convolutions are by Winograd's algorithm there."""
    return device.type == "cpu" and dtype == torch.float32 and _nnpack_is_here()


class _Winograd(torch.autograd.Function):
    """The gradient by the picture is the slope's convolution with the kernel turned round."""

    @staticmethod
    def forward(ctx: Any, x: Tensor, kernel: Tensor, bias: Tensor, back: Tensor) -> Tensor:
        ctx.back = back
        return _in_strips(x, kernel, bias)

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None, None, None]:
        nothing = slopes[0].new_zeros(len(ctx.back))
        return _in_strips(slopes[0].contiguous(), ctx.back, nothing), None, None, None


def _in_strips(x: Tensor, kernel: Tensor, bias: Tensor) -> Tensor:
    height, width = x.shape[-2:]
    rows = max(1, STRIP // (width * WINOGRAD_TILE)) * WINOGRAD_TILE
    result = x.new_empty(1, len(kernel), height, width)
    for top in range(0, height, rows):
        end = min(top + rows, height)
        seen = x[..., max(top - 1, 0) : end + 1, :]
        seen = pad(seen, (1, 1, int(top == 0), int(end == height)))
        result[..., top:end, :] = _winograd(seen, kernel, bias)
    return result


def _winograd(x: Tensor, kernel: Tensor, bias: Tensor) -> Tensor:
    """By torch's own where NNPACK fails, as it does without the memory for its copies."""
    try:
        return torch._nnpack_spatial_convolution(x, kernel, bias, padding=0)
    except RuntimeError:
        return conv2d(x, kernel, bias)


@cache
def _nnpack_is_here() -> bool:
    """Whether torch was built with NNPACK, and the processor can do it; asking makes it ready."""
    return hasattr(torch, "_nnpack_available") and bool(torch._nnpack_available())
