"""Strokes of one tool: a patch of marks that is turned, stretched and pressed on the canvas."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import Array

LENGTH, WIDTH = 128, 48


def press(
    stamp: Array, centre: npt.ArrayLike, angle: float, length: float, width: float, side: int
) -> tuple[tuple[slice, slice], Array] | None:
    """Where on the canvas a stamp (WIDTH, LENGTH[, bands]) lies, and what it looks like there.

    None where it lies outside.
    """
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = turn * [length / LENGTH, width / WIDTH]
    corners = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]]) * [LENGTH / 2, WIDTH / 2]
    there = corners @ linear.T + np.asarray(centre)
    low = np.clip(np.floor(there.min(axis=0)).astype(int), 0, side)
    high = np.clip(np.ceil(there.max(axis=0)).astype(int) + 1, 0, side)
    if (high <= low).any():
        return None
    shift = np.asarray(centre) - low - linear @ [LENGTH / 2, WIDTH / 2]
    size = (int(high[0] - low[0]), int(high[1] - low[1]))
    patch = cv2.warpAffine(stamp, np.column_stack([linear, shift]), size, flags=cv2.INTER_LINEAR)
    return (slice(low[1], high[1]), slice(low[0], high[0])), patch


def bristles(rng: np.random.Generator, softness: float) -> Array:
    """A stroke's cover (WIDTH, LENGTH), 0..1: streaks along it, ragged at its ends and sides."""
    streaks = rng.normal(0.75, 0.22, (WIDTH // 2, 1)) + rng.normal(0, 0.10, (WIDTH // 2, 16))
    streaks = cv2.resize(streaks.astype(np.float32), (LENGTH, WIDTH), interpolation=cv2.INTER_CUBIC)
    along = np.linspace(0, 1, LENGTH)[None]
    across = np.linspace(-1, 1, WIDTH)[:, None]
    first = rng.uniform(0, 0.12, (WIDTH, 1))
    last = 1 - rng.uniform(0, 0.35, (WIDTH, 1)) ** 1.2
    last = cv2.GaussianBlur(last, (0, 0), 1.5)
    ends = canvas.step(along, first, softness) * canvas.step(-along, -last, softness)
    sides = canvas.step(1 - np.abs(across), 0.06 + rng.uniform(0, 0.1), softness)
    return np.clip(streaks * ends * sides, 0, 1).astype(np.float32)
