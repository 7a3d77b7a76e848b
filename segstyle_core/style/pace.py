"""Measuring how quick this machine is."""

from __future__ import annotations

import time
from dataclasses import replace
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
from segstyle_core.style.memory import most_as_a_whole
from segstyle_core.style.pyramid import Scale

__all__ = ["measured_pace"]

SIDES = (96, 224)
TRIALS = 3


def measured_pace(encoder: Path, pooling: str) -> Pace:
    """The pace of steps on small pictures, in the number format of painting, which is measured
    once, and with the memory that is free now."""
    device = best_device()
    whole = most_as_a_whole(device, fast_dtype(device))
    return replace(_measured(encoder, pooling), whole=whole)


@lru_cache(maxsize=4)
def _measured(encoder: Path, pooling: str) -> Pace:
    recipe = Recipe.from_data({"pooling": pooling})
    small, large = (_noise(side, encoder, recipe) for side in SIDES)
    weights, device = Weights.of(recipe), best_device()
    quick, slow = _step(small, weights), _step(large, weights)
    by_pixel = max(slow - quick, 0.1 * slow) / (SIDES[1] ** 2 - SIDES[0] ** 2)
    return Pace(
        fixed=max(0.0, quick - by_pixel * SIDES[0] ** 2),
        by_pixel=by_pixel,
        further=FURTHER if by_winograd(device, fast_dtype(device)) else 1.0,
        shallow=_step(large, weights.shallow or weights) / slow,
        judging=_judgement(large, weights) / slow,
    )


def _noise(side: int, encoder: Path, recipe: Recipe) -> StyleJob:
    """A square of noise to be painted as another."""
    noise = np.random.default_rng(0).integers(0, 256, (side, side, 3), np.uint8)
    everywhere = np.full((side, side), 255, np.uint8)
    zone = Zone(everywhere, (Source(noise[::-1]),))
    return StyleJob(noise, everywhere, (zone,), (Scale(1.0, 1, 1.0),), encoder, recipe)


def _step(job: StyleJob, weights: Weights) -> float:
    """Seconds of a step, the best of some trials after the first."""
    device = best_device()
    objective = objective_at(job, 1.0, weights, device, fast_dtype(device))
    picture = to_tensor(job.content, device)
    times = []
    for _ in range(TRIALS):
        began = time.perf_counter()
        _, gradient = objective.value_and_gradient(picture)
        torch.isfinite(gradient).all().item()
        times.append(time.perf_counter() - began)
    return min(times[1:])


def _judgement(job: StyleJob, weights: Weights) -> float:
    """Seconds for a look at the content and one at the picture in float32."""
    device = best_device()
    judge = objective_at(job, 1.0, weights, device, torch.float32)
    picture = to_tensor(job.content, device)
    began = time.perf_counter()
    judge.measure(picture)
    return 2 * (time.perf_counter() - began)
