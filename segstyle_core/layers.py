"""Layers: styled pixels with a mask, put over the photo and written to files."""

from __future__ import annotations

import io
import json
import xml.etree.ElementTree as ElementTree
import zipfile
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from segstyle_core.image import (
    WRITERS,
    Box,
    Bytes,
    Picture,
    RgbImage,
    fit_within,
    resize,
    save_pngs,
)

__all__ = ["StyledLayer", "composite", "write_folder", "write_openraster"]

STRIP = 256
"""Rows that are laid over each other at once: few enough for the processor's cache."""


@dataclass(frozen=True)
class StyledLayer:
    """A painted region, to be laid over the photo.

    Attributes:
        region: the region's name.
        name: the layer's name, for people.
        style: as the recipe names it.
        box: where the layer lies in the picture; larger than the region.
        pixels: (H, W, 4) uint8 RGBA, the box's size.
        mask: (H, W) uint8, the region's coverage in the box.
    """

    region: str
    name: str
    style: str
    box: Box
    pixels: RgbImage
    mask: Bytes


def composite(picture: Picture, layers: Sequence[StyledLayer]) -> RgbImage:
    """The picture with the layers over it, (H, W, 3).

    Where no mask is above 0 the pixels are the picture's, bit for bit.
    """
    canvas = picture.rgb.copy()
    for layer in layers:
        under = canvas[layer.box.slices]
        for top in range(0, layer.box.height, STRIP):
            rows = slice(top, top + STRIP)
            under[rows] = _laid_over(under[rows], layer.pixels[rows], layer.mask[rows])
    return canvas


def _laid_over(under: RgbImage, pixels: RgbImage, mask: Bytes) -> RgbImage:
    """Pixels (h, w, 4) over others (h, w, 3), as far as a mask (h, w) lets them."""
    share = _opacity(pixels, mask)[..., None].astype(np.uint16)
    return _by_255(pixels[..., :3] * share + under * (255 - share))


def _opacity(pixels: RgbImage, mask: Bytes) -> Bytes:
    return _by_255(pixels[..., 3].astype(np.uint16) * mask)


def _by_255(products: NDArray[np.uint16]) -> Bytes:
    """Products of two bytes, or sums of them up to 255 · 255, by 255, rounded, without a division.

    Blinn, "Three wrongs make a right" (1995).
    """
    more = products + np.uint16(128)
    return ((more + (more >> 8)) >> 8).astype(np.uint8)


def write_folder(picture: Picture, layers: Sequence[StyledLayer], folder: Path) -> None:
    """Write ``layers.json``, the pixels and mask of each layer as PNG, and ``composite.png``."""
    folder.mkdir(parents=True, exist_ok=True)
    rows, pictures = [], {folder / "composite.png": composite(picture, layers)}
    for number, layer in enumerate(layers, 1):
        pixels, mask = f"layer-{number}.png", f"layer-{number}-mask.png"
        pictures |= {folder / pixels: layer.pixels, folder / mask: layer.mask}
        box = layer.box
        rows.append(
            {
                "name": layer.region,
                "style": layer.style,
                "x": box.x,
                "y": box.y,
                "width": box.width,
                "height": box.height,
                "pixels": pixels,
                "mask": mask,
            }
        )
    save_pngs(pictures)
    (folder / "layers.json").write_text(json.dumps({"layers": rows}, indent=2), encoding="utf-8")


def write_openraster(picture: Picture, layers: Sequence[StyledLayer], path: Path) -> None:
    """Write an OpenRaster file, the photo at the bottom.

    OpenRaster knows no layer masks, so each layer's mask becomes its alpha.
    """
    files: dict[str, Callable[[], RgbImage]] = {}
    root = ElementTree.Element(
        "image", version="0.0.3", w=str(picture.width), h=str(picture.height)
    )
    stack = ElementTree.SubElement(root, "stack")
    for number, layer in reversed(list(enumerate(layers, 1))):
        source = f"data/layer-{number}.png"
        files[source] = partial(_cut, layer)
        ElementTree.SubElement(
            stack, "layer", name=layer.name, src=source, x=str(layer.box.x), y=str(layer.box.y)
        )
    photo = picture.rgb if picture.alpha is None else np.dstack([picture.rgb, picture.alpha])
    files["data/photo.png"] = lambda: photo
    ElementTree.SubElement(stack, "layer", name="Photo", src="data/photo.png", x="0", y="0")
    merged = composite(picture, layers)
    files["mergedimage.png"] = lambda: merged
    small = fit_within(picture.width, picture.height, 256)
    files["Thumbnails/thumbnail.png"] = lambda: resize(merged, *small)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, "mimetype", b"image/openraster")
        _add(archive, "stack.xml", ElementTree.tostring(root, encoding="utf-8"))
        with ThreadPoolExecutor(WRITERS) as pool:
            for name, data in zip(files, pool.map(_png, files.values()), strict=True):
                _add(archive, name, data)


def _cut(layer: StyledLayer) -> RgbImage:
    """A layer's pixels with its mask in their alpha."""
    return np.dstack([layer.pixels[..., :3], _opacity(layer.pixels, layer.mask)])


def _png(pixels: Callable[[], RgbImage]) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels()).save(buffer, format="PNG", compress_level=3)
    return buffer.getvalue()


def _add(archive: zipfile.ZipFile, name: str, data: bytes) -> None:
    """Without the time of day, so that the same picture gives the same bytes."""
    member = zipfile.ZipInfo(name)
    member.external_attr = 0o644 << 16
    archive.writestr(member, data)
