"""Neon: glowing tubes in loops, zigzags and rings before a brick wall at night."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array, Points

TUBES = [(255, 40, 130), (40, 220, 255), (255, 150, 30), (150, 70, 255), (60, 255, 150)]
BRICKS, MORTAR = (74, 52, 76), (34, 28, 48)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1912)
    side = 2 * size
    unit = side / canvas.DESIGN
    tubes = [np.zeros((side, side), np.uint8) for _ in TUBES]
    for disc in scenes.packed(rng, side, (270, 190, 130, 84, 52), 1.02):
        _sign(rng, tubes, disc[:2], disc[2], unit)
    for start in canvas.scatter(rng, side, 330 * unit):
        path = canvas.tendril(start, rng.uniform(0, 6.3), rng.uniform(300, 800) * unit, (-0.8, 1.4))
        canvas.stroke(tubes[rng.integers(len(TUBES))], path, 255, 8 * unit)
    wall, light = _wall(rng, side, unit)
    glow = np.full((side, side, 3), 0.12, np.float32)
    bright = np.zeros((side, side, 3), np.float32)
    for tube, colour in zip(tubes, TUBES, strict=True):
        lit = tube / np.float32(255)
        hue = np.array(colour, np.float32) / 255
        near, far = (canvas.haze(lit, reach * unit) for reach in (17, 75))
        glow += (1.0 * near + 1.5 * far)[..., None] * hue
        core = cv2.GaussianBlur(lit, (0, 0), 1.6 * unit)
        halo = cv2.GaussianBlur(lit, (0, 0), 7 * unit)
        bright += (0.45 * halo + 0.8 * core)[..., None] * hue
        bright += (canvas.step(core, 0.86, 0.24) * 0.75)[..., None]
    scene = wall * glow * (0.5 + 0.5 * light)[..., None] + 255 * bright
    return canvas.finish(255 * (1 - np.exp(-scene / 190)), size)


def _sign(
    rng: np.random.Generator,
    tubes: list[npt.NDArray[np.uint8]],
    centre: Points,
    radius: float,
    unit: float,
) -> None:
    """One of: rings, a star in a ring, a spiral, zigzags, rays, or a many-leafed loop."""
    first, second = rng.permutation(len(TUBES))[:2]
    angle = np.linspace(0, 2 * np.pi, 181)
    circle = np.stack([np.cos(angle), np.sin(angle)], axis=-1)
    turn, width = rng.uniform(0, 6.3), (6 + radius / (60 * unit)) * unit
    kind = rng.integers(6)
    if kind == 0:
        for step, share in enumerate((0.95, 0.76, 0.57, 0.36, 0.16)):
            canvas.stroke(
                tubes[(first, second)[step % 2]], centre + share * radius * circle, 255, width
            )
    elif kind == 1:
        canvas.stroke(tubes[first], centre + 0.95 * radius * circle, 255, width)
        spikes = rng.integers(5, 9)
        corner = turn + np.arange(2 * spikes) * np.pi / spikes
        reach = radius * np.where(np.arange(2 * spikes) % 2, 0.36, 0.8)
        star = centre + reach[:, None] * np.stack([np.cos(corner), np.sin(corner)], axis=-1)
        canvas.stroke(tubes[second], star, 255, width, closed=True)
    elif kind == 2:
        for hand, tube in ((0, first), (np.pi, second)):
            wind = np.linspace(0.1, 1, 220)
            bend = turn + hand + wind * 13
            path = np.stack([np.cos(bend), np.sin(bend)], axis=-1) * (0.95 * radius * wind)[:, None]
            canvas.stroke(tubes[tube], centre + path, 255, width)
    elif kind == 3:
        for step in np.linspace(-0.7, 0.7, 5):
            across = np.linspace(-0.75, 0.75, 9) * radius
            teeth = step * radius + 0.11 * radius * np.where(np.arange(9) % 2, 1, -1)
            tube = first if step < 0.1 else second
            canvas.stroke(tubes[tube], centre + np.stack([across, teeth], axis=-1), 255, width)
    elif kind == 4:
        canvas.stroke(tubes[first], centre + 0.30 * radius * circle, 255, width)
        for ray in circle[:-1:12]:
            ends = np.array([centre + 0.44 * radius * ray, centre + 0.95 * radius * ray])
            canvas.stroke(tubes[second], ends, 255, width)
    else:
        leaves = rng.integers(3, 7)
        for grow, tube in ((0.95, first), (0.6, second)):
            reach = grow * radius * (0.62 + 0.38 * np.cos(leaves * angle + turn))
            canvas.stroke(tubes[tube], centre + reach[:, None] * circle, 255, width)


def _wall(rng: np.random.Generator, side: int, unit: float) -> tuple[Array, Array]:
    """The wall's colours, and light on its relief."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / unit
    row = np.floor(y / 34)
    along = x + 42 * (row % 2)
    column = np.floor(along / 84)
    across, beside = along % 84, y % 34
    joint = np.minimum(np.minimum(beside, 34 - beside), np.minimum(across, 84 - across))
    tone = rng.uniform(0.6, 1.4, 4096)[(row * 57 + column * 13).astype(int) % 4096]
    rough = canvas.smooth_noise(rng, side, 5 * unit)
    brick = canvas.step(joint, 3, 2)
    wall = np.array(MORTAR) + (np.array(BRICKS) * tone[..., None] - MORTAR) * brick[..., None]
    height = np.minimum(joint, 6) + 0.7 * rough
    return 2.4 * wall.astype(np.float32), canvas.relief(height.astype(np.float32), 0.5 / unit)
