"""Convolutions by oneDNN, with their kernels laid out once as it likes them."""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor

__all__ = ["OneDnnConvolution", "by_onednn"]

ONE = [1, 1]
"""Its padding, stride and dilation."""


class OneDnnConvolution:
    """A 3 x 3 convolution with zeros round the picture; its gradient is by the picture alone.

    torch's own lays the kernel out anew at each call, which for small pictures takes as long as
    half of the convolution.

    Args:
        kernel: bfloat16 (O, I, 3, 3).
        bias: bfloat16 (O).
    """

    def __init__(self, kernel: Tensor, bias: Tensor) -> None:
        self._bias = bias
        self._kernel = _packed(kernel)
        self._back = _packed(kernel.transpose(0, 1).flip(2, 3))

    def __call__(self, x: Tensor, then: str = "none") -> Tensor:
        """(1, I, H, W) to (1, O, H, W); ``then`` "relu" nothing of it is below 0."""
        x = x.contiguous(memory_format=torch.channels_last)
        result: Tensor = _Convolved.apply(x, self._kernel, self._bias, self._back, then)
        return result


def by_onednn(device: torch.device, dtype: torch.dtype) -> bool:
    """Whether it is the quickest there: in float32 it is not, by far, without AVX-512."""
    ours = torch.ops.mkldnn
    here = device.type == "cpu" and hasattr(ours, "_convolution_pointwise")
    return here and dtype == torch.bfloat16 and bool(ours._is_mkldnn_bf16_supported())


def _packed(kernel: Tensor) -> Tensor:
    plain = kernel.contiguous(memory_format=torch.channels_last)
    packed: Tensor = torch.ops.mkldnn._reorder_convolution_weight(plain, ONE, ONE, ONE, 1)
    return packed


def _pointwise(x: Tensor, kernel: Tensor, bias: Tensor | None, then: str) -> Tensor:
    result: Tensor = torch.ops.mkldnn._convolution_pointwise(
        x, kernel, bias, ONE, ONE, ONE, 1, then, [], ""
    )
    return result


class _Convolved(torch.autograd.Function):
    """The gradient is the slope's convolution with the kernel turned round, the slope being 0
    where the rectifier made the result 0."""

    @staticmethod
    def forward(
        ctx: Any, x: Tensor, kernel: Tensor, bias: Tensor, back: Tensor, then: str
    ) -> Tensor:
        result = _pointwise(x, kernel, bias, then)
        ctx.back, ctx.rectified = back, then == "relu"
        ctx.save_for_backward(*[result] * ctx.rectified)
        return result

    @staticmethod
    def backward(ctx: Any, *slopes: Tensor) -> tuple[Tensor, None, None, None, None]:
        slope = slopes[0].contiguous(memory_format=torch.channels_last)
        if ctx.rectified:
            slope = torch.ops.aten.threshold_backward(slope, ctx.saved_tensors[0], 0)
        return _pointwise(slope, ctx.back, None, "none"), None, None, None, None
