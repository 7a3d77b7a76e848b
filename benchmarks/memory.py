"""The memory and the exactness of a step at full resolution, in tiles and untiled.

A picture is pieced together from scikit-learn's photos. Each row is a process of its own, which
makes what is minimised (style statistics, content targets) and looks at the loss and its gradient
once; its peak resident memory is all of it, torch included. The peer is the same step untiled,
where it fits. At one megapixel the two gradients are compared, in float32.
"""

from __future__ import annotations

import argparse
import math
import subprocess
import sys
import time

import numpy as np
import torch

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.gallery import styles
from segstyle_core.image import RgbImage, load_picture, resize
from segstyle_core.process import peak_bytes
from segstyle_core.style.encoder import Encoder, to_tensor
from segstyle_core.style.losses import Weights
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.memory import sparing
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.tiles import side_for
from segstyle_core.weights import Store

UNTILED = 1 << 16


def photo(width: int, height: int) -> RgbImage:
    """scikit-learn's two photos, side by side and again, mirrored, until they fill the size."""
    from sklearn.datasets import load_sample_images

    pair = np.concatenate(load_sample_images().images, axis=1)
    below, beside = max(0, height - len(pair)), max(0, width - pair.shape[1])
    filled = np.pad(pair, ((0, below), (0, beside), (0, 0)), mode="symmetric")
    return np.ascontiguousarray(filled[:height, :width])


def objective(width: int, height: int, regions: int, tile: int, dtype: torch.dtype) -> Objective:
    """Bands of equal width, each with a painting of its own, of the photo's area."""
    device, weights = best_device(), Weights()
    encoder = Encoder(Store().path("vgg19"), weights.layers, device, dtype, "max", evened=True)
    parts = []
    for number in range(regions):
        guide = torch.zeros(1, 1, height, width, device=device)
        guide[..., width * number // regions : width * (number + 1) // regions] = 1
        painting = resize(load_picture(styles()[number].path).rgb, width, height)
        wanted = to_tensor(painting, device)
        parts.append(Part(guide, style_targets(encoder, wanted, weights.style_layers, tile=tile)))
        del wanted
    content = to_tensor(photo(width, height), device)
    return Objective(
        encoder, [(content, 1.0)], torch.ones_like(parts[0].guide), parts, weights, tile
    )


def step(width: int, height: int, regions: int, tile: int) -> None:
    """Print the seconds of a step and the peak memory of it all, in GB."""
    device = best_device()
    with sparing(width * height, None):
        minimised = objective(width, height, regions, tile, fast_dtype(device))
        picture = to_tensor(photo(width, height), device) * 0.8 + 0.1
        began = time.perf_counter()
        minimised.value_and_gradient(picture)
        seconds = time.perf_counter() - began
    print(f"{seconds:.1f} {peak_bytes() / 1e9:.2f}")


def row(width: int, height: int, regions: int, tile: int) -> str:
    """A line of the table, from a process of its own."""
    arguments = [str(number) for number in (width, height, regions, tile)]
    done = subprocess.run(
        [sys.executable, __file__, "--step", *arguments], capture_output=True, text=True
    )
    seconds, peak = done.stdout.split() if done.returncode == 0 else ("–", "does not fit")
    name = "untiled" if tile == UNTILED else str(tile)
    return f"| {width * height / 1e6:.1f} | {regions} | {name} | {seconds} | {peak} |"


def difference() -> float:
    """How far the tiled gradient of a megapixel is from the untiled one, in float32, relatively."""
    width, height = 1224, 817
    x = to_tensor(photo(width, height), best_device()) * 0.8 + 0.1
    whole, tiled = (
        objective(width, height, 3, tile, torch.float32).value_and_gradient(x)[1]
        for tile in (UNTILED, 256)
    )
    return float((tiled - whole).norm() / whole.norm())


SIZES = {1: (1224, 817), 6: (3000, 2000), 12: (4240, 2830), 24: (6000, 4000), 50: (8660, 5774)}


def main() -> None:
    keep_freed_memory()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--step", type=int, nargs=4, help="width, height, regions, tile: one row")
    parser.add_argument(
        "--megapixels", type=int, nargs="*", choices=list(SIZES), default=[1, 6, 24]
    )
    given = parser.parse_args()
    if given.step:
        step(*given.step)
        return
    if 1 in given.megapixels:
        print(f"At one megapixel the tiled gradient differs by {difference():.1e}.\n")
    print("| megapixels | regions | tile | seconds a step | peak, GB |\n|---|---|---|---|---|")
    for megapixels in given.megapixels:
        size = SIZES[megapixels]
        for regions in (1, 3):
            print(row(*size, regions, side_for(math.prod(size))), flush=True)
        if megapixels <= 6:
            print(row(*size, 3, UNTILED), flush=True)


if __name__ == "__main__":
    main()
