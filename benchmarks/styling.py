"""One region's styling against the textbook loop: time to the same losses, in one run.

The peer is the loop as tutorials write it: Adam, one scale, float32, plain Gram matrices over
the same encoder and the same losses. Both start from the photo. The peer runs until its picture's
content and style loss are both no worse than ours, or STEPS are over; both are judged by one
float32 evaluator on the 8-bit pictures.

    python benchmarks/styling.py [--size 320] [--style oil-swirls] [--out FOLDER]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
import torch

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.demo import sample_photo
from segstyle_core.gallery import find_style
from segstyle_core.image import RgbImage, fit_within, load_picture, resize, save_png
from segstyle_core.process import peak_bytes
from segstyle_core.progress import Control
from segstyle_core.style.encoder import Encoder, to_pixels, to_tensor
from segstyle_core.style.engine import Source, StyleJob, Zone, measure, stylize
from segstyle_core.style.losses import DEFAULT_WEIGHTS, Losses
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.pyramid import plan, style_size
from segstyle_core.weights import Store

STEPS = 300
LOOK_EVERY = 20


def textbook(job: StyleJob, goal: Losses) -> tuple[RgbImage, int, float]:
    """Adam from the photo until the goal is met; the picture, the steps, the seconds."""
    device = torch.device("cpu")
    encoder = Encoder(job.encoder, DEFAULT_WEIGHTS.layers, device, pooling="max", evened=True)
    content = to_tensor(job.content, device)
    guide = torch.ones(1, 1, *content.shape[-2:])
    style = to_tensor(job.zones[0].sources[0].pixels, device)
    part = Part(guide, style_targets(encoder, style, DEFAULT_WEIGHTS.style_layers))
    objective = Objective(encoder, [(content, 1.0)], guide, [part], DEFAULT_WEIGHTS)
    x = content.clone()
    adam = torch.optim.Adam([x], lr=0.02)
    spent = 0.0
    for step in range(1, STEPS + 1):
        began = time.perf_counter()
        x.grad = objective.value_and_gradient(x)[1]
        adam.step()
        spent += time.perf_counter() - began
        if step % LOOK_EVERY == 0:
            now = judge(job, to_pixels(x))
            print(f"  textbook, step {step}: content {now.content:.0f}, style {now.style:.1f}")
            if now.content <= goal.content and now.style <= goal.style:
                break
    return to_pixels(x), step, spent


def judge(job: StyleJob, pixels: RgbImage) -> Losses:
    return measure(pixels, job)


def main() -> None:
    keep_freed_memory()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=320)
    parser.add_argument("--style", default="oil-swirls")
    parser.add_argument("--out", type=Path)
    asked = parser.parse_args()
    photo, painting = load_picture(sample_photo()).rgb, load_picture(find_style(asked.style).path)
    width, height = fit_within(photo.shape[1], photo.shape[0], asked.size)
    everywhere = np.full((height, width), 255, np.uint8)
    style = resize(painting.rgb, *style_size(painting.width, painting.height, width * height))
    job = StyleJob(
        content=resize(photo, width, height),
        guide=everywhere,
        zones=(Zone(everywhere, (Source(style),)),),
        scales=plan(asked.size, height, "balanced"),
        encoder=Store().path("vgg19"),
    )
    began = time.perf_counter()
    ours = stylize(job, on_step=lambda step: Control.CONTINUE)
    seconds = time.perf_counter() - began
    goal = judge(job, ours.pixels)
    print(
        f"ours: {seconds:.1f} s, {ours.steps} steps, content {goal.content:.0f}, "
        f"style {goal.style:.1f}, peak {peak_bytes() / 2**20:.0f} MiB, {ours.dtype}"
    )
    pixels, steps, spent = textbook(job, goal)
    theirs = judge(job, pixels)
    met = theirs.content <= goal.content and theirs.style <= goal.style
    print(
        f"textbook: {spent:.1f} s, {steps} steps, content {theirs.content:.0f}, "
        f"style {theirs.style:.1f}, goal {'met' if met else 'not met'}"
    )
    print(f"ratio: {spent / seconds:.1f}× {'' if met else 'or more '}in time")
    if asked.out:
        asked.out.mkdir(parents=True, exist_ok=True)
        save_png(ours.pixels, asked.out / "ours.png")
        save_png(pixels, asked.out / "textbook.png")


if __name__ == "__main__":
    main()
