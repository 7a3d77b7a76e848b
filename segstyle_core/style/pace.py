"""Measuring how quick this machine is."""

from __future__ import annotations

import time
from functools import lru_cache
from pathlib import Path

import numpy as np
import torch

from segstyle_core.recipe import Recipe
from segstyle_core.style.convolution import by_winograd
from segstyle_core.style.cost import FURTHER, Pace
from segstyle_core.style.encoder import to_tensor
from segstyle_core.style.job import Source, StyleJob, Zone
from segstyle_core.style.level import objective_at
from segstyle_core.style.losses import Weights
from segstyle_core.style.machine import best_device, fast_dtype
from segstyle_core.style.pyramid import Scale

__all__ = ["measured_pace"]

SIDES = (96, 224)
TRIALS = 3


@lru_cache(maxsize=4)
def measured_pace(encoder: Path, pooling: str) -> Pace:
    """The pace of steps on small pictures, in the number format of painting; measured once."""
    recipe = Recipe.from_data({"pooling": pooling})
    (small, quick), (large, slow) = ((side**2, _step(side, encoder, recipe)) for side in SIDES)
    by_pixel = max(slow - quick, 0.1 * slow) / (large - small)
    device = best_device()
    further = FURTHER if by_winograd(device, fast_dtype(device)) else 1.0
    return Pace(max(0.0, quick - by_pixel * small), by_pixel, further)


def _step(side: int, encoder: Path, recipe: Recipe) -> float:
    """Seconds of a step on a picture of that side, the best of some trials after the first."""
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    everywhere = np.full((side, side), 255, np.uint8)
    zone = Zone(everywhere, (Source(noise[::-1]),))
    job = StyleJob(noise, everywhere, (zone,), (Scale(1.0, 1, 1.0),), encoder, recipe)
    device = best_device()
    objective = objective_at(job, 1.0, Weights.of(recipe), device, fast_dtype(device))
    picture = to_tensor(noise, device)
    times = []
    for _ in range(TRIALS):
        began = time.perf_counter()
        _, gradient = objective.value_and_gradient(picture)
        torch.isfinite(gradient).all().item()
        times.append(time.perf_counter() - began)
    return min(times[1:])
