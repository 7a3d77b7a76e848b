"""Golden mosaic: small stones laid in rows around medallions, with grout between them."""

from __future__ import annotations

import cv2
import numpy as np
import numpy.typing as npt

from painting import canvas
from painting.canvas import FRACTION_BITS, Array, Points

GOLD, AMBER, BRICK = (222, 170, 62), (188, 120, 40), (152, 52, 38)
IVORY, TURQUOISE, TEAL = (238, 226, 196), (70, 160, 160), (22, 92, 110)
NIGHT, WINE, MOSS = (18, 36, 74), (96, 24, 44), (78, 110, 60)
GROUT = (52, 44, 40)

MEDALLIONS = [  # x, y, radius, petals, colours from the middle outwards
    (0.34, 0.36, 0.245, 12, [IVORY, GOLD, BRICK, GOLD, NIGHT, TURQUOISE, IVORY]),
    (0.80, 0.22, 0.150, 8, [GOLD, WINE, IVORY, BRICK, GOLD]),
    (0.74, 0.70, 0.210, 10, [NIGHT, TURQUOISE, IVORY, GOLD, WINE, AMBER, GOLD]),
    (0.20, 0.82, 0.155, 8, [BRICK, GOLD, TEAL, IVORY, GOLD]),
    (0.02, 0.08, 0.110, 6, [GOLD, TEAL, IVORY, AMBER]),
    (0.48, 0.99, 0.110, 6, [WINE, GOLD, IVORY, GOLD]),
    (1.00, 0.98, 0.100, 6, [IVORY, AMBER, BRICK, GOLD]),
    (0.55, 0.04, 0.070, 5, [GOLD, BRICK, IVORY]),
    (0.99, 0.45, 0.080, 5, [IVORY, GOLD, TEAL]),
    (0.02, 0.55, 0.075, 5, [IVORY, GOLD, WINE]),
]
GROUND = [TEAL, TURQUOISE, TEAL, NIGHT, NIGHT, GOLD, NIGHT, TEAL, MOSS, TURQUOISE, IVORY, TURQUOISE]
STONE, JOINT = 27.0, 4.0


def paint(size: int) -> npt.NDArray[np.uint8]:
    """A picture (size, size, 3), sRGB."""
    rng = np.random.default_rng(547)
    side = 2 * size
    unit = side / canvas.DESIGN
    distance, owner = _plan(rng, side)
    wall = _Wall(rng, side)
    for level in _levels(distance, unit):
        _lay_row(wall, distance, owner, level, unit)
    _fill_gaps(wall, distance, owner, unit)
    return canvas.finish(_light(rng, wall, unit), size)


def _plan(rng: np.random.Generator, side: int) -> tuple[Array, npt.NDArray[np.int64]]:
    """Signed distance to the nearest medallion's rim, as a share of the side, and its number."""
    x, y = canvas.grid(side)
    rims = np.stack([np.hypot(x - m[0], y - m[1]) - m[2] for m in MEDALLIONS])
    waver = 0.004 * canvas.smooth_noise(rng, side, side / 9)
    return (rims.min(axis=0) + waver).astype(np.float32), rims.argmin(axis=0)


class _Wall:
    """The wall: colours, and which pixels a stone covers."""

    def __init__(self, rng: np.random.Generator, side: int) -> None:
        self.rng = rng
        self.pixels = np.full((side, side, 3), GROUT, np.uint8)
        self.taken = np.zeros((side, side), np.uint8)

    def lay(self, corners: Points, colour: tuple[int, int, int]) -> None:
        """Lay a stone, unless another lies there already."""
        low = np.floor(corners.min(axis=0)).astype(int) - 2
        high = np.ceil(corners.max(axis=0)).astype(int) + 3
        low, high = np.maximum(low, 0), np.minimum(high, len(self.taken))
        if (high <= low).any():
            return
        box = (slice(low[1], high[1]), slice(low[0], high[0]))
        shape = np.zeros((high[1] - low[1], high[0] - low[0]), np.uint8)
        cv2.fillConvexPoly(shape, canvas.fixed(corners - low), 255, cv2.LINE_8, FRACTION_BITS)
        stone = shape > 0
        if not stone.any() or self.taken[box][stone].mean() > 0.14 * 255:
            return
        free = stone & (self.taken[box] == 0)
        self.pixels[box][free] = self._tint(colour)
        self.taken[box][cv2.dilate(shape, np.ones((3, 3), np.uint8)) > 0] |= 1
        self.taken[box][free] = 255

    def _tint(self, colour: tuple[int, int, int]) -> Points:
        glint = 1.22 if colour == GOLD and self.rng.random() < 0.25 else 1.0
        tint = np.array(colour) * glint * self.rng.normal(1, 0.13) + self.rng.normal(0, 6, 3)
        return np.clip(tint, 0, 255)


def _levels(distance: Array, unit: float) -> Points:
    """Rows from the rims outwards and inwards, the ones at the rims first."""
    row = STONE * unit / len(distance)
    steps = np.arange(np.floor(distance.min() / row), np.ceil(distance.max() / row)) + 0.5
    return row * steps[np.argsort(np.abs(steps), kind="stable")]


def _lay_row(
    wall: _Wall, distance: Array, owner: npt.NDArray[np.int64], level: float, unit: float
) -> None:
    inside = cv2.copyMakeBorder(
        (distance < level).astype(np.uint8), 1, 1, 1, 1, cv2.BORDER_REPLICATE
    )
    lines, _ = cv2.findContours(inside, cv2.RETR_LIST, cv2.CHAIN_APPROX_NONE)
    for line in sorted(lines, key=lambda found: found[0, 0].tolist()):
        points = line[:, 0].astype(np.float64) - 1
        closed = np.vstack([points, points[:1]])
        places = np.concatenate([[0], np.cumsum(np.hypot(*np.diff(closed, axis=0).T))])
        place = 0.0
        while place < places[-1]:
            length = STONE * unit * wall.rng.uniform(0.75, 1.3)
            spot = place + length / 2
            centre = [np.interp(spot, places, closed[:, axis]) for axis in (0, 1)]
            _lay_stone(wall, distance, owner, np.array(centre), length, STONE * unit)
            place += length


def _lay_stone(
    wall: _Wall,
    distance: Array,
    owner: npt.NDArray[np.int64],
    centre: Points,
    length: float,
    width: float,
) -> None:
    side = len(distance)
    x, y = np.clip(centre, 2, side - 3).astype(int)
    outward = np.array(
        [distance[y, x + 2] - distance[y, x - 2], distance[y + 2, x] - distance[y - 2, x]]
    )
    outward = outward / (np.hypot(*outward) + 1e-9)
    along = np.array([-outward[1], outward[0]])
    joint = JOINT * side / canvas.DESIGN
    half_length, half_width = (length - joint) / 2, (width - joint) / 2
    if min(half_length, half_width) < 1:
        return
    signs = np.array([[-1, -1], [1, -1], [1, 1], [-1, 1]])
    corners = centre + signs[:, :1] * half_length * along + signs[:, 1:] * half_width * outward
    corners += wall.rng.normal(0, 0.06 * width, (4, 2))
    colour = _colour(wall.rng, centre / side, float(distance[y, x]), int(owner[y, x]))
    wall.lay(corners, colour)


def _colour(
    rng: np.random.Generator, place: Points, distance: float, owner: int
) -> tuple[int, int, int]:
    """The plan's colour at a place; now and then a stone of the neighbouring band strays in."""
    x, y, radius, petals, rings = MEDALLIONS[owner]
    if distance > 0:
        band = distance / (STONE / canvas.DESIGN) + rng.normal(0, 0.22)
        return GROUND[int(max(band, 0)) % len(GROUND)]
    angle = np.arctan2(place[1] - y, place[0] - x)
    share = (1 + distance / radius) * (1 + 0.16 * np.cos(petals * angle) * (-distance / radius))
    ring = int(np.clip(share * len(rings) + rng.normal(0, 0.12), 0, len(rings) - 1))
    return rings[ring]


def _fill_gaps(wall: _Wall, distance: Array, owner: npt.NDArray[np.int64], unit: float) -> None:
    """Small stones where the rows left a hole."""
    for width in (STONE, 0.75 * STONE, 0.5 * STONE):
        room = cv2.distanceTransform((wall.taken != 255).astype(np.uint8), cv2.DIST_L2, 5)
        rows, columns = np.nonzero(room > 0.42 * width * unit)
        for index in np.argsort(-room[rows, columns], kind="stable")[:: max(1, round(4 * unit))]:
            centre = np.array([columns[index], rows[index]], np.float64)
            if wall.taken[rows[index], columns[index]] == 0:
                _lay_stone(wall, distance, owner, centre, width * unit, width * unit)


def _light(rng: np.random.Generator, wall: _Wall, unit: float) -> Array:
    """Rounded stones in low light, speckled, on rough grout."""
    side = len(wall.taken)
    depth = cv2.distanceTransform((wall.taken == 255).astype(np.uint8), cv2.DIST_L2, 5)
    height = np.minimum(depth, 5 * unit) + 1.2 * canvas.smooth_noise(rng, side, 9 * unit)
    speckle = 1 + 0.045 * canvas.smooth_noise(rng, side, 3 * unit)
    light = canvas.relief(cv2.GaussianBlur(height, (0, 0), 1.2 * unit), 0.7 / unit)
    return wall.pixels * (speckle * (0.62 + 0.38 * light))[..., None]
