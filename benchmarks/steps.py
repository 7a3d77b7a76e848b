"""What a step costs: against what the processor can do, and for a part of the picture.

The arithmetic of a step is that of the convolutions, forward and backward to their input:
2 · 2 · 9 · C_in · C_out · h · w each. Divided by the rate of a large matrix product, measured
in the same run and number format, that is the least time a step can take; everything else
(Gram matrices, pooling, L-BFGS, memory traffic) counts against us.

Then a region of a quarter of the picture, its context and margin included, against all of it.

    python benchmarks/steps.py [--sizes 256 512 1024] [--steps 12]
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import torch

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.demo import sample_photo
from segstyle_core.gallery import find_style
from segstyle_core.image import Box, Picture, load_picture, resize
from segstyle_core.methods import paint
from segstyle_core.progress import Control, Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.style.encoder import LAYERS, halvings
from segstyle_core.style.engine import Source, StyleJob, Zone, stylize
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.pyramid import Scale
from segstyle_core.weights import Store

CHANNELS = {"1": 64, "2": 128, "3": 256, "4": 512, "5": 512}
DEEPEST = "conv5_1"
PRODUCT = 4096
STYLE = "oil-swirls"


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
    painting = resize(load_picture(find_style(STYLE).path).rgb, width, height)
    everywhere = np.full((height, width), 255, np.uint8)
    moments: list[float] = []

    def on_step(_: object) -> Control:
        moments.append(time.perf_counter())
        return Control.CONTINUE

    zone = Zone(everywhere, (Source(painting),))
    scales = (Scale(1.0, steps, 1.0),)
    stylize(StyleJob(photo, everywhere, (zone,), scales, Store().path("vgg19")), on_step=on_step)
    return float(np.median(np.diff(moments)[2:]))


def painting_time(size: int, box: Box) -> float:
    """Seconds to paint a region that is ``box`` of the photo."""
    picture = Picture(load_picture(sample_photo()).rgb)
    coverage = np.zeros(picture.rgb.shape[:2], np.uint8)
    coverage[box.slices] = 255
    region = Region("part", coverage, 1.0)
    recipe = Recipe.from_data(
        {"assignments": [{"region": "part", "style": STYLE}], "size": size, "quality": "quick"}
    )
    began = time.perf_counter()
    paint(picture, (region,), recipe, Store().path("vgg19"), Silent())
    return time.perf_counter() - began


def cost_of_a_quarter(size: int) -> None:
    """A part against the whole, which is painted twice: once for what a process does only once."""
    picture = load_picture(sample_photo())
    width, height = picture.width // 2, picture.height // 2
    everything = Box(0, 0, picture.width, picture.height)
    painting_time(size, everything)
    whole = painting_time(size, everything)
    for name, x, y in (("in a corner", 0, 0), ("in the middle", width // 2, height // 2)):
        share = painting_time(size, Box(x, y, width, height)) / whole
        print(f"{size} px: a quarter {name} takes {share:.0%} of the whole's {whole:.1f} s")


def main() -> None:
    keep_freed_memory()
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
    cost_of_a_quarter(min(max(asked.sizes), 640))


if __name__ == "__main__":
    main()
