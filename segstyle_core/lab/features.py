"""Features: what each channel of a layer sees in a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, resize
from segstyle_core.recipe import Recipe
from segstyle_core.sheet import contact_sheet
from segstyle_core.style.encoder import Encoder, to_tensor

__all__ = ["activations", "map_grid", "map_picture", "strongest"]

TILE = 112
"""The longest side of a map in the grid, in pixels."""


def activations(
    picture: RgbImage, layer: str, weights: Path, encoder: str = "vgg19"
) -> NDArray[np.float32]:
    """The activations (C, h, w) of a layer, behind its ReLU, for a picture (H, W, 3).

    Raises:
        BadInputError: the encoder has no such layer.
    """
    Recipe.from_data({"encoder": encoder, "content_layers": {layer: 1.0}})
    device = torch.device("cpu")
    with torch.inference_mode():
        seen = Encoder(weights, [layer], device)(to_tensor(picture, device))[layer]
    maps: NDArray[np.float32] = seen[0].contiguous().numpy()
    return maps


def strongest(maps: NDArray[np.float32], top: int | None) -> list[int]:
    """The numbers of the ``top`` channels with the highest mean, those first; None for all in
    their order."""
    if top is None:
        return list(range(len(maps)))
    return [int(number) for number in np.argsort(-maps.mean(axis=(1, 2)), kind="stable")[:top]]


def map_picture(values: NDArray[np.float32]) -> RgbImage:
    """A map (h, w), its least to its greatest value from dark blue to yellow, as (h, w, 3).

    The colours are matplotlib's cividis, which the colour-blind see alike.
    """
    from matplotlib import colormaps

    least, most = float(values.min()), float(values.max())
    even = (values - least) / (most - least) if most > least else np.zeros_like(values)
    painted: RgbImage = colormaps["cividis"](even, bytes=True)[..., :3]
    return np.ascontiguousarray(painted)


def map_grid(maps: NDArray[np.float32], channels: Sequence[int]) -> RgbImage:
    """The channels of maps (C, h, w), each normalised by itself, with its number, on one sheet."""
    height, width = maps.shape[1:]
    scale = TILE / max(height, width)
    size = max(1, round(width * scale)), max(1, round(height * scale))
    return contact_sheet(
        [(str(channel), resize(map_picture(maps[channel]), *size)) for channel in channels]
    )
