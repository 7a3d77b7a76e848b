"""Pictures as arrays: sRGB uint8 (H, W, 3), and alpha uint8 (H, W) beside it."""

from __future__ import annotations

import io
import struct
import warnings
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from segstyle_core.errors import BadInputError

__all__ = [
    "WRITERS",
    "Box",
    "Bytes",
    "Picture",
    "RgbImage",
    "fit_area",
    "fit_within",
    "insist_on_size",
    "load_gray",
    "load_picture",
    "places_in",
    "resize",
    "save_png",
    "save_pngs",
    "shrink_to_most",
]

RgbImage: TypeAlias = NDArray[np.uint8]
"""sRGB, uint8, (H, W, 3)."""

Bytes: TypeAlias = NDArray[np.uint8]
"""One channel, uint8, (H, W)."""

WRITERS = 4
"""So many pictures are compressed at once: each needs a copy of its pixels meanwhile."""

MAX_PIXELS = 400_000_000
Image.MAX_IMAGE_PIXELS = MAX_PIXELS

FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "BMP", "GIF", "PPM", "AVIF")
"""What is read; other readers, some of which start programs, are not let near a stranger's file."""

UNREADABLE = (OSError, SyntaxError, ValueError, TypeError, KeyError, IndexError, struct.error)
"""What readers raise that meet bytes they did not expect."""

SMALLEST_SIDE = 16


@dataclass(frozen=True)
class Picture:
    """A picture: ``rgb`` (H, W, 3) uint8 and ``alpha`` (H, W) uint8, None when opaque."""

    rgb: RgbImage
    alpha: Bytes | None = None

    @property
    def height(self) -> int:
        """Rows."""
        return int(self.rgb.shape[0])

    @property
    def width(self) -> int:
        """Columns."""
        return int(self.rgb.shape[1])


@dataclass(frozen=True)
class Box:
    """A rectangle of whole pixels: left, top, width, height."""

    x: int
    y: int
    width: int
    height: int

    @property
    def slices(self) -> tuple[slice, slice]:
        """Rows and columns, to index an array (H, W, …)."""
        return slice(self.y, self.y + self.height), slice(self.x, self.x + self.width)

    @property
    def numbers(self) -> list[int]:
        """Left, top, width, height: as the protocol and files have it."""
        return [self.x, self.y, self.width, self.height]

    def grown(self, margin: int, width: int, height: int) -> Box:
        """This box, wider by ``margin`` pixels on each side, within a width x height picture."""
        left, top = max(0, self.x - margin), max(0, self.y - margin)
        right = min(width, self.x + self.width + margin)
        bottom = min(height, self.y + self.height + margin)
        return Box(left, top, right - left, bottom - top)

    @staticmethod
    def around(mask: Bytes) -> Box | None:
        """The smallest box that holds every pixel of ``mask`` (H, W) above 0; None for none."""
        rows = np.flatnonzero(mask.any(axis=1))
        if rows.size == 0:
            return None
        columns = np.flatnonzero(mask.any(axis=0))
        return Box(
            int(columns[0]),
            int(rows[0]),
            int(columns[-1] - columns[0]) + 1,
            int(rows[-1] - rows[0]) + 1,
        )


def load_picture(path: str | Path, *, enough: int | None = None) -> Picture:
    """Read a picture file, upright by its EXIF orientation, as sRGB uint8.

    Of an animation the first picture counts; an embedded colour profile is heeded. Where it is read
    quicker so, it may come smaller, with both sides at least ``enough`` pixels.

    Raises:
        BadInputError: no such file, not a picture, or more than 400 megapixels.
    """
    with _opened(Path(path), enough) as picture:
        if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
            with_alpha = picture.convert("RGBA")
            alpha = np.asarray(with_alpha.getchannel("A")).copy()
            return Picture(_srgb(with_alpha.convert("RGB"), picture), alpha)
        if _is_deep(picture):
            return Picture(np.repeat(_shallow(picture)[..., None], 3, axis=2))
        return Picture(_srgb(picture, picture))


def load_gray(path: str | Path) -> Bytes:
    """Read a mask file, upright by its EXIF orientation, as uint8 (H, W).

    Raises:
        BadInputError: no such file, or not a picture.
    """
    with _opened(Path(path)) as picture:
        return _shallow(picture) if _is_deep(picture) else np.asarray(picture.convert("L")).copy()


@contextmanager
def _opened(path: Path, enough: int | None = None) -> Iterator[Image.Image]:
    """The picture, read and upright; whatever is wrong with it is told, also while it is used."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(path, formats=_formats())
            if picture.width * picture.height > MAX_PIXELS:
                raise Image.DecompressionBombError
            if enough is not None:
                picture.draft(None, (enough, enough))
            picture.load()
            yield _upright(picture)
    except (FileNotFoundError, IsADirectoryError):
        raise BadInputError(f"There is no file {path}.", "Check the name.") from None
    except UnidentifiedImageError:
        raise BadInputError(
            f"{path.name} is not a picture, or of a kind that is not read.",
            "Use a JPEG, PNG, TIFF or WebP file of 8 bits a channel.",
        ) from None
    except Image.DecompressionBombError:
        raise BadInputError(
            f"{path.name} claims to have more than {MAX_PIXELS // 1_000_000} megapixels.",
            "Use a smaller picture.",
        ) from None
    except (*UNREADABLE, EOFError) as error:
        raise BadInputError(
            f"{path.name} is not a picture that can be read ({error}).",
            "Use a JPEG, PNG, TIFF or WebP file.",
        ) from None


@cache
def _formats() -> tuple[str, ...]:
    """Those of FORMATS that this Pillow has."""
    Image.init()
    return tuple(name for name in FORMATS if name in Image.OPEN)


def _upright(picture: Image.Image) -> Image.Image:
    try:
        return ImageOps.exif_transpose(picture)
    except UNREADABLE:  # what the camera noted is damaged, not the picture
        return picture


def _srgb(picture: Image.Image, profiled: Image.Image) -> RgbImage:
    """Pixels (H, W, 3) in sRGB, by the embedded profile of the one it was made from."""
    data = profiled.info.get("icc_profile")
    if data and picture.mode in ("RGB", "CMYK", "L"):
        try:
            profile = ImageCms.ImageCmsProfile(io.BytesIO(data))
            if "sRGB" not in ImageCms.getProfileDescription(profile):
                converted = ImageCms.profileToProfile(
                    picture, profile, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                return np.asarray(converted).copy()
        except (ImageCms.PyCMSError, *UNREADABLE):  # no profile, or one of another kind of colour
            pass
    return np.asarray(picture.convert("RGB")).copy()


def _is_deep(picture: Image.Image) -> bool:
    """Whether it is grey with 16 bits or more."""
    return picture.mode.startswith("I") or picture.mode == "F"


def _shallow(picture: Image.Image) -> Bytes:
    """A grey picture of 0..65535 as uint8 (H, W)."""
    deep = np.asarray(picture, dtype=np.float64)
    return np.clip(deep / 257.0 + 0.5, 0, 255).astype(np.uint8)


def save_png(pixels: NDArray[np.uint8], path: str | Path) -> None:
    """Write (H, W), (H, W, 3) or (H, W, 4) uint8 as PNG."""
    Image.fromarray(pixels).save(path, format="PNG", compress_level=1)


def save_pngs(pictures: Mapping[Path, NDArray[np.uint8]]) -> None:
    """Write several as ``save_png`` does, WRITERS at once."""
    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(save_png, pictures.values(), pictures.keys()))


def insist_on_size(image: RgbImage) -> None:
    """Refuse a picture too small to divide or to paint.

    Raises:
        BadInputError: a side under 16 pixels.
    """
    height, width = image.shape[:2]
    if min(height, width) < SMALLEST_SIDE:
        raise BadInputError(
            f"The picture is only {width}×{height} pixels.",
            f"Use one of {SMALLEST_SIDE}×{SMALLEST_SIDE} at least.",
        )


def fit_within(width: int, height: int, longest: int) -> tuple[int, int]:
    """Width and height brought down, never up, until the longer one is ``longest``."""
    scale = min(1.0, longest / max(width, height))
    return max(1, round(width * scale)), max(1, round(height * scale))


def fit_area(width: int, height: int, pixels: int) -> tuple[int, int]:
    """Width and height brought down, never up, until they have about so many pixels."""
    scale = min(1.0, (pixels / (width * height)) ** 0.5)
    return max(1, round(width * scale)), max(1, round(height * scale))


def resize(pixels: NDArray[np.uint8], width: int, height: int) -> NDArray[np.uint8]:
    """Resample (H, W) or (H, W, C) uint8: by area when smaller, by Lanczos when larger."""
    if (width, height) == (pixels.shape[1], pixels.shape[0]):
        return pixels
    smaller = width * height < pixels.shape[0] * pixels.shape[1]
    method = Image.Resampling.BOX if smaller else Image.Resampling.LANCZOS
    return np.asarray(Image.fromarray(pixels).resize((width, height), method)).copy()


def shrink_to_most(mask: Bytes, width: int, height: int) -> Bytes:
    """A smaller mask (height, width): each pixel has the most that is found in its place."""
    rows = np.arange(height) * mask.shape[0] // height
    columns = np.arange(width) * mask.shape[1] // width
    in_rows = np.maximum.reduceat(mask, rows, axis=0)
    return np.asarray(np.maximum.reduceat(in_rows, columns, axis=1), np.uint8)


def places_in(large: int, small: int) -> NDArray[np.intp]:
    """For each of so many rows or columns, which of the fewer ``shrink_to_most`` puts it in."""
    starts = np.arange(small) * large // small
    return np.searchsorted(starts, np.arange(large), side="right") - 1
