"""Charcoal and pastel: sticks that leave their colour on the tooth of the paper."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas, scenes, stamps
from painting.canvas import Array

CHARCOAL, TONED, WHITE, SANGUINE = (30, 28, 32), (206, 190, 164), (248, 244, 236), (150, 66, 44)
PLUM = (54, 36, 62)
BLOSSOMS = [
    [(255, 236, 160), (248, 150, 70), (216, 50, 60)],
    [(250, 240, 244), (246, 160, 190), (196, 50, 130)],
    [(255, 244, 190), (150, 190, 250), (60, 90, 210)],
    [(250, 214, 90), (250, 240, 210), (240, 180, 60)],
    [(80, 40, 90), (180, 120, 230), (110, 70, 190)],
]
GARDEN = [(20, 70, 90), (30, 120, 110), (110, 180, 110), (50, 60, 130), (140, 200, 190)]


class _Sheet:
    """A sheet with a tooth: a stick reaches the hollows only where it is pressed."""

    def __init__(self, rng: np.random.Generator, side: int, paper: tuple[int, int, int]) -> None:
        self.rng, self.unit = rng, side / canvas.DESIGN
        self.pixels = np.zeros((side, side, 3), np.float32)
        self.pixels[...] = paper
        laid = canvas.smooth_noise(rng, side, 4 * self.unit)
        laid += 0.8 * canvas.smooth_noise(rng, side, 8 * self.unit)
        self.tooth = 0.5 + 0.20 * laid
        self.sticks = [stamps.bristles(rng, 0.25) for _ in range(16)]

    def draw(
        self,
        centre: npt.NDArray[np.float64],
        angle: float,
        size: tuple[float, float],
        colour: npt.ArrayLike,
        pressure: float,
    ) -> None:
        """One stroke; `size` is its length and width in design units, pressure about 0..1."""
        length, width = size[0] * self.unit, size[1] * self.unit
        stick = self.sticks[self.rng.integers(16)]
        found = stamps.press(stick, centre, angle, length, width, len(self.tooth))
        if found:
            box, patch = found
            cover = canvas.step(patch * 1.5 * pressure, self.tooth[box], 0.35)
            cover = np.minimum(cover * np.minimum(patch * 4, 1), 0.92)[..., None]
            self.pixels[box] += (np.asarray(colour, np.float32) - self.pixels[box]) * cover

    def smudge(self, radius: float, share: float) -> None:
        """Rub the sheet: a blurred sheet under the strokes to come."""
        soft = cv2.GaussianBlur(self.pixels, (0, 0), radius * self.unit)
        self.pixels += (soft - self.pixels) * share


def paint_charcoal(size: int) -> npt.NDArray[np.uint8]:
    """Charcoal on toned paper, with white and red chalk, (size, size, 3), sRGB."""
    rng = np.random.default_rng(1880)
    side = 2 * size
    height, light = scenes.folds(rng, side)
    light = np.clip(1.1 * light, 0, 1)
    sheet = _Sheet(rng, side, TONED)
    flow = _along(cv2.GaussianBlur(height, (0, 0), 12 * sheet.unit))
    for count, length, width, force in ((2200, 240, 90, 0.8), (5200, 190, 26, 1.0)):
        for centre in rng.uniform(0, side, (count, 2)):
            dark = 1 - canvas.pick(light, centre[None])[0] + rng.normal(0, 0.07)
            if dark > 0.25:
                angle = canvas.pick(flow, centre[None])[0] + rng.normal(0, 0.15)
                sheet.draw(centre, angle, (length, width), CHARCOAL, force * min(dark, 1))
        sheet.smudge(7, 0.5 if width > 60 else 0.12)
    for centre in rng.uniform(0, side, (5200, 2)):
        bright = canvas.pick(light, centre[None])[0] + rng.normal(0, 0.08)
        angle = canvas.pick(flow, centre[None])[0] + rng.normal(0.5, 0.2)
        if bright > 0.78:
            sheet.draw(centre, angle, (130, 15), WHITE, 1.1 * bright)
        elif 0.42 < bright < 0.62 and rng.random() < 0.40:
            sheet.draw(centre, angle, (150, 14), SANGUINE, 0.8)
        elif bright < 0.40:
            sheet.draw(centre, angle - 0.9, (150, 9), (16, 15, 18), 1.3)
    return canvas.finish(sheet.pixels, size)


def paint_pastel(size: int) -> npt.NDArray[np.uint8]:
    """A garden in soft pastel on dark paper, (size, size, 3), sRGB."""
    rng = np.random.default_rng(1874)
    side = 2 * size
    sheet = _Sheet(rng, side, PLUM)
    garden = scenes.flowers(rng, side, (260, 180, 120, 80, 50), 1.06)
    turn = canvas.smooth_noise(rng, side, side / 5)
    cloud = canvas.smooth_noise(rng, side, side / 6)
    for count, length, width, force in (
        (3000, 150, 70, 0.7),
        (9000, 84, 30, 1.0),
        (9000, 54, 14, 1.3),
    ):
        for centre in rng.uniform(0, side, (count, 2)):
            flower = canvas.pick(garden.owner, centre[None])[0]
            if flower >= 0:
                share = canvas.pick(garden.share, centre[None])[0]
                angle = canvas.pick(garden.angle, centre[None])[0]
                petals = 0.16 * np.cos(int(5 + flower % 4) * angle)
                tone = np.clip(share + petals + rng.normal(0, 0.12), 0, 1)
                colour = canvas.blend(BLOSSOMS[flower % len(BLOSSOMS)], tone)
                reach = min(length, 0.9 * garden.discs[flower, 2] / sheet.unit)
            else:
                tone = 0.5 + 0.25 * canvas.pick(cloud, centre[None])[0] + rng.normal(0, 0.15)
                colour = canvas.blend(GARDEN, np.clip(tone, 0, 1))
                angle, reach = 1.2 * canvas.pick(turn, centre[None])[0] + 1.2, length
            colour = np.clip(colour * rng.uniform(0.85, 1.12) + rng.normal(0, 8, 3), 0, 255)
            sheet.draw(centre, angle + rng.normal(0, 0.2), (reach, width), colour, force)
        if width > 60:
            sheet.smudge(5, 0.6)
    return canvas.finish(sheet.pixels, size)


def _along(height: Array) -> Array:
    """The direction along the form, in radians."""
    down, right = np.gradient(height)
    return np.arctan2(right, -down).astype(np.float32)
