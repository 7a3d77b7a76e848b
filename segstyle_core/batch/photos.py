"""Photos: which there are, what their results are called, and what of a file must stay."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageCms

from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, RgbImage, load_picture
from segstyle_core.layers import StyledLayer, composite

__all__ = ["Flat", "Photo", "find_photos", "own_names"]

Flat = Literal["same", "jpeg", "png", "tiff", "none"]
"""The format of the flat picture."""

SUFFIXES = (".jpg", ".jpeg", ".png", ".tif", ".tiff", ".webp")
ENDINGS = {"jpeg": ".jpg", "png": ".png", "tiff": ".tif"}
KNOWN_FORMATS = {"JPEG": "jpeg", "MPO": "jpeg", "PNG": "png", "TIFF": "tiff"}

ORIENTATION, EXIF_IFD, GPS_IFD = 0x0112, 0x8769, 0x8825
PIXELS_ACROSS, PIXELS_DOWN = 0xA002, 0xA003
KEPT_TAGS = (
    *(0x010E, 0x010F, 0x0110, 0x011A, 0x011B, 0x0128, 0x0131, 0x0132, 0x013B, 0x8298),
    *(0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F),
)
"""Description, make, model, resolution, software, date, artist, copyright, Windows' own; not
those that say how a TIFF's pixels lie in the file."""


def find_photos(paths: Iterable[Path]) -> list[Path]:
    """Absolute paths of the photos, each once; a folder stands for the pictures in it, by name.

    Raises:
        BadInputError: something that is not there, or no photo at all.
    """
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            inside = sorted(each for each in path.iterdir() if each.suffix.lower() in SUFFIXES)
            found.update(dict.fromkeys(each.absolute() for each in inside if each.is_file()))
        elif path.is_file():
            found[path.absolute()] = None
        else:
            raise BadInputError(f"There is no photo {path}.", "Check the name.")
    if not found:
        raise BadInputError("There is no photo to paint.", f"Photos end in {', '.join(SUFFIXES)}.")
    return list(found)


def own_names(
    photos: Sequence[Path], known: dict[Path, str], others: Collection[str] = ()
) -> dict[Path, str]:
    """A name for each photo's results: its file's, or that with a number.

    Known names stay; ``others`` are taken.
    """
    names = dict(known)
    taken = {name.casefold() for name in (*known.values(), *others)}
    for photo in photos:
        if photo not in names:
            names[photo] = _free(photo.stem, taken)
            taken.add(names[photo].casefold())
    return {photo: names[photo] for photo in photos}


def _free(stem: str, taken: Collection[str]) -> str:
    name, number = stem, 2
    while name.casefold() in taken:
        name, number = f"{stem}-{number}", number + 1
    return name


@dataclass(frozen=True)
class Photo:
    """A photo's file: its pixels, upright, and what else of it must stay.

    Attributes:
        own: the picture in the file's own colours.
        profile: the ICC profile of these; None for sRGB without one.
        exif: without orientation and thumbnail; None for none.
        kind: ``jpeg``, ``png``, ``tiff``, or what Pillow calls the format.
        dpi: dots per inch across and down; None for unknown.
    """

    own: Picture
    profile: bytes | None
    exif: bytes | None
    kind: str
    dpi: tuple[float, float] | None

    @staticmethod
    def read(path: Path) -> Photo:
        """Read a photo's file.

        Raises:
            BadInputError: as for ``load_picture``.
        """
        own = load_picture(path)
        with Image.open(path) as file:
            profile, dpi = file.info.get("icc_profile"), file.info.get("dpi")
            return Photo(
                own,
                profile if profile and profile[16:20] == b"RGB " else None,
                _exif(file, own),
                KNOWN_FORMATS.get(file.format or "", file.format or ""),
                (float(dpi[0]), float(dpi[1])) if dpi else None,
            )

    @cached_property
    def picture(self) -> Picture:
        """The picture in sRGB."""
        return replace(self.own, rgb=self._turned(self.own.rgb, to_own=False))

    def with_layers(self, layers: Sequence[StyledLayer]) -> RgbImage:
        """The flat picture (H, W, 3) in the file's own colours; where no layer is, its own bytes.

        The layers are in sRGB.
        """
        own = [
            replace(layer, pixels=np.dstack([self._turned(layer.pixels[..., :3]), alpha]))
            for layer in layers
            for alpha in [layer.pixels[..., 3]]
        ]
        return composite(self.own, own)

    def ending(self, flat: Flat) -> str:
        """How the flat picture's name ends; PNG where the photo's own format is not one of them."""
        return ENDINGS.get(self.kind if flat == "same" else flat, ".png")

    def save(self, pixels: RgbImage, path: Path) -> None:
        """Write a flat picture by its name's ending, with the photo's profile, EXIF and alpha."""
        kept: dict[str, Any] = {"icc_profile": self.profile, "exif": self.exif, "dpi": self.dpi}
        kept = {name: value for name, value in kept.items() if value is not None}
        if path.suffix == ENDINGS["jpeg"]:
            Image.fromarray(pixels).save(path, "JPEG", quality=95, subsampling=0, **kept)
            return
        if self.own.alpha is not None:
            pixels = np.dstack([pixels, self.own.alpha])
        if path.suffix == ENDINGS["tiff"]:
            Image.fromarray(pixels).save(path, "TIFF", **kept)
        else:
            Image.fromarray(pixels).save(path, "PNG", compress_level=3, **kept)

    def _turned(self, pixels: RgbImage, to_own: bool = True) -> RgbImage:
        """Pixels (H, W, 3) from sRGB to the file's own colours, or back."""
        if self.profile is None:
            return pixels
        own = ImageCms.ImageCmsProfile(io.BytesIO(self.profile))
        if "sRGB" in ImageCms.getProfileDescription(own):
            return pixels
        srgb = ImageCms.createProfile("sRGB")
        turned = ImageCms.profileToProfile(
            Image.fromarray(np.ascontiguousarray(pixels)),
            srgb if to_own else own,
            own if to_own else srgb,
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        assert turned is not None
        return np.asarray(turned)


def _exif(file: Image.Image, upright: Picture) -> bytes | None:
    """A file's EXIF for its upright pixels; None for none, or one that is damaged."""
    try:
        old = file.getexif()
        new = Image.Exif()
        for tag in KEPT_TAGS:
            if tag in old:
                new[tag] = old[tag]
        camera = dict(old.get_ifd(EXIF_IFD))
        if camera:
            new[EXIF_IFD] = camera | {PIXELS_ACROSS: upright.width, PIXELS_DOWN: upright.height}
        if place := old.get_ifd(GPS_IFD):
            new[GPS_IFD] = dict(place)
        if not len(new):
            return None
        new[ORIENTATION] = 1
        return new.tobytes()
    except (ValueError, TypeError, KeyError, OSError, SyntaxError):
        return None
