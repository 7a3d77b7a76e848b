"""What the machine offers torch: the device, and the number format that is fast on it."""

from __future__ import annotations

import torch

__all__ = ["best_device", "fast_dtype"]


def best_device() -> torch.device:
    """CUDA (ROCm too), else Apple's MPS, else the processor."""
    if torch.cuda.is_available():
        return torch.device("cuda")
    if torch.backends.mps.is_available():
        return torch.device("mps")
    return torch.device("cpu")


def fast_dtype(device: torch.device) -> torch.dtype:
    """bfloat16 where the hardware multiplies it natively, else float32."""
    if device.type == "cuda":
        return torch.bfloat16 if torch.cuda.is_bf16_supported() else torch.float32
    if device.type == "cpu" and _processor_has_bf16():
        return torch.bfloat16
    return torch.float32


def _processor_has_bf16() -> bool:
    """Native instructions only: emulated bfloat16 is slower than float32."""
    questions = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, question, bool)() for question in questions)
