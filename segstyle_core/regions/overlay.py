"""Seeing a division: one colour for each region, laid over the photo."""

from __future__ import annotations

import colorsys
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.image import RgbImage, fit_within, resize
from segstyle_core.regions.segment_map import Region, SegmentMap

__all__ = ["at_size", "colours", "map_overlay", "overlay"]

DISTINCT = (
    *("#56b4e9", "#e69f00", "#009e73", "#f0e442", "#cc79a7", "#d55e00", "#0072b2"),
    *("#999933", "#882255", "#88ccee", "#ddcc77", "#44aa99"),
)
"""Told apart by people who see few colours, too (after Okabe and Ito, and Tol)."""

GOLDEN = 0.6180339887
LONGEST = 2048
STRENGTH = 0.6


def colours(count: int) -> list[str]:
    """``count`` different colours as "#rrggbb", the most easily told apart first."""
    chosen = list(DISTINCT[:count])
    number = 0
    while len(chosen) < count:
        lightness = (0.45, 0.65, 0.8)[number % 3]
        rgb = colorsys.hls_to_rgb(number * GOLDEN % 1.0, lightness, 0.6)
        colour = "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
        number += 1
        if colour not in chosen:
            chosen.append(colour)
    return chosen


def overlay(image: RgbImage, regions: Sequence[Region]) -> RgbImage:
    """The photo in grey under each region's colour, borders in white; at most 2048 px long.

    Args:
        image: uint8 (H, W, 3).
        regions: coverages of the image's size.
    """
    width, height = fit_within(image.shape[1], image.shape[0], LONGEST)
    tint = np.zeros((height, width, 3), np.float32)
    most = np.zeros((height, width), np.uint8)
    owner = np.zeros((height, width), np.int32)
    for index, (region, colour) in enumerate(zip(regions, colours(len(regions)), strict=True)):
        coverage = resize(region.coverage, width, height)
        tint += coverage[..., None] * (_rgb(colour) / 255.0)
        owner[coverage > most] = index
        most = np.maximum(most, coverage)
    return _tinted(resize(image, width, height), tint, owner)


def map_overlay(image: RgbImage, labels: NDArray[np.int32]) -> RgbImage:
    """The same of a segment map, as large as the map; what is nowhere stays grey.

    Args:
        image: uint8 (H, W, 3), not smaller than the map.
        labels: int32 (h, w), numbered from 0; NOWHERE is -1.
    """
    palette = np.array([*(_rgb(each) for each in colours(int(labels.max()) + 1)), [255.0] * 3])
    light = resize(image, labels.shape[1], labels.shape[0])
    return _tinted(light, palette.astype(np.float32)[labels], labels)


def at_size(segments: SegmentMap, width: int, height: int) -> NDArray[np.int32]:
    """The map's labels (height, width) int32, each pixel that of the nearest."""
    import cv2

    size = (width, height)
    enlarged = cv2.resize(segments.labels, size, interpolation=cv2.INTER_NEAREST_EXACT)
    return np.asarray(enlarged, np.int32)


def _rgb(colour: str) -> NDArray[np.float32]:
    return np.frombuffer(bytes.fromhex(colour[1:]), np.uint8).astype(np.float32)


def _tinted(image: RgbImage, tint: NDArray[np.float32], owner: NDArray[np.int32]) -> RgbImage:
    light = image.mean(axis=2, dtype=np.float32)[..., None]
    mixed = STRENGTH * tint * (0.35 + 0.65 * light / 255.0) + (1 - STRENGTH) * light
    border = np.zeros(owner.shape, bool)
    border[:, 1:] |= owner[:, 1:] != owner[:, :-1]
    border[1:] |= owner[1:] != owner[:-1]
    mixed[border] = 255.0
    painted: RgbImage = np.clip(mixed + 0.5, 0, 255).astype(np.uint8)
    return painted
