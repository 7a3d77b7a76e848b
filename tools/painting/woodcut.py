"""Woodcut waves: rows of breaking waves, printed flat in a few inks, with dark carved lines."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import FRACTION_BITS, Array, Points

KEY, PAPER = (22, 30, 52), (238, 226, 194)
INKS = [(40, 74, 122), (66, 116, 152), (28, 54, 100), (118, 160, 168), (50, 96, 130)]
CORAL = (206, 108, 74)
SHADE = (164, 190, 190)
ROWS = 14
POINTS = 700


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(1831)
    side = 2 * size
    pixels = np.zeros((side, side, 3), np.uint8)
    _sky(rng, pixels)
    for number in range(ROWS):
        _Wave(rng, pixels, number).print()
    return canvas.finish(_press(rng, pixels.astype(np.float32)), size)


def _sky(rng: np.random.Generator, pixels: npt.NDArray[np.uint8]) -> None:
    """An evening sky that pales upwards, with long carved clouds."""
    side = len(pixels)
    down = np.clip(np.arange(side) / (0.11 * side), 0, 1)
    pixels[...] = canvas.blend([INKS[1], SHADE, PAPER, CORAL], down)[:, None]
    for _ in range(70):
        left, top = rng.uniform([-0.1, 0], [0.95, 0.1]) * side
        places = np.linspace(0, 1, 40)
        x = left + places * rng.uniform(0.05, 0.3) * side
        half = rng.uniform(0.8, 2.6) * side / canvas.DESIGN * np.sin(np.pi * places) ** 0.7
        y = top + 0.002 * side * np.sin(9 * places + left)
        shape = np.vstack([np.stack([x, y - half], -1), np.stack([x, y + half], -1)[::-1]])
        ink = PAPER if rng.random() < 0.6 else INKS[0]
        cv2.fillPoly(pixels, [canvas.fixed(shape)], ink, cv2.LINE_AA, FRACTION_BITS)


class _Wave:
    """One row of breakers across the sheet."""

    def __init__(
        self, rng: np.random.Generator, pixels: npt.NDArray[np.uint8], number: int
    ) -> None:
        self.rng, self.pixels = rng, pixels
        self.side = len(pixels)
        nearness = number / (ROWS - 1)
        self.unit = (0.5 + 0.95 * nearness) * self.side / canvas.DESIGN
        self.ink = INKS[number % len(INKS)]
        self.base = (0.085 + 0.62 * nearness + 0.36 * nearness**2) * self.side
        self.crest, self.lift = self._curve()

    def _curve(self) -> tuple[Points, Points]:
        """Points of the crest line, and how high each stands: 0 trough … 1 top."""
        length = self.rng.uniform(330, 480) * self.unit
        waves = int(self.side / length) + 3
        angle = np.linspace(0, 2 * np.pi * waves, POINTS)
        knots = np.arange(waves + 1) * 2 * np.pi
        height = np.interp(angle, knots, self.rng.uniform(70, 165, waves + 1)) * self.unit
        lift = (0.5 - 0.5 * np.cos(angle)) ** 1.5
        x = angle / (2 * np.pi) * length - length * self.rng.uniform(0.2, 1.2)
        x += 0.62 * height * lift**2 + 9 * self.unit * np.sin(3 * angle)
        y = self.base - height * lift + 10 * self.unit * np.sin(0.37 * angle + self.base)
        return np.stack([x, y], axis=-1), lift

    def print(self) -> None:
        """Print the wave over what lies behind it."""
        floor = self.side + 10
        body = np.vstack([self.crest, [[self.crest[-1, 0], floor], [self.crest[0, 0], floor]]])
        cv2.fillPoly(self.pixels, [canvas.fixed(body)], self.ink, cv2.LINE_AA, FRACTION_BITS)
        self._stripes()
        self._gouges()
        self._line(self.crest, np.full(POINTS, 7.0), KEY)
        self._foam()

    def _stripes(self) -> None:
        """Lines along the wave, swelling and running out, dark and pale by turns."""
        dark = tuple(int(0.55 * band) for band in self.ink)
        pale = tuple(
            int(0.45 * band + 0.55 * light) for band, light in zip(self.ink, PAPER, strict=True)
        )
        places = np.arange(POINTS)
        for index, drop in enumerate(np.arange(15, 175, 14.5)):
            flatten = 1 - 0.004 * drop
            curve = self.crest.copy()
            curve[:, 1] = self.base + (curve[:, 1] - self.base) * flatten + drop * self.unit
            phase = self.rng.uniform(0, 6.3)
            swell = np.sin(places * self.rng.uniform(0.03, 0.07) + phase) + 0.55 * self.lift
            width = np.clip(9.5 * swell, 0, 9.5)
            self._line(curve, width, (dark, KEY, pale)[index % 3])

    def _gouges(self) -> None:
        """Short tapered cuts of the chisel in the troughs."""
        for _ in range(150):
            at = self.rng.integers(0, POINTS - 14)
            drop = self.rng.uniform(20, 170) * self.unit
            cut = self.crest[at : at + 12] + np.array([0, drop])
            width = 6 * np.sin(np.linspace(0, np.pi, 12)) * (1 - self.lift[at])
            self._line(cut, width, PAPER if self.rng.random() < 0.55 else KEY)

    def _foam(self) -> None:
        """Claws of foam that hang from the tops, and spray in front of them."""
        drops: list[tuple[Points, float]] = []
        for at in np.flatnonzero(self.lift > 0.22)[::3]:
            strength = self.lift[at]
            start = self.crest[at] + self.rng.normal(0, 3, 2) * self.unit
            heading = self.rng.uniform(0.9, 1.9) - 0.9 * strength
            curl = self.rng.uniform(0.16, 0.34)
            radius = (7 + 13 * strength) * self.rng.uniform(0.7, 1.2) * self.unit
            for _ in range(self.rng.integers(3, 7)):
                drops.append((start.copy(), radius))
                start += radius * 1.05 * np.array([np.cos(heading), np.sin(heading)])
                heading += curl
                radius *= 0.8
        for at in np.flatnonzero(self.lift > 0.6)[::4]:
            away = self.rng.normal([34, -30], [34, 22]) * self.unit
            drops.append((self.crest[at] + away, self.rng.uniform(2.5, 6) * self.unit))
        for grow, ink in ((4.2 * self.unit, KEY), (0.0, PAPER)):
            for place, radius in drops:
                self._dot(place, radius + grow, ink)
        for place, radius in drops[::2]:
            self._dot(place + 0.3 * radius * np.array([-1, 1]), 0.42 * radius, SHADE)

    def _dot(self, place: Points, radius: float, ink: tuple[int, ...]) -> None:
        centre = tuple(int(value) for value in canvas.fixed(place))
        size = int(canvas.fixed(radius))
        cv2.circle(self.pixels, centre, size, ink, cv2.FILLED, cv2.LINE_AA, FRACTION_BITS)

    def _line(self, curve: Points, width: Points, ink: tuple[int, ...]) -> None:
        """A line of changing width (design units), cut into the pieces where it is not zero."""
        slope = np.gradient(curve, axis=0)
        normal = np.stack([-slope[:, 1], slope[:, 0]], axis=-1)
        normal /= np.hypot(normal[:, 0], normal[:, 1])[:, None] + 1e-9
        rough = width * self.rng.uniform(0.82, 1.18, len(width))
        half = normal * (rough * self.unit / 2)[:, None]
        for piece in np.split(np.arange(len(curve)), np.flatnonzero(np.diff(width > 0)) + 1):
            if len(piece) > 2 and width[piece].max() > 0:
                shape = np.vstack([(curve + half)[piece], (curve - half)[piece][::-1]])
                cv2.fillPoly(self.pixels, [canvas.fixed(shape)], ink, cv2.LINE_AA, FRACTION_BITS)


def _press(rng: np.random.Generator, print_: Array) -> Array:
    """The block's grain, uneven ink and the fibres of the paper."""
    side = len(print_)
    unit = side / canvas.DESIGN
    warp = canvas.smooth_noise(rng, side, 300 * unit, 3)
    grain = np.sin(1.4 * canvas.smooth_noise(rng, side, 7 * unit, 40) + 5 * warp)
    speck = canvas.smooth_noise(rng, side, 4 * unit)
    worn = np.clip(0.10 * grain + 0.07 * speck + 0.05 * warp, -0.3, 0.3)[..., None]
    paper = np.array(PAPER, np.float32)
    lifted = print_ + (paper - print_) * np.clip(0.06 + worn, 0, 1)
    return lifted * (1 + 0.25 * np.minimum(worn + 0.06, 0))
