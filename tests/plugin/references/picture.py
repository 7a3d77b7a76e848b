"""The picture that calls are tried on, by a formula, and where its pixels are looked at."""

from math import cos, sin

WIDTH, HEIGHT = 96, 64
PLACES = [(x, y) for y in (3, 12, 21, 30, 39, 48, 59) for x in (4, 17, 30, 43, 56, 69, 82, 92)]


def photo() -> bytes:
    """RGB, row by row: slopes, waves, a white disc and a dark box."""
    return b"".join(_pixel(x, y) for y in range(HEIGHT) for x in range(WIDTH))


def slope() -> bytes:
    """RGB, row by row: grey, from black at the left to white at the right."""
    return b"".join(
        bytes([round(x * 255 / (WIDTH - 1))] * 3) for _ in range(HEIGHT) for x in range(WIDTH)
    )


def _pixel(x: int, y: int) -> bytes:
    if (x - 62) ** 2 + (y - 30) ** 2 < 150:
        return bytes([250, 246, 238])
    if 12 <= x < 34 and 36 <= y < 54:
        return bytes([28, 40, 60])
    red = 40 + x * 2
    green = 230 - y * 3
    blue = 120 + 90 * sin(x / 4) * cos(y / 5)
    return bytes([red, green, round(blue)])
