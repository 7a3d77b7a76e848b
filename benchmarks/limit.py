"""How near a step is to what the processor can do.

The arithmetic of a step is that of the convolutions, forward and backward to their input:
2 · 2 · 9 · C_in · C_out · h · w each. Divided by the rate of a large matrix product, measured
in the same run and number format, that is the least time a step can take; everything else
(Gram matrices, pooling, L-BFGS, memory traffic) counts against us.

    python benchmarks/limit.py [--sizes 256 512 1024] [--steps 12]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch

from segstyle_core.demo import sample_photo
from segstyle_core.gallery import find_style
from segstyle_core.image import load_picture, resize
from segstyle_core.progress import Control
from segstyle_core.style.encoder import LAYERS, halvings
from segstyle_core.style.engine import Source, StyleJob, Zone, stylize
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.pyramid import Scale
from segstyle_core.weights import Store

CHANNELS = {"1": 64, "2": 128, "3": 256, "4": 512, "5": 512}
DEEPEST = "conv5_1"
PRODUCT = 4096


def arithmetic(width: int, height: int) -> float:
    """Floating-point operations of the convolutions in one step."""
    before, operations = 3, 0.0
    for layer in LAYERS[: LAYERS.index(DEEPEST) + 1]:
        after = CHANNELS[layer[4]]
        positions = (width >> halvings(layer)) * (height >> halvings(layer))
        operations += 2 * 2 * 9 * before * after * positions
        before = after
    return operations


def product_rate() -> float:
    """Operations a second of a large matrix product in the number format of the steps."""
    device = best_device()
    factor = torch.randn(PRODUCT, PRODUCT, device=device).to(fast_dtype(device))
    times = []
    for _ in range(7):
        began = time.perf_counter()
        float((factor @ factor)[0, 0])
        times.append(time.perf_counter() - began)
    return 2 * PRODUCT**3 / float(np.median(times[2:]))


def step_time(width: int, height: int, steps: int) -> float:
    """Seconds from one step to the next, median, L-BFGS and all."""
    photo = resize(load_picture(sample_photo()).rgb, width, height)
    painting = resize(load_picture(find_style("oil-swirls").path).rgb, width, height)
    everywhere = np.full((height, width), 255, np.uint8)
    moments: list[float] = []

    def on_step(_: object) -> Control:
        moments.append(time.perf_counter())
        return Control.CONTINUE

    zone = Zone(everywhere, (Source(painting),))
    scales = (Scale(1.0, steps, 1.0),)
    stylize(StyleJob(photo, everywhere, (zone,), scales, Store().path("vgg19")), on_step=on_step)
    return float(np.median(np.diff(moments)[2:]))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[256, 512, 1024])
    parser.add_argument("--steps", type=int, default=12)
    asked = parser.parse_args()
    for size in asked.sizes:
        width, height = size, size * 2 // 3 // 16 * 16
        rate = product_rate()
        least, taken = arithmetic(width, height) / rate, step_time(width, height, asked.steps)
        print(
            f"{width}×{height}, {fast_dtype(best_device())}: product {rate / 1e9:.0f} GFLOP/s, "
            f"least {least:.3f} s, a step {taken:.3f} s: {least / taken:.0%} of the limit"
        )


if __name__ == "__main__":
    main()
