"""Smoothing a painted picture where regions meet."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import Bytes, RgbImage

__all__ = ["border_weight", "smoothed"]

WIDTH = 1.2
BAND = 3
JUMP = 1.1
STEP = 0.1
ROUNDS = 24


def border_weight(covers: Sequence[Bytes]) -> NDArray[np.float32]:
    """How near a pixel is to a border of the coverages (H, W): float32 (H, W), 0..1.

    The coverages' edges, blurred by a Gaussian of WIDTH pixels; 1 where it is highest.
    """
    from scipy.ndimage import gaussian_filter

    edges = np.zeros(covers[0].shape, np.float32)
    for cover in covers:
        down, right = np.gradient(cover.astype(np.float32) / 255.0)
        edges = np.maximum(edges, np.hypot(down, right))
    blurred = gaussian_filter(edges, WIDTH)
    return np.asarray(blurred / max(float(blurred.max()), 1e-6), np.float32)


def smoothed(picture: RgbImage, covers: Sequence[Bytes]) -> RgbImage:
    """The picture (H, W, 3) with no more variation along the coverages' (H, W) borders than inside.

    Gradient descent on ½ Σ w |∇x|², w being ``border_weight``, until the mean |∇x|² on the borders
    is at most JUMP times that elsewhere, or for ROUNDS; far from every border nothing changes.
    """
    weight = STEP * border_weight(covers)[..., None]
    right = np.minimum(weight[:, 1:], weight[:, :-1])
    down = np.minimum(weight[1:], weight[:-1])
    band = _band(covers)
    x = picture.astype(np.float32)
    for _ in range(ROUNDS):
        across, along = np.diff(x, axis=1), np.diff(x, axis=0)
        if _jump(across, along, band) <= JUMP:
            break
        across *= right
        along *= down
        x[:, :-1] += across
        x[:, 1:] -= across
        x[:-1] += along
        x[1:] -= along
    result: RgbImage = np.clip(x + 0.5, 0, 255).astype(np.uint8)
    return result


def _band(covers: Sequence[Bytes]) -> NDArray[np.bool_]:
    """Pixels at most BAND // 2 from where another coverage, or none, becomes the strongest."""
    from scipy.ndimage import maximum_filter, minimum_filter

    none = 255 - np.minimum(np.sum(covers, axis=0, dtype=np.int32), 255)
    strongest = np.argmax([*covers, none], axis=0)
    return np.asarray(maximum_filter(strongest, BAND) != minimum_filter(strongest, BAND))


def _jump(
    across: NDArray[np.float32], along: NDArray[np.float32], band: NDArray[np.bool_]
) -> float:
    """Mean squared difference to the right and lower neighbours in the band, over the others'."""
    energy = np.zeros(band.shape, np.float32)
    energy[:, :-1] += np.einsum("yxc,yxc->yx", across, across)
    energy[:-1] += np.einsum("yxc,yxc->yx", along, along)
    if not band.any() or band.all():
        return 0.0
    return float(energy[band].mean() / max(float(energy[~band].mean()), 1e-6))
