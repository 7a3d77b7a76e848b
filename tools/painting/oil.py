"""Oil swirls: thick strokes of many bristles, drawn along the streamlines of a few whirls."""

from __future__ import annotations

from collections.abc import Iterator

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import FRACTION_BITS, Array, Points

NIGHT_TO_SUN = [
    (14, 20, 52),
    (24, 44, 104),
    (38, 78, 152),
    (84, 136, 186),
    (172, 200, 196),
    (240, 228, 178),
    (232, 178, 62),
    (176, 96, 34),
]
WHIRLS = [  # x, y, radius, strength
    (0.27, 0.30, 0.15, 1.0),
    (0.74, 0.20, 0.10, -0.8),
    (0.66, 0.62, 0.19, 1.1),
    (0.16, 0.78, 0.11, -0.8),
    (0.93, 0.90, 0.09, 0.7),
    (0.46, 0.97, 0.08, -0.6),
    (0.02, 0.10, 0.07, 0.6),
]
COATS = [  # strokes, length, width, jitter of the tone
    (2600, 300, 52, 0.05),
    (6500, 190, 30, 0.07),
    (5200, 120, 18, 0.10),
]
STEPS = 14


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1889)
    side = 2 * size
    unit = side / canvas.DESIGN
    flow, tone = _scene(rng, side)
    pixels = np.zeros((side, side, 4), np.uint8)
    pixels[...] = (*NIGHT_TO_SUN[0], 60)
    for coat in COATS:
        for points, colour, thickness in _strokes(rng, flow, tone, unit, *coat):
            cv2.polylines(
                pixels,
                [canvas.fixed(points)],
                False,
                colour,
                thickness,
                cv2.LINE_AA,
                FRACTION_BITS,
            )
    height = cv2.GaussianBlur(pixels[..., 3].astype(np.float32), (0, 0), 1.1 * unit)
    light = canvas.relief(height, 0.040)
    lit = pixels[..., :3] * (0.45 + 0.55 * light)[..., None]
    return canvas.finish(lit + 46 * np.maximum(light - 1.35, 0)[..., None], size)


def _scene(rng: np.random.Generator, side: int) -> tuple[Array, Array]:
    """The direction of flow (side, side, 2), and the tone, 0 night … 1 sun."""
    x, y = canvas.grid(side)
    stream = 0.10 * canvas.smooth_noise(rng, side, side / 4) + 0.9 * y
    warmth = np.zeros_like(stream)
    for centre_x, centre_y, radius, strength in WHIRLS:
        distance = np.hypot(x - centre_x, y - centre_y) / radius
        stream += strength * np.exp(-0.5 * (distance / 1.3) ** 2)
        rings = 0.5 + 0.5 * np.cos(4.6 * distance)
        warmth += np.exp(-0.5 * (distance / 0.85) ** 2) * (0.72 + 0.28 * rings)
    down, across = np.gradient(stream)
    speed = np.hypot(down, across) + 1e-9
    flow = np.stack([down / speed, -across / speed], axis=-1)
    bands = 0.5 + 0.5 * np.sin(17 * stream + 0.7 * canvas.smooth_noise(rng, side, side / 7))
    tone = 0.06 + 0.42 * bands**1.4 + 0.6 * np.minimum(warmth, 1)
    return flow.astype(np.float32), np.clip(tone, 0, 1).astype(np.float32)


def _strokes(
    rng: np.random.Generator,
    flow: Array,
    tone: Array,
    unit: float,
    count: int,
    length: float,
    width: float,
    jitter: float,
) -> Iterator[tuple[Points, tuple[float, ...], int]]:
    """The bristles of a coat: a line, its colour with its height, and its thickness."""
    side = len(tone)
    starts = rng.uniform(-0.03 * side, 1.03 * side, (count, 2))
    lengths = length * unit * rng.uniform(0.55, 1.25, count)
    paths, normals = _follow(flow, starts, lengths)
    middle = paths[:, STEPS // 2]
    column, row = np.clip(middle, 0, side - 1).astype(int).T
    tones = np.clip(tone[row, column] + jitter * rng.standard_normal(count), 0, 1)
    colours = canvas.blend(NIGHT_TO_SUN, tones) * rng.uniform(0.86, 1.14, (count, 1))
    colours += rng.normal(0, 7, (count, 3))
    along = np.linspace(0, 1, STEPS)
    taper = np.minimum(1, np.sqrt(along / 0.12)) * np.clip((1 - along) / 0.35, 0, 1) ** 0.6
    thickness = max(1, round(3.2 * unit))
    for path, normal, colour in zip(paths, normals, colours, strict=True):
        half = width * unit * rng.uniform(0.35, 0.62)
        bristles = max(3, int(2 * half / (2.3 * unit)))
        for place in np.linspace(-1, 1, bristles):
            first, last = rng.integers(0, 3), STEPS - rng.integers(0, 4)
            offset = (place * half * taper)[first:last, None]
            shade = rng.normal(1, 0.085)
            ridge = 110 + 60 * abs(place) ** 3 + rng.normal(0, 34)
            paint_colour = np.clip([*(colour * shade), ridge], 0, 255)
            yield (
                path[first:last] + normal[first:last] * offset,
                tuple(paint_colour),
                thickness,
            )


def _follow(flow: Array, starts: Points, lengths: Points) -> tuple[Points, Points]:
    """Paths (strokes, STEPS, 2) along the flow, and the normals beside them."""
    side = len(flow)
    position = starts.copy()
    paths, normals = [], []
    for _ in range(STEPS):
        column, row = np.clip(position, 0, side - 1).astype(int).T
        direction = flow[row, column].astype(np.float64)
        paths.append(position.copy())
        normals.append(np.stack([-direction[:, 1], direction[:, 0]], axis=-1))
        position = position + direction * (lengths / STEPS)[:, None]
    return np.stack(paths, axis=1), np.stack(normals, axis=1)
