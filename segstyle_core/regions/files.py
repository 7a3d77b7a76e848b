"""Regions as a folder: segments.json, a mask for each, and an overlay to look at."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, Field, ValidationError

from segstyle_core.complaints import first_complaint
from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.image import Bytes, RgbImage, load_gray, save_pngs
from segstyle_core.regions.overlay import overlay
from segstyle_core.regions.segment_map import Region

__all__ = ["load_mask", "read_regions", "write_regions"]

LIST = "segments.json"


class _Segment(BaseModel):
    id: int
    name: str = Field(min_length=1)
    score: float = 1.0
    area: float = 0.0
    mask: str


class _Folder(BaseModel):
    width: int
    height: int
    segmenter: str = ""
    segments: list[_Segment]


def write_regions(regions: Sequence[Region], image: RgbImage, folder: Path, segmenter: str) -> None:
    """Write segments.json, one 8-bit PNG of the image's size a region, and overlay.png.

    ``area`` is the region's share of the picture in pixels: its coverage's sum divided by 255.

    Raises:
        CoreFailureError: the folder cannot be written.
    """
    height, width = image.shape[:2]
    segments = [
        _Segment(
            id=number,
            name=region.name,
            score=round(region.score, 4),
            area=round(float(region.coverage.sum(dtype="uint64")) / 255.0, 1),
            mask=f"segment-{number:02d}.png",
        )
        for number, region in enumerate(regions, start=1)
    ]
    listing = _Folder(width=width, height=height, segmenter=segmenter, segments=segments)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        masks = zip(segments, regions, strict=True)
        save_pngs(
            {folder / "overlay.png": overlay(image, regions)}
            | {folder / segment.mask: region.coverage for segment, region in masks}
        )
        (folder / LIST).write_text(listing.model_dump_json(indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CoreFailureError(
            f"{folder} cannot be written ({error.strerror}).", "Choose another folder."
        ) from error


def read_regions(folder: Path, width: int, height: int) -> tuple[Region, ...]:
    """Read what ``write_regions`` wrote, or a person by hand, for a width x height picture.

    Raises:
        BadInputError: no or broken segments.json, a name twice, a mask that is outside the
            folder, missing, or not of the picture's size.
    """
    listing = _listing(folder)
    names = [segment.name for segment in listing.segments]
    if len(set(names)) < len(names):
        raise BadInputError(f"{folder / LIST} has a name twice.", "Give each its own name.")
    return tuple(
        Region(segment.name, _mask(folder, segment.mask, width, height), segment.score)
        for segment in listing.segments
    )


def _listing(folder: Path) -> _Folder:
    try:
        return _Folder.model_validate_json((folder / LIST).read_bytes())
    except OSError:
        raise BadInputError(
            f"There is no {LIST} in {folder}.", "Make one with: segstyle segment PHOTO -o FOLDER"
        ) from None
    except ValidationError as error:
        where, what = first_complaint(error, LIST)
        raise BadInputError(
            f"{folder / LIST} cannot be used: {where}: {what}.",
            "Correct it, or write it anew with: segstyle segment PHOTO -o FOLDER",
        ) from None


def _mask(folder: Path, name: str, width: int, height: int) -> Bytes:
    path = folder / name
    if not _lies_in(path, folder):
        raise BadInputError(
            f"The mask {name} lies outside {folder}.", "Masks must lie beside segments.json."
        )
    return load_mask(path, width, height)


def _lies_in(path: Path, folder: Path) -> bool:
    try:
        return path.resolve().is_relative_to(folder.resolve())
    except (OSError, RuntimeError, ValueError):
        return False


def load_mask(path: Path, width: int, height: int) -> Bytes:
    """Read a mask file for a width x height picture, uint8 (H, W).

    Raises:
        BadInputError: no such file, not a picture, or not of the picture's size.
    """
    mask = load_gray(path)
    if mask.shape != (height, width):
        raise BadInputError(
            f"The mask {path.name} is {mask.shape[1]}×{mask.shape[0]} pixels, "
            f"the picture {width}×{height}.",
            "Use masks that were made for this picture.",
        )
    return mask
