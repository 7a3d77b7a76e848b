"""What is done with one photo: a pure function of photo, recipe and settings."""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from segstyle_core.batch.matching import Unmatched, matched
from segstyle_core.batch.photos import Flat, Photo
from segstyle_core.progress import Silent
from segstyle_core.recipe import Recipe

__all__ = ["Layered", "MadeFile", "Outcome", "Settings", "Task", "paint_photo"]

Layered = Literal["ora", "xcf", "none"]


class Settings(BaseModel):
    """How photos are divided and what is written.

    ``threads`` are each worker's: how many there are decides the order in which numbers are added
    up, and so the last bits of the result.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    segmenter: str = "auto"
    count: int | None = Field(default=None, ge=1, le=100)
    unmatched: Unmatched = "skip"
    layers: Layered = "ora"
    flat: Flat = "same"
    threads: int = Field(default=1, ge=1)


@dataclass(frozen=True)
class Task:
    """A photo to be painted; its results' names begin with ``name``."""

    photo: Path
    name: str
    recipe: Recipe
    settings: Settings


@dataclass(frozen=True)
class MadeFile:
    """A file that was made: its size and SHA-256."""

    bytes: int
    sha256: str


@dataclass(frozen=True)
class Outcome:
    """What came of a photo.

    Attributes:
        files: by their names; none if nothing was to be painted.
        seconds: by what they were spent on.
        regions: a row for each run of the engine, as in a painting's report.
        segmenter: that was really used.
        warnings: what did not go as planned, a sentence each.
        source: the photo's size in bytes, and when it was changed.
    """

    files: dict[str, MadeFile]
    seconds: dict[str, float]
    regions: list[dict[str, Any]]
    segmenter: str
    warnings: tuple[str, ...]
    source: dict[str, int] = field(default_factory=dict)


def paint_photo(task: Task, folder: Path) -> Outcome:
    """Divide a photo, paint what the recipe says, and write the files into an empty folder.

    The same photo, recipe and settings give the same bytes, but for ``.xcf``, on machines of the
    same kind with enough memory, unless the recipe has a limit of time.

    Raises:
        BadInputError: the photo cannot be read or lacks a region that it must have, or the
            recipe cannot be painted.
        SegStyleError: whatever else painting has words for.
        OSError: the folder cannot be written.
    """
    _use_threads(task.settings.threads)
    from segstyle_core.methods import paint
    from segstyle_core.segmenters import divide
    from segstyle_core.weights import Store

    seconds: dict[str, float] = {}
    settings = task.settings
    with _timed(seconds, "segmenting"):
        photo = Photo.read(task.photo)
        division = divide(photo.picture, settings.segmenter, settings.count)
    regions = [region for region in division.regions if region.box is not None]
    match = matched(task.recipe, [region.name for region in regions], settings.unmatched)
    source = _source(task.photo)
    if not match.recipe.styled:
        return Outcome({}, seconds, [], division.segmenter, match.warnings, source)
    with _timed(seconds, "painting"):
        encoder = Store().path(match.recipe.encoder)
        painting = paint(photo.picture, regions, match.recipe, encoder, Silent())
    with _timed(seconds, "writing"):
        if settings.flat != "none":
            flat = folder / f"{task.name}{photo.ending(settings.flat)}"
            photo.save(photo.with_layers(painting.layers), flat)
        if settings.layers == "ora":
            from segstyle_core.layers import write_openraster

            write_openraster(photo.picture, painting.layers, folder / f"{task.name}.ora")
        if settings.layers == "xcf":
            from segstyle_core.batch.gimp import write_xcf

            xcf = folder / f"{task.name}.xcf"
            write_xcf(photo.picture, regions, painting.layers, match.recipe, xcf)
        files = {file.name: _on_disk(file) for file in sorted(folder.iterdir())}
    told = [note for row in painting.report for note in row["notes"]]
    warnings = (*match.warnings, *painting.notes, *told)
    return Outcome(files, seconds, painting.report, division.segmenter, warnings, source)


def _use_threads(count: int) -> None:
    import cv2
    import torch

    torch.set_num_threads(count)
    cv2.setNumThreads(count)


@contextmanager
def _timed(seconds: dict[str, float], what: str) -> Iterator[None]:
    began = time.perf_counter()
    yield
    seconds[what] = round(time.perf_counter() - began, 3)


def _source(photo: Path) -> dict[str, int]:
    state = photo.stat()
    return {"bytes": state.st_size, "modified_ns": state.st_mtime_ns}


def _on_disk(file: Path) -> MadeFile:
    """A file's size and hash, once its bytes have reached the disk."""
    with file.open("rb+") as opened:
        os.fsync(opened.fileno())
        data = opened.read()
    return MadeFile(len(data), hashlib.sha256(data).hexdigest())
