"""Risograph: three transparent inks in grain and dots, printed a little out of register."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

PAPER = (246, 240, 226)
INKS = [(255, 72, 120), (0, 120, 160), (255, 206, 30)]
SHIFTS = [(5, -4), (-6, 3), (2, 7)]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1986)
    side = 2 * size
    unit = side / canvas.DESIGN
    forms = scenes.flowers(rng, side, (330, 220, 140, 84), 1.02)
    layer, depth = scenes.hills(rng, side, 7)
    sheet = np.zeros((side, side, 3), np.float32)
    sheet[...] = np.array(PAPER) / 255
    for number, (ink, shift) in enumerate(zip(INKS, SHIFTS, strict=True)):
        tone = _plate(number, forms, layer, depth)
        tone = np.roll(tone, [round(move * unit) for move in shift], (0, 1))
        cover = _grain(rng, tone, number, unit)[..., None]
        sheet *= 1 - cover * (1 - np.array(ink, np.float32) / 255)
    fibre = canvas.smooth_noise(rng, side, 5 * unit)
    return canvas.finish(255 * sheet * (1 + 0.018 * fibre)[..., None], size)


def _plate(number: int, forms: scenes.Flowers, layer: npt.NDArray[np.int64], depth: Array) -> Array:
    """How much of one ink each place gets, 0..1: hills behind, suns and leaves before them."""
    tone = np.where((layer + number) % 3 > 0, 0.85 - 0.75 * np.clip(depth, 0, 1), 0.06)
    waves = 0.5 + 0.5 * np.sin(depth * (28 + 8 * number))
    tone = np.where((layer + 2 * number) % 4 == 0, 0.85 * (waves > 0.5), tone)
    kind = forms.owner % 5
    turn = forms.angle + 0.7 * forms.share
    share = forms.share
    rays = (np.sin(turn * 12) > 0) | (share < 0.3)
    rings = np.sin(share * 22) > 0
    petals = share < 0.55 + 0.42 * np.abs(np.sin(turn * (3 + number)))
    ball = np.clip(1.15 - np.hypot(share * np.cos(turn) - 0.4, share * np.sin(turn) + 0.4), 0, 1)
    stripes = np.sin(share * np.cos(turn + number) * 26) > 0
    figures = [
        rays * 0.9,
        rings * (0.9 - 0.4 * share),
        petals * (1 - 0.7 * share),
        ball,
        stripes * 0.8,
    ]
    order = [(place + number) % 5 for place in range(5)]
    for place, figure in enumerate(order):
        here = (forms.owner >= 0) & (kind == place)
        strength = (1.0, 0.85, 0.15)[(place + number) % 3]
        tone = np.where(here, figures[figure] * strength, tone)
    return tone.astype(np.float32)


def _grain(rng: np.random.Generator, tone: Array, number: int, unit: float) -> Array:
    """Where ink lies: dots for one plate, grain for the others, thin in places where it is full."""
    side = len(tone)
    if number == 1:
        y, x = np.mgrid[0:side, 0:side].astype(np.float32) / (11 * unit)
        across, down = 0.8 * x + 0.6 * y, 0.8 * y - 0.6 * x
        screen = 0.5 + 0.25 * (np.cos(2 * np.pi * across) + np.cos(2 * np.pi * down))
        cover = canvas.step(tone, 1 - screen, 0.2)
    else:
        cover = canvas.step(tone + 0.24 * canvas.smooth_noise(rng, side, 3.2 * unit), 0.5, 0.25)
    thin = canvas.clouds(rng, side, (90 * unit, 1), (4 * unit, 1))
    return cover * np.clip(0.86 + 0.08 * thin, 0, 1)
