"""Art nouveau: whiplash lines, lilies and gold on muted greens and rose, outlined in brown."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Points

OUTLINE, GOLD, PALE = (54, 34, 28), (212, 166, 78), (244, 226, 182)
LEAVES = [(92, 118, 74), (58, 92, 84), (138, 146, 84), (44, 74, 70)]
PETALS = [(226, 140, 120), (240, 206, 170), (190, 84, 86), (236, 178, 106), (170, 150, 180)]
HALOS = [(70, 116, 112), (214, 172, 98), (166, 88, 70), (232, 208, 158), (98, 130, 100)]


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1897)
    side = 2 * size
    unit = side / canvas.DESIGN
    pixels = np.zeros((side, side, 3), np.uint8)
    pixels[...] = HALOS[0]
    discs = scenes.packed(rng, side, (330, 230, 150, 90, 56), 1.0)
    _ground(rng, pixels, unit)
    for disc in discs:
        _halo(rng, pixels, disc, unit)
    for start in canvas.scatter(rng, side, 210 * unit):
        _whiplash(rng, pixels, start, unit)
    for x, y, radius in discs[::-1]:
        _lily(rng, pixels, np.array([x, y]), 0.66 * radius, unit)
    print_ = pixels.astype(np.float32)
    grain = canvas.smooth_noise(rng, side, 4 * unit)
    cloud = canvas.smooth_noise(rng, side, 120 * unit)
    return canvas.finish(print_ * (1 + 0.035 * grain + 0.05 * cloud)[..., None], size)


def _ground(rng: np.random.Generator, pixels: npt.NDArray[np.uint8], unit: float) -> None:
    """Small leaves and dots in rows behind everything."""
    side = len(pixels)
    for row, y in enumerate(np.arange(0, side + 40, 34 * unit)):
        for x in np.arange((row % 2) * 23 * unit, side + 40, 46 * unit):
            stem = canvas.tendril(np.array([x, y]), rng.normal(-0.8, 0.3), 34 * unit, (0.1, -0.1))
            width = 13 * unit * np.sin(np.linspace(0, np.pi, len(stem)))
            canvas.fill(pixels, canvas.ribbon(stem, width), LEAVES[rng.integers(4)])
            canvas.disc(pixels, np.array([x, y]), 4.5 * unit, GOLD)


def _halo(
    rng: np.random.Generator, pixels: npt.NDArray[np.uint8], disc: Points, unit: float
) -> None:
    """Rings behind a flower, one of them of beads or rays."""
    centre, radius = disc[:2], disc[2]
    first = rng.integers(len(HALOS))
    for ring, share in enumerate((1.0, 0.9, 0.72, 0.6)):
        canvas.disc(pixels, centre, radius * share, OUTLINE)
        canvas.disc(pixels, centre, radius * share - 4 * unit, HALOS[(first + ring) % len(HALOS)])
    beads = max(8, int(radius / (7 * unit)))
    for angle in np.arange(beads) * 2 * np.pi / beads:
        ray = np.array([np.cos(angle), np.sin(angle)])
        canvas.disc(pixels, centre + 0.81 * radius * ray, 0.055 * radius, OUTLINE)
        canvas.disc(pixels, centre + 0.81 * radius * ray, 0.038 * radius, PALE)
        if first % 2:
            inner = np.array([centre + 0.60 * radius * ray, centre + 0.70 * radius * ray])
            canvas.stroke(pixels, inner, OUTLINE, 3 * unit)


def _whiplash(
    rng: np.random.Generator, pixels: npt.NDArray[np.uint8], start: Points, unit: float
) -> None:
    """A stem that swings and rolls up, its twin line, and leaves along it."""
    hand = rng.choice([-1.0, 1.0])
    length = rng.uniform(320, 760) * unit
    heading = -np.pi / 2 + rng.normal(0, 0.7)
    path = canvas.tendril(start, heading, length, (-0.55 * hand, rng.uniform(1.4, 2.6) * hand))
    width = np.linspace(20, 5, len(path)) * unit
    for place in range(10, 56, 11):
        turn = np.arctan2(*(path[place + 1] - path[place])[::-1])
        side_now = hand * (1 if place % 2 else -1)
        leaf = canvas.tendril(
            path[place], turn + 0.7 * side_now, 0.22 * length, (0.05 * side_now, -0.3 * side_now)
        )
        shape = 0.075 * length * np.sin(np.pi * np.linspace(0, 1, len(leaf)) ** 0.7)
        canvas.fill(pixels, canvas.ribbon(leaf, shape + 7 * unit), OUTLINE)
        canvas.fill(pixels, canvas.ribbon(leaf, shape), LEAVES[rng.integers(4)])
        canvas.stroke(pixels, leaf, PALE, 2.5 * unit)
    canvas.fill(pixels, canvas.ribbon(path, width + 8 * unit), OUTLINE)
    canvas.fill(pixels, canvas.ribbon(path, width), GOLD if rng.random() < 0.6 else PALE)
    canvas.disc(pixels, path[-1], 11 * unit, OUTLINE)
    canvas.disc(pixels, path[-1], 7 * unit, PETALS[0])


def _lily(
    rng: np.random.Generator,
    pixels: npt.NDArray[np.uint8],
    centre: Points,
    radius: float,
    unit: float,
) -> None:
    """Petals that bend, veined and outlined, around stamens."""
    turn, petals = rng.uniform(0, 2 * np.pi), int(rng.integers(5, 9))
    colour = np.array(PETALS[rng.integers(len(PETALS))])
    sway = rng.normal(0, 0.12)
    for petal in range(petals):
        heading = turn + 2 * np.pi * petal / petals
        path = canvas.tendril(centre, heading, radius, (sway, sway))
        along = np.linspace(0, 1, len(path))
        width = radius * 3.0 / petals * np.sin(np.pi * along**1.3) ** 0.8
        canvas.fill(pixels, canvas.ribbon(path, width + 7 * unit), OUTLINE)
        shade = colour * (0.86 if petal % 2 else 1.0)
        canvas.fill(pixels, canvas.ribbon(path, width), shade.tolist())
        light = np.minimum(1.15 * shade + 12, 255).tolist()
        canvas.fill(pixels, canvas.ribbon(path[20:70], 0.5 * width[20:70]), light)
        for vein in (-0.25, 0.0, 0.25):
            beside = canvas.ribbon(path, 2 * vein * width)[: len(path)]
            canvas.stroke(pixels, beside[6:62], (0.6 * colour).tolist(), 2 * unit)
    canvas.disc(pixels, centre, 0.19 * radius, OUTLINE)
    canvas.disc(pixels, centre, 0.19 * radius - 3 * unit, GOLD)
    for angle in np.arange(8) * np.pi / 4 + turn:
        ray = np.array([np.cos(angle), np.sin(angle)])
        canvas.stroke(pixels, np.array([centre, centre + 0.34 * radius * ray]), PALE, 3 * unit)
        canvas.disc(pixels, centre + 0.34 * radius * ray, 4.5 * unit, OUTLINE)
