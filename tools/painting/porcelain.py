"""Blue porcelain: scrolls, peonies and waves in cobalt under a crackled glaze."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array, Points

GLAZE, COBALT = (234, 240, 240), (20, 44, 128)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1425)
    side = 2 * size
    unit = side / canvas.DESIGN
    wash = np.zeros((side, side), np.uint8)
    line = np.zeros((side, side), np.uint8)
    discs = scenes.packed(rng, side, (250, 180, 120, 76), 1.16)
    for start in canvas.scatter(rng, side, 118 * unit):
        _scroll(rng, wash, line, start, unit)
    for x, y, radius in discs:
        _peony(rng, wash, line, np.array([x, y]), radius, unit)
    return canvas.finish(_fire(rng, wash, line, unit), size)


def _scroll(
    rng: np.random.Generator,
    wash: npt.NDArray[np.uint8],
    line: npt.NDArray[np.uint8],
    start: Points,
    unit: float,
) -> None:
    """A rolled-up tendril with pointed leaves."""
    hand = rng.choice([-1.0, 1.0])
    length = rng.uniform(190, 380) * unit
    path = canvas.tendril(start, rng.uniform(0, 6.3), length, (0.2 * hand, 2.6 * hand))
    canvas.fill(line, canvas.ribbon(path, np.linspace(15, 4, len(path)) * unit), 235)
    canvas.disc(line, path[-1], 8 * unit, 240)
    for place in range(6, 50, 9):
        turn = np.arctan2(*(path[place + 1] - path[place])[::-1])
        away = turn + (0.9 if place % 2 else -0.9)
        leaf = canvas.tendril(path[place], away, 0.27 * length, (0.1 * hand, -0.3 * hand))
        width = 0.11 * length * np.sin(np.pi * np.linspace(0, 1, len(leaf)) ** 0.6)
        canvas.fill(wash, canvas.ribbon(leaf, width), int(rng.integers(70, 210)))
        canvas.stroke(line, canvas.ribbon(leaf, width), 225, 3.2 * unit, closed=True)
        canvas.stroke(line, leaf[:60], 190, 2.4 * unit)


def _peony(
    rng: np.random.Generator,
    wash: npt.NDArray[np.uint8],
    line: npt.NDArray[np.uint8],
    centre: Points,
    radius: float,
    unit: float,
) -> None:
    """Rounds of scalloped petals, each washed from its rim inwards and finely lined."""
    canvas.disc(wash, centre, 1.03 * radius, 0)
    canvas.disc(line, centre, 1.03 * radius, 0)
    for round_, share in enumerate((1.0, 0.76, 0.52, 0.3)):
        petals = 9 - round_ if round_ < 3 else 5
        for petal in range(petals):
            heading = 2 * np.pi * (petal + 0.5 * (round_ % 2)) / petals
            path = canvas.tendril(centre, heading, share * radius, (0.02, -0.02))
            along = np.linspace(0, 1, len(path))
            width = 6.4 / petals * share * radius * np.sin(np.pi * along**1.9) ** 0.6
            outline = canvas.ribbon(path, width)
            canvas.fill(wash, outline, 30)
            canvas.fill(line, outline, 0)
            for shade, inner in ((120, 0.86), (60, 0.72), (22, 0.56)):
                rim = canvas.ribbon(path[: int(80 * inner) + 12], width[: int(80 * inner) + 12])
                canvas.fill(wash, rim, shade)
            canvas.stroke(line, outline, 250, 4.4 * unit, closed=True)
            for vein in (-0.55, -0.2, 0.2, 0.55):
                beside = canvas.ribbon(path, 2 * vein * width / 2)[: len(path)]
                canvas.stroke(line, beside[44:72], 170, 2.2 * unit)
    canvas.disc(wash, centre, 0.15 * radius, 240)
    for dot in rng.normal(0, 0.06 * radius, (14, 2)):
        canvas.disc(line, centre + dot, 4 * unit, 0)


def _fire(
    rng: np.random.Generator,
    wash: npt.NDArray[np.uint8],
    line: npt.NDArray[np.uint8],
    unit: float,
) -> Array:
    """Cobalt that pools and bleeds under the glaze; fine cracks and a soft shine over it."""
    side = len(wash)
    pool = canvas.clouds(rng, side, (12 * unit, 1), (40 * unit, 0.6))
    ground = 40 * canvas.step(canvas.smooth_noise(rng, side, 130 * unit), 0.2, 1.0)
    tone = cv2.GaussianBlur(np.maximum(wash, ground.astype(np.uint8)), (0, 0), 2.2 * unit) / 255
    drawn = cv2.GaussianBlur(line, (0, 0), 1.1 * unit) / 255
    bled = cv2.GaussianBlur(line, (0, 0), 9 * unit) / 255
    density = 0.85 * tone * (1 + 0.28 * pool) + drawn * (0.95 + 0.16 * pool) + 0.30 * bled
    absorbed = -np.log(np.array(COBALT, np.float32) / 255)
    tile = np.array(GLAZE, np.float32) * np.exp(-np.clip(density, 0, 1.5)[..., None] * absorbed)
    _, near, next_ = canvas.cells(canvas.scatter(rng, side, 64 * unit), side)
    gap = np.abs(next_ - near + 5 * unit * canvas.smooth_noise(rng, side, 14 * unit))
    crack = np.exp(-((gap / (1.5 * unit)) ** 2))[..., None]
    tile *= 1 - 0.22 * crack * np.array([0.8, 0.95, 1.2], np.float32)
    sheen = 1 + 0.025 * canvas.smooth_noise(rng, side, 220 * unit)
    return tile * (sheen + 0.012 * canvas.smooth_noise(rng, side, 5 * unit))[..., None]
