"""From any picture to a style's own file."""

from __future__ import annotations

import warnings
from pathlib import Path

import numpy as np
from PIL import Image, UnidentifiedImageError

from segstyle_core.errors import BadInputError
from segstyle_core.image import (
    Box,
    Bytes,
    Picture,
    RgbImage,
    fit_within,
    insist_on_size,
    load_picture,
    resize,
)

__all__ = ["as_style", "insist_on_picture", "read", "save"]

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF")
"""What is read; other readers are not let near a stranger's file."""

MOST_PIXELS = 100_000_000
LONGEST = 2048


def insist_on_picture(path: Path) -> None:
    """Refuse a file by its beginning, before anything of it is unpacked.

    Raises:
        BadInputError: none of the known kinds of picture, or more than 100 megapixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path, formats=FORMATS) as picture:
                width, height = picture.size
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        raise BadInputError(
            f"{path.name} is not a picture.", "Use a JPEG, PNG, WebP, TIFF, BMP or GIF file."
        ) from None
    except Image.DecompressionBombError:
        raise _too_large(path.name) from None
    if width * height > MOST_PIXELS:
        raise _too_large(path.name)


def as_style(picture: Picture) -> RgbImage:
    """The picture as styles are kept: opaque, the longest side 2048 pixels at most.

    What is transparent all around is cut off, what is left of it gets the mean colour, so that
    it adds as little to the style as can be.

    Raises:
        BadInputError: nothing can be seen, or a side is under 16 pixels.
    """
    pixels = picture.rgb if picture.alpha is None else _opaque(picture.rgb, picture.alpha)
    width, height = fit_within(pixels.shape[1], pixels.shape[0], LONGEST)
    kept = resize(pixels, width, height)
    insist_on_size(kept)
    return kept


def read(path: Path) -> RgbImage:
    """A picture file as styles are kept.

    Raises:
        BadInputError: as ``insist_on_picture`` and ``as_style``.
    """
    insist_on_picture(path)
    return as_style(load_picture(path))


def save(pixels: RgbImage, path: Path) -> None:
    """Write a style's file: a JPEG without anything but pixels in it."""
    Image.fromarray(pixels).save(path, format="JPEG", quality=95, subsampling=0)


def _opaque(rgb: RgbImage, alpha: Bytes) -> RgbImage:
    box = Box.around(alpha)
    if box is None:
        raise BadInputError("The picture is transparent all over.", "Use one that can be seen.")
    seen = rgb[box.slices].astype(np.float32)
    cover = alpha[box.slices].astype(np.float32)[..., None] / 255.0
    mean = (seen * cover).sum(axis=(0, 1)) / cover.sum()
    mixed: RgbImage = np.rint(seen * cover + mean * (1.0 - cover)).astype(np.uint8)
    return mixed


def _too_large(name: str) -> BadInputError:
    return BadInputError(
        f"{name} claims more than {MOST_PIXELS // 1_000_000} megapixels.", "Use a smaller picture."
    )
