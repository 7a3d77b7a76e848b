"""What the painters share: noise, points, lines, palettes, light on relief, the way to disk size.

All of them paint on a canvas of twice the wanted size; lengths are written for a canvas of
2048 pixels and multiplied by the canvas's `unit`.
"""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np
import numpy.typing as npt
from scipy.interpolate import CubicSpline
from scipy.spatial import cKDTree

Array = npt.NDArray[np.float32]
Points = npt.NDArray[np.float64]

DESIGN = 2048
FRACTION_BITS = 4


def smooth_noise(rng: np.random.Generator, side: int, scale: float, stretch: float = 1.0) -> Array:
    """Gaussian noise (side, side) with features of `scale` pixels, mean 0, deviation 1.

    `stretch` makes the features that many times longer sideways. It is drawn on a grid as coarse
    as the features and enlarged, so that the same seed gives the same forms at any size.
    """
    rows = max(4, round(side / scale))
    columns = max(4, round(side / (scale * stretch)))
    noise = rng.standard_normal((rows, columns)).astype(np.float32)
    noise = cv2.resize(noise, (side, side), interpolation=cv2.INTER_CUBIC)
    return (noise - noise.mean()) / (noise.std() + 1e-6)


def clouds(rng: np.random.Generator, side: int, *layers: tuple[float, float]) -> Array:
    """Smooth noises of several scales, (scale, strength) each, added up."""
    return sum(strength * smooth_noise(rng, side, scale) for scale, strength in layers)


def brush_marks(
    rng: np.random.Generator, side: int, width: float, stretch: float, patch: float
) -> Array:
    """Marks of a brush, mean 0, laid across in some patches and down in the others."""
    across = smooth_noise(rng, side, width, stretch)
    down = smooth_noise(rng, side, width, stretch).T
    share = step(smooth_noise(rng, side, patch), 0, 0.7)
    return across * share + down * (1 - share)


def grid(side: int) -> tuple[Array, Array]:
    """x and y of every pixel, from 0 to 1."""
    axis = (np.arange(side, dtype=np.float32) + 0.5) / side
    x, y = np.meshgrid(axis, axis)
    return x, y


def scatter(rng: np.random.Generator, side: float, spacing: float) -> Points:
    """Points (n, 2) over the canvas and a little beyond, about `spacing` apart, in any order."""
    steps = np.arange(-spacing, side + spacing, spacing)
    points = np.stack(np.meshgrid(steps, steps), axis=-1).reshape(-1, 2)
    return rng.permutation(points + rng.uniform(-0.46, 0.46, points.shape) * spacing)


def pick(field: npt.NDArray[np.generic], points: Points) -> npt.NDArray[np.generic]:
    """The field's values at the points; beyond the edge, those at the edge."""
    columns, rows = np.clip(points, 0, len(field) - 1).astype(int).T
    return field[rows, columns]


def cells(points: Points, side: int) -> tuple[npt.NDArray[np.int64], Array, Array]:
    """For each pixel the nearest point's number, and how far that and the second nearest are."""
    half = side // 2
    x, y = grid(half)
    places = np.stack([x, y], axis=-1).reshape(-1, 2) * side
    distance, owner = cKDTree(points).query(places, k=2, workers=-1)
    near, next_ = (
        cv2.resize(distance[:, rank].reshape(half, half).astype(np.float32), (side, side))
        for rank in (0, 1)
    )
    owners = owner[:, 0].reshape(half, half)
    return owners.repeat(2, axis=0).repeat(2, axis=1), near, next_


def step(value: npt.ArrayLike, edge: npt.ArrayLike, softness: float) -> Array:
    """0 below the edge, 1 above it, and a ramp of `softness` around it."""
    return np.clip((np.asarray(value) - edge) / softness + 0.5, 0, 1).astype(np.float32)


def curve(knots: npt.ArrayLike, count: int) -> Points:
    """A smooth line of `count` points through the knots."""
    knots = np.asarray(knots, np.float64)
    return CubicSpline(np.arange(len(knots)), knots)(np.linspace(0, len(knots) - 1, count))


def tendril(start: Points, heading: float, length: float, curl: tuple[float, float]) -> Points:
    """A line (80, 2) whose curvature, in turns a length, changes evenly: a clothoid."""
    bend = np.linspace(*curl, 80) * 2 * np.pi / 80
    angle = heading + np.cumsum(bend)
    steps = np.stack([np.cos(angle), np.sin(angle)], axis=-1) * length / 80
    return np.asarray(start) + np.cumsum(steps, axis=0)


def ribbon(path: Points, width: npt.ArrayLike) -> Points:
    """The outline of a line of changing width."""
    slope = np.gradient(path, axis=0)
    normal = np.stack([-slope[:, 1], slope[:, 0]], axis=-1)
    normal /= np.hypot(normal[:, 0], normal[:, 1])[:, None] + 1e-9
    half = normal * (np.broadcast_to(width, len(path)) / 2)[:, None]
    return np.vstack([path + half, (path - half)[::-1]])


def fill(pixels: npt.NDArray[np.uint8], outline: Points, colour: Sequence[float] | int) -> None:
    """Fill a polygon, smooth at its edge."""
    cv2.fillPoly(pixels, [fixed(outline)], colour, cv2.LINE_AA, FRACTION_BITS)


def stroke(
    pixels: npt.NDArray[np.uint8],
    path: Points,
    colour: Sequence[float] | int,
    width: float,
    closed: bool = False,
) -> None:
    """Draw a line of one width, at least a pixel."""
    thickness = max(1, round(width))
    cv2.polylines(pixels, [fixed(path)], closed, colour, thickness, cv2.LINE_AA, FRACTION_BITS)


def disc(
    pixels: npt.NDArray[np.uint8], centre: Points, radius: float, colour: Sequence[float] | int
) -> None:
    """Fill a circle."""
    x, y = (int(value) for value in fixed(centre))
    size = max(1, int(fixed(radius)))
    cv2.circle(pixels, (x, y), size, colour, cv2.FILLED, cv2.LINE_AA, FRACTION_BITS)


def blend(palette: npt.ArrayLike, tone: npt.ArrayLike) -> Points:
    """The palette's colour at each tone: 0 is its first colour, 1 its last."""
    colours = np.asarray(palette, np.float64)
    stops = np.linspace(0, 1, len(colours))
    return np.stack([np.interp(tone, stops, colours[:, band]) for band in range(3)], axis=-1)


def fixed(points: npt.ArrayLike) -> npt.NDArray[np.int32]:
    """Points as OpenCV's fixed-point integers, for drawing with `FRACTION_BITS`."""
    return np.round(np.asarray(points) * (1 << FRACTION_BITS)).astype(np.int32)


def relief(height: Array, strength: float) -> Array:
    """Light from the upper left on a height map: about 1 on flat ground."""
    across = cv2.Sobel(height, cv2.CV_32F, 1, 0, scale=1 / 8)
    down = cv2.Sobel(height, cv2.CV_32F, 0, 1, scale=1 / 8)
    return 1 + np.tanh((across + down) * strength)


def haze(field: Array, radius: float) -> Array:
    """The field, blurred widely: at a quarter of its size, where that costs little."""
    small = cv2.resize(field, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    return cv2.resize(cv2.GaussianBlur(small, (0, 0), radius / 4), field.shape[::-1])


def finish(canvas: Array, size: int) -> npt.NDArray[np.uint8]:
    """A float canvas (0 … 255) brought down to (size, size, 3) bytes."""
    small = cv2.resize(canvas, (size, size), interpolation=cv2.INTER_AREA)
    return np.clip(small + 0.5, 0, 255).astype(np.uint8)
