"""Photos: which there are, what their results are called, and what of a file must stay."""

from __future__ import annotations

import io
import warnings
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal

import numpy as np
from PIL import Image, ImageCms, ImageOps

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
        picture: in sRGB.
        own: the same in the file's own colours.
        profile: the ICC profile of these; None for sRGB without one.
        exif: without orientation and thumbnail; None for none.
        kind: ``jpeg``, ``png``, ``tiff``, or what Pillow calls the format.
        dpi: dots per inch across and down; None for unknown.
    """

    picture: Picture
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
        picture = own = load_picture(path)
        with warnings.catch_warnings(), Image.open(path) as file:
            warnings.simplefilter("ignore")
            profile, dpi = _rgb_profile(file), file.info.get("dpi")
            exif = _exif(file, own)
            if profile and not _is_srgb(profile):
                upright = ImageOps.exif_transpose(file).convert("RGB")
                own = replace(picture, rgb=np.asarray(upright).copy())
            return Photo(
                picture,
                own,
                profile,
                exif,
                KNOWN_FORMATS.get(file.format or "", file.format or ""),
                (float(dpi[0]), float(dpi[1])) if dpi else None,
            )

    def with_layers(self, layers: Sequence[StyledLayer]) -> RgbImage:
        """The flat picture (H, W, 3) in the file's own colours; where no layer is, its own bytes.

        The layers are in sRGB.
        """
        own = []
        for layer in layers:
            pixels = np.dstack([self._in_own_colours(layer.pixels[..., :3]), layer.pixels[..., 3]])
            own.append(replace(layer, pixels=pixels))
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

    def _in_own_colours(self, pixels: RgbImage) -> RgbImage:
        """Pixels (H, W, 3) from sRGB to the file's own colours."""
        if self.profile is None or _is_srgb(self.profile):
            return pixels
        turned = ImageCms.profileToProfile(
            Image.fromarray(np.ascontiguousarray(pixels)),
            ImageCms.createProfile("sRGB"),
            ImageCms.ImageCmsProfile(io.BytesIO(self.profile)),
            renderingIntent=ImageCms.Intent.RELATIVE_COLORIMETRIC,
        )
        assert turned is not None
        return np.asarray(turned)


def _rgb_profile(file: Image.Image) -> bytes | None:
    """The profile of a file's pixels, if they are RGB and it can be used."""
    data: bytes | None = file.info.get("icc_profile")
    if not data or not file.mode.startswith("RGB") or data[16:20] != b"RGB ":
        return None
    try:
        _is_srgb(data)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return None
    return data


def _is_srgb(profile: bytes) -> bool:
    known = ImageCms.ImageCmsProfile(io.BytesIO(profile))
    return "sRGB" in ImageCms.getProfileDescription(known)


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
