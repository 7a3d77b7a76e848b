"""Carrying a painting from its working size to the photo's full size."""

from __future__ import annotations

import math
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, resize

__all__ = ["crisp", "enlarge"]

DETAIL = 0.35
"""How much of the photo's own fine detail is laid over an enlarged painting."""

CRISPNESS = 0.8
"""How far strokes' edges are drawn together after a doubling, 0..1; less after less."""

STROKE = 2.0
"""Standard deviation, in pixels, of what is taken for a stroke's edge after a doubling."""

HALO = 32
_ROWS = 512


def enlarge(painting: RgbImage, photo: RgbImage) -> RgbImage:
    """``painting`` (h, w, 3) at the size of ``photo`` (H, W, 3), strokes crisp, and the photo's
    fine luminance over it.

    It is doubled until it is as large; after each doubling the strokes' edges are drawn together,
    so that they look painted at that size instead of blown up. Then some of what the photo has
    and its copy at the painting's size has not is added.
    """
    height, width = photo.shape[:2]
    if painting.shape == photo.shape:
        return painting
    enlarged = painting
    while enlarged.shape != photo.shape:
        tall, wide = enlarged.shape[:2]
        larger = _larger(enlarged, min(width, 2 * wide), min(height, 2 * tall))
        enlarged = crisp(larger, math.log2(larger.shape[1] / wide))
    small = resize(photo, painting.shape[1], painting.shape[0])
    soft = _larger(_light(small), width, height)

    def add_detail(rows: slice) -> None:
        import cv2

        detail = DETAIL * (_light(photo[rows]) - soft[rows])
        cv2.add(enlarged[rows], cv2.merge([detail] * 3), dst=enlarged[rows], dtype=cv2.CV_8U)

    _strip_by_strip(height, add_detail)
    return enlarged


def crisp(picture: RgbImage, doublings: float = 1.0) -> RgbImage:
    """A picture (h, w, 3) that was enlarged, up to once doubled, with its strokes' edges drawn
    together: one round of the coherence-enhancing shock filter of Weickert (2003), in strips."""
    strength = CRISPNESS * doublings
    result = np.empty_like(picture)

    def draw_together(rows: slice) -> None:
        top = max(0, rows.start - HALO)
        shocked = _shocked(picture[top : rows.stop + HALO], strength)
        result[rows] = shocked[rows.start - top :][: rows.stop - rows.start]

    _strip_by_strip(len(picture), draw_together)
    return result


def _shocked(picture: RgbImage, strength: float) -> RgbImage:
    """Dilated where the picture is curved downward across the edge, eroded where upward.

    The sign of the second derivative along w, the structure tensor's dominant eigenvector:
    2 r ∂²v/∂w² = r Δv + (Jxx − Jyy)(vxx − vyy) + 4 Jxy vxy, r = √((Jxx − Jyy)² + 4 Jxy²).
    """
    import cv2

    def derivative(x: int, y: int) -> np.ndarray:
        return cv2.Sobel(light, cv2.CV_32F, x, y)

    def spread(values: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(values, (0, 0), 2 * STROKE)

    light = cv2.GaussianBlur(_light(picture), (0, 0), STROKE)
    across, down = derivative(1, 0), derivative(0, 1)
    unlike = spread(across * across - down * down)
    twice_mixed = 2 * spread(across * down)
    wide, tall, mixed = derivative(2, 0), derivative(0, 2), derivative(1, 1)
    curved = cv2.magnitude(unlike, twice_mixed) * (wide + tall)
    curved += unlike * (wide - tall) + 2 * twice_mixed * mixed
    kernel = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (3, 3))
    drawn = cv2.erode(picture, kernel)
    cv2.copyTo(cv2.dilate(picture, kernel), (curved < 0).view(np.uint8), drawn)
    result: RgbImage = np.asarray(
        cv2.addWeighted(drawn, strength, picture, 1 - strength, 0), dtype=np.uint8
    )
    return result


def _larger(values: np.ndarray, width: int, height: int) -> np.ndarray:
    """A picture (h, w, 3), or light (h, w), enlarged by Lanczos' kernel."""
    import cv2

    return np.asarray(cv2.resize(values, (width, height), interpolation=cv2.INTER_LANCZOS4))


def _light(picture: RgbImage) -> NDArray[np.float32]:
    """The luma (h, w) of R'G'B' bytes: 0.299 R' + 0.587 G' + 0.114 B'."""
    import cv2

    return np.asarray(cv2.cvtColor(picture.astype(np.float32), cv2.COLOR_RGB2GRAY))


def _strip_by_strip(height: int, work: Callable[[slice], None]) -> None:
    """Have all rows worked on, in strips, as many at once as OpenCV has threads."""
    import cv2

    strips = [slice(top, min(height, top + _ROWS)) for top in range(0, height, _ROWS)]
    with ThreadPoolExecutor(cv2.getNumThreads()) as pool:
        list(pool.map(work, strips))
