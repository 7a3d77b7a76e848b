"""Palette knife: broad smears of thick paint over poppy hills at dusk."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes, stamps
from painting.canvas import Array

SKY = [(44, 40, 84), (120, 62, 110), (226, 104, 84), (250, 186, 96), (252, 232, 180)]
HILLS = [
    [(246, 196, 110), (186, 74, 62), (96, 40, 74)],
    [(70, 130, 140), (34, 78, 106), (24, 44, 74)],
    [(196, 190, 96), (96, 128, 66), (36, 74, 62)],
    [(244, 96, 52), (196, 34, 40), (108, 20, 44)],
    [(238, 176, 66), (150, 110, 40), (52, 66, 48)],
    [(252, 120, 84), (216, 40, 46), (70, 24, 50)],
]
COATS = [(900, 420, 150), (2600, 250, 84), (3400, 140, 44)]  # smears, length, width


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1907)
    side = 2 * size
    unit = side / canvas.DESIGN
    scene = _scene(rng, side)
    smears = [_smear(rng) for _ in range(24)]
    pixels = np.zeros((side, side, 4), np.float32)
    pixels[..., :3] = (70, 40, 60)
    for count, length, width in COATS:
        for centre in rng.uniform(0, side, (count, 2)):
            angle = rng.normal(0, 0.35) + (np.pi / 2 if rng.random() < 0.22 else 0)
            size_now = np.array([length, width]) * unit * rng.uniform(0.6, 1.25)
            _lay(rng, pixels, scene, smears[rng.integers(24)], centre, angle, size_now)
    height = cv2.GaussianBlur(pixels[..., 3], (0, 0), 1.0 * unit)
    light = canvas.relief(height, 0.055)
    return canvas.finish(pixels[..., :3] * (0.5 + 0.5 * light)[..., None], size)


def _scene(rng: np.random.Generator, side: int) -> Array:
    layer, depth = scenes.hills(rng, side, 8)
    colours = canvas.blend(SKY, np.clip(depth, 0, 1))
    for ridge in range(1, 8):
        here = layer == ridge
        colours[here] = canvas.blend(HILLS[(ridge - 1) % len(HILLS)], depth[here])
    return colours.astype(np.float32)


def _smear(rng: np.random.Generator) -> Array:
    """Cover, share of a second colour, and height (WIDTH, LENGTH, 3) of a smear."""
    cover = canvas.step(stamps.bristles(rng, 0.03), 0.25, 0.2)
    drag = rng.standard_normal((12, 3)).astype(np.float32)
    drag = cv2.resize(drag, (stamps.LENGTH, stamps.WIDTH), interpolation=cv2.INTER_CUBIC)
    fine = rng.standard_normal((stamps.WIDTH, 2)).astype(np.float32)
    fine = cv2.resize(fine, (stamps.LENGTH, stamps.WIDTH), interpolation=cv2.INTER_LINEAR)
    across = np.abs(np.linspace(-1, 1, stamps.WIDTH))[:, None]
    along = np.linspace(0, 1, stamps.LENGTH)[None]
    ridge = 120 + 90 * np.exp(-(((across - 0.86) / 0.07) ** 2)) + 70 * np.exp(-(1 - along) / 0.05)
    return np.stack([cover, canvas.step(drag, 0.7, 0.9), (ridge + 13 * fine) * cover], axis=-1)


def _lay(
    rng: np.random.Generator,
    pixels: Array,
    scene: Array,
    smear: Array,
    centre: npt.NDArray[np.float64],
    angle: float,
    size: npt.NDArray[np.float64],
) -> None:
    found = stamps.press(smear, centre, angle, size[0], size[1], len(pixels))
    if found is None:
        return
    box, patch = found
    main = canvas.pick(scene, centre[None])[0] * rng.uniform(0.85, 1.15) + rng.normal(0, 8, 3)
    other = canvas.pick(scene, centre[None] + rng.normal(0, size[0], 2))[0]
    colour = main + (other - main) * patch[..., 1:2]
    cover = patch[..., :1]
    pixels[box][..., :3] += (np.clip(colour, 0, 255) - pixels[box][..., :3]) * cover
    pixels[box][..., 3:] += (patch[..., 2:] - pixels[box][..., 3:]) * cover
