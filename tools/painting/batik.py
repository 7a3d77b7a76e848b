"""Batik: rosettes and dotted lines kept by wax, dyed brown and indigo, with cracks in the wax."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes
from painting.canvas import Array

CLOTH, SOGA, INDIGO, NIGHT = (242, 222, 176), (168, 96, 40), (30, 58, 112), (24, 26, 48)


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1755)
    side = 2 * size
    unit = side / canvas.DESIGN
    brown, blue = _ground(side, unit)
    blossoms = scenes.flowers(rng, side, (300, 210, 140, 92, 56), 1.10)
    for number, (_, _, radius) in enumerate(blossoms.discs):
        here = blossoms.owner == number
        brown[here], blue[here] = _rosette(
            rng, radius / unit, blossoms.share[here], blossoms.angle[here]
        )
    soak = 1.3 * unit
    brown, blue = (cv2.GaussianBlur(dye, (0, 0), soak) for dye in (brown, blue))
    cracks = _cracks(rng, side, unit)
    blue = np.maximum(blue, cracks * (1 - 0.5 * blue))
    cloud = canvas.smooth_noise(rng, side, 90 * unit)
    brown *= np.clip(0.88 + 0.09 * cloud, 0, 1)
    blue *= np.clip(0.90 - 0.07 * cloud, 0, 1)
    cloth = np.array(CLOTH, np.float32)
    dyed = cloth + (np.array(SOGA, np.float32) - cloth) * brown[..., None]
    over = (
        np.array(INDIGO, np.float32) * (1 - brown[..., None])
        + np.array(NIGHT, np.float32) * brown[..., None]
    )
    dyed += (over - dyed) * blue[..., None]
    return canvas.finish(dyed * _weave(rng, side, unit)[..., None], size)


def _ground(side: int, unit: float) -> tuple[Array, Array]:
    """Rows of four-petalled figures with a cross between them: how much brown, how much blue."""
    y, x = np.mgrid[0:side, 0:side].astype(np.float32) / (74 * unit)
    across, down = x % 1 - 0.5, y % 1 - 0.5
    turn = np.arctan2(down, across)
    reach = np.hypot(across, down)
    petal = np.abs(np.cos(2 * turn)) ** 0.6 * 0.47
    inside = reach < petal
    core = (reach < 0.72 * petal) & (reach > 0.10)
    dots = (np.hypot(across % 0.125 - 0.0625, down % 0.125 - 0.0625) < 0.026) & ~inside
    brown = np.where(inside, np.where(core, 1.0, 0.0), 0.9)
    blue = np.where(inside | dots, 0.0, 1.0)
    seed = np.hypot(np.abs(across) - 0.5, np.abs(down) - 0.5) < 0.09
    return np.where(dots | seed, 0, brown).astype(np.float32), (blue * ~seed).astype(np.float32)


def _rosette(
    rng: np.random.Generator, radius: float, share: Array, angle: Array
) -> tuple[Array, Array]:
    """A flower in rings: petals, beads, and veins, all outlined by bare cloth."""
    petals = int(rng.integers(6, 11))
    turn = angle * petals / (2 * np.pi)
    brown, blue = np.full_like(share, 0.9), np.full_like(share, 1.0)
    for rim, dye in ((0.94, "blue"), (0.66, "brown"), (0.40, "blue"), (0.20, "brown")):
        petal = rim * (0.80 + 0.20 * np.abs(np.cos(np.pi * turn)) ** 0.7)
        turn = turn + 0.5
        line = 8 / radius
        shape = share < petal
        inner = share < petal - line
        veins = np.abs((turn * 5) % 1 - 0.5) < 0.13
        kept = shape & (~inner | (veins & (share > 0.72 * rim)))
        brown[shape] = 1.0 if dye == "brown" else 0.0
        blue[shape] = 0.0 if dye == "brown" else 0.85
        brown[kept], blue[kept] = 0.0, 0.0
    beads = max(10, int(radius / 6))
    apart = np.hypot((share - 0.97) * radius, ((angle * beads / (2 * np.pi)) % 1 - 0.5) * 30)
    brown[apart < 5], blue[apart < 5] = 0.0, 0.0
    return brown, blue


def _cracks(rng: np.random.Generator, side: int, unit: float) -> Array:
    """Fine veins where the wax broke: borders of crumpled cells of two sizes."""
    veins = np.zeros((side, side), np.float32)
    for spacing, strength in ((210, 0.9), (88, 0.55)):
        _, near, next_ = canvas.cells(canvas.scatter(rng, side, spacing * unit), side)
        ragged = 9 * unit * canvas.smooth_noise(rng, side, 22 * unit)
        gap = np.abs(next_ - near + ragged)
        here = canvas.step(canvas.smooth_noise(rng, side, 170 * unit), 0.0, 1.0)
        veins = np.maximum(veins, strength * here * np.exp(-((gap / (2.4 * unit)) ** 2)))
    return veins


def _weave(rng: np.random.Generator, side: int, unit: float) -> Array:
    warp = canvas.smooth_noise(rng, side, 4 * unit, 12)
    weft = canvas.smooth_noise(rng, side, 4 * unit, 12).T
    return 1 + 0.035 * warp + 0.035 * weft
