"""Comic halftone: bursts, balls and rays in three flat inks with dots, inside thick black lines."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

BLACK, PAPER = (22, 20, 24), (252, 246, 230)
RED, YELLOW, BLUE = (236, 46, 56), (255, 214, 34), (34, 150, 220)
INKS = [RED, YELLOW, BLUE, (250, 120, 160), (40, 60, 150), (90, 190, 90)]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1963)
    side = 2 * size
    unit = side / canvas.DESIGN
    forms = scenes.flowers(rng, side, (380, 260, 170, 110, 66), 1.04)
    page = _ground(rng, side, unit)
    lines = np.zeros((side, side), np.float32)
    screens = [_dots(side, unit, spacing, 0.3) for spacing in (19, 13)]
    for number, disc in enumerate(forms.discs):
        here = forms.owner == number
        share, angle = forms.share[here], forms.angle[here]
        dots = screens[number % 2][here]
        page[here], lines[here] = _form(rng, number % 4, disc[2] / unit, share, angle, dots)
    edge = cv2.morphologyEx(
        (forms.owner + 1).astype(np.float32),
        cv2.MORPH_GRADIENT,
        cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (_odd(13 * unit), _odd(13 * unit))),
    )
    lines = np.maximum(lines, (edge > 0).astype(np.float32))
    page += (np.array(BLACK, np.float32) - page) * lines[..., None]
    return canvas.finish(_print(rng, page, unit), size)


def _odd(length: float) -> int:
    return 2 * int(length / 2) + 1


def _dots(side: int, unit: float, spacing: float, turn: float) -> Array:
    """How far each pixel is from the middle of its dot: 0 there, 1 at the corner of the cell."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / (spacing * unit)
    across, down = np.cos(turn) * x + np.sin(turn) * y, np.cos(turn) * y - np.sin(turn) * x
    return np.hypot(across % 1 - 0.5, down % 1 - 0.5).astype(np.float32) / np.float32(0.7071)


def _ground(rng: np.random.Generator, side: int, unit: float) -> Array:
    """A sky of dots that grow downwards, torn by zigzag flashes."""
    x, y = canvas.grid(side)
    page = np.zeros((side, side, 3), np.float32)
    page[...] = PAPER
    swell = 0.45 + 0.25 * canvas.smooth_noise(rng, side, side / 4)
    page[_dots(side, unit, 17, 0.4) < swell] = BLUE
    zigzag = np.abs((5 * x + 3 * y) % 1 - 0.5)
    band = (4 * y - 2.4 * x + 0.8 * zigzag) % 1
    page[band < 0.34] = YELLOW
    page[(band < 0.34) & (_dots(side, unit, 17, 0.4) < 0.45)] = RED
    page[(band % 0.34) < 0.02] = BLACK
    return page


def _form(
    rng: np.random.Generator, kind: int, radius: float, share: Array, angle: Array, dots: Array
) -> tuple[Array, Array]:
    """Colours and black lines of one disc: a burst, a shaded ball, rays, or rings."""
    first, second = rng.permutation(len(INKS))[:2]
    colours = np.empty((len(share), 3), np.float32)
    colours[...] = INKS[first]
    black = np.zeros(len(share), np.float32)
    if kind == 0:
        spikes = int(rng.integers(9, 15))
        reach = 0.62 + 0.26 * (2 * np.abs((angle * spikes / (2 * np.pi)) % 1 - 0.5))
        colours[share < reach] = PAPER
        colours[share < 0.82 * reach] = INKS[second]
        colours[(share < 0.82 * reach) & (dots < 0.8 - share)] = PAPER
        black = np.maximum(black, np.abs(share - reach) < 9 / radius)
        black = np.maximum(black, np.abs(share - 0.82 * reach) < 5 / radius)
    elif kind == 1:
        x, y = share * np.cos(angle), share * np.sin(angle)
        shade = np.clip(0.9 * np.hypot(x + 0.35, y + 0.35), 0, 1)
        colours[dots < 1.15 * shade - 0.25] = INKS[second]
        colours[np.hypot(x + 0.42, y + 0.45) < 0.2] = PAPER
        black = np.maximum(black, np.hypot(x + 0.28, y + 0.28) > 1.12)
    elif kind == 2:
        rays = int(rng.integers(12, 22))
        colours[(angle * rays / (2 * np.pi)) % 1 < 0.5] = INKS[second]
        black = np.maximum(black, ((angle * rays / np.pi) % 1 < 0.22 * share) & (share > 0.35))
        colours[share < 0.35] = PAPER
        colours[(share < 0.35) & (dots < 0.6)] = INKS[first]
        black = np.maximum(black, np.abs(share - 0.35) < 7 / radius)
    else:
        ring = (share * max(3, radius / 40) + 0.08 * np.sin(7 * angle)) % 1
        colours[ring < 0.5] = INKS[second]
        colours[(ring >= 0.5) & (dots < 0.5)] = PAPER
        black = np.maximum(black, ring < 0.13)
    return colours, black


def _print(rng: np.random.Generator, page: Array, unit: float) -> Array:
    """Cheap paper: ink that did not take everywhere, a little soft, a little out of place."""
    side = len(page)
    shift = max(1, int(2.5 * unit))
    page[..., 0] = np.roll(page[..., 0], shift, axis=1)
    page[..., 2] = np.roll(page[..., 2], -shift, axis=0)
    page = cv2.GaussianBlur(page, (0, 0), 0.9 * unit)
    speck = canvas.clouds(rng, side, (3.5 * unit, 1), (60 * unit, 1))
    worn = np.clip(0.05 + 0.045 * speck, 0, 1)[..., None]
    return page + (np.array([236, 222, 192], np.float32) - page) * worn
