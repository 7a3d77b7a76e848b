"""What a person sees of a run: progress, what went wrong, and a sheet of all results."""

from __future__ import annotations

import io
import time
import zipfile
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from segstyle_core.batch.errand import Trouble
from segstyle_core.batch.photos import SUFFIXES
from segstyle_core.batch.task import Task
from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage, fit_within, load_picture, resize
from segstyle_core.sheet import contact_sheet
from segstyle_core.terminal import console

__all__ = ["Screen", "counted", "write_sheet"]

THUMBNAIL = 240
MOST_ON_SHEET = 120


class Screen:
    """A bar with the rate and the time left; a line for each photo where there is no terminal."""

    def __init__(self, photos: int) -> None:
        seen = Console(stderr=True)
        self._lines = not seen.is_terminal
        self._bars = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[rate]}"),
            TimeRemainingColumn(),
            console=seen,
            transient=True,
            disable=self._lines,
        )
        self._bar = self._bars.add_task("Painting", total=photos, rate="")
        self._photos, self._done, self._began = photos, 0, time.monotonic()

    def __enter__(self) -> Screen:
        self._bars.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._bars.stop()

    def tell(self, task: Task, state: str, trouble: Trouble | None) -> None:
        """A photo is over."""
        self._done += 1
        rate = 60 * self._done / (time.monotonic() - self._began)
        self._bars.update(self._bar, completed=self._done, rate=f"{rate:.1f} a minute")
        if trouble is not None:
            words = f"{trouble.error} {trouble.advice}".strip()
            line = f"{task.photo.name}: {words}"
            self._bars.console.print(line, markup=False, soft_wrap=True)
        elif self._lines:
            line = f"{self._done}/{self._photos} {task.photo.name}: {state}, {rate:.1f} a minute"
            console.print(line, markup=False, soft_wrap=True)


def counted(states: Counter[str]) -> str:
    """How many photos are in which state, in words."""
    words = {"done": "painted", "skipped": "without a region of the recipe", "failed": "failed"}
    told = [f"{states[state]} {word}" for state, word in words.items() if states[state]]
    if states["left"]:
        told.append(f"{states['left']} left")
    return ", ".join(told) or "nothing to do"


def write_sheet(results: Sequence[tuple[str, list[Path]]], path: Path) -> None:
    """The results on one sheet, a JPEG; of very many, some from all over the run.

    Of a photo whose only file is an ``.xcf`` there is nothing to be shown.
    """
    step = max(1, -(-len(results) // MOST_ON_SHEET))
    pictures = [
        (name, pixels)
        for name, files in results[::step]
        if (pixels := _thumbnail(files)) is not None
    ]
    if pictures:
        Image.fromarray(contact_sheet(pictures)).save(path, "JPEG", quality=88)


def _thumbnail(files: Sequence[Path]) -> RgbImage | None:
    for file in sorted(files, key=lambda file: file.suffix == ".ora"):
        try:
            if file.suffix in SUFFIXES:
                rgb = load_picture(file, enough=THUMBNAIL).rgb
                return resize(rgb, *fit_within(rgb.shape[1], rgb.shape[0], THUMBNAIL))
            if file.suffix == ".ora":
                with zipfile.ZipFile(file) as archive:
                    data = archive.read("Thumbnails/thumbnail.png")
                return np.asarray(Image.open(io.BytesIO(data)).convert("RGB"))
        except (BadInputError, OSError, KeyError, zipfile.BadZipFile):
            continue
    return None
