"""What a killed painting leaves to go on from: a folder for each job, a file for each run."""

from __future__ import annotations

import json
import logging
import os
import shutil
import time
import zipfile
from contextlib import suppress
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from segstyle_core.caches import cache_folder
from segstyle_core.style.job import CurvePoint, StyleResult
from segstyle_core.style.losses import Losses

__all__ = ["Journal", "Keeper"]

SECONDS_BETWEEN = 10.0
KEPT_DAYS = 7
KEPT_BYTES = 2 << 30

_log = logging.getLogger(__name__)


class Keeper:
    """The checkpoints of one painting.

    Args:
        key: a hash of all that its result depends on.
        resume: go on from what is there; else that is removed.
        folder: of all checkpoints; None means that in the cache folder.
    """

    def __init__(self, key: str, resume: bool, folder: Path | None = None) -> None:
        parent = folder or cache_folder("checkpoints")
        self._folder = parent / key
        if not resume:
            self.remove()
        self.found = self._folder.is_dir()
        _prune(parent, but=self._folder)

    def journal(self, number: int) -> Journal:
        """That of the painting's run of that number."""
        return Journal(self._folder / f"run-{number}")

    def remove(self) -> None:
        """The painting is done."""
        shutil.rmtree(self._folder, ignore_errors=True)


class Journal:
    """The checkpoints of one run of the engine: where it is, and what it came to.

    A file that is damaged counts as none; one that cannot be written is done without.

    Args:
        path: the start of its files' names; None keeps nothing.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._kept = time.monotonic()

    def finished(self) -> StyleResult | None:
        """What the run came to, if it came to its end."""
        found = self._read("done")
        if found is None:
            return None
        told, pixels = found
        losses, size, notes = Losses(**told.pop("losses")), told.pop("size"), told.pop("notes")
        curve = tuple(CurvePoint(*point) for point in told.pop("curve", ()))
        note = "Taken from a checkpoint."
        return StyleResult(
            pixels,
            losses,
            tuple(size),
            notes=(*notes, note),
            curve=curve,
            **told,
        )

    def position(self) -> tuple[int, int, Tensor] | None:
        """The level, the steps made there, and the best picture, float32 (1, 3, H, W)."""
        found = self._read("now")
        if found is None:
            return None
        told, picture = found
        return told["level"], told["step"], torch.from_numpy(picture)

    def keep_now_and_then(self, level: int, step: int, best: Tensor) -> None:
        """Keep where the run is, if that was last done SECONDS_BETWEEN ago."""
        if time.monotonic() - self._kept >= SECONDS_BETWEEN:
            self.keep(level, step, best)

    def keep(self, level: int, step: int, best: Tensor) -> None:
        """Keep where the run is."""
        self._write("now", {"level": level, "step": step}, best.cpu().numpy())
        self._kept = time.monotonic()

    def finish(self, result: StyleResult) -> None:
        """Keep what the run came to, and no longer where it was."""
        told = {field.name: getattr(result, field.name) for field in fields(result)}
        pixels = told.pop("pixels")
        self._write("done", told | {"losses": asdict(result.losses)}, pixels)
        if self._path is not None:
            self._file("now").unlink(missing_ok=True)

    def _file(self, kind: str) -> Path:
        assert self._path is not None
        return self._path.with_name(f"{self._path.name}-{kind}.npz")

    def _read(self, kind: str) -> tuple[dict[str, Any], np.ndarray] | None:
        if self._path is None or not self._file(kind).exists():
            return None
        try:
            with np.load(self._file(kind), allow_pickle=False) as arrays:
                return json.loads(str(arrays["told"])), arrays["pixels"]
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile) as error:
            _log.warning("The checkpoint %s is damaged (%s).", self._file(kind), error)
            return None

    def _write(self, kind: str, told: dict[str, Any], pixels: np.ndarray) -> None:
        """Aside first, then renamed, so that there is never half a file."""
        if self._path is None:
            return
        aside = self._file(kind).with_suffix(f".{os.getpid()}.part")
        try:
            aside.parent.mkdir(parents=True, exist_ok=True)
            with aside.open("wb") as file:
                np.savez(file, told=np.array(json.dumps(told)), pixels=pixels)
            aside.replace(self._file(kind))
        except OSError as error:
            _log.warning("No checkpoint can be kept (%s).", error.strerror)
            with suppress(OSError):
                aside.unlink(missing_ok=True)


def _prune(parent: Path, but: Path) -> None:
    """Remove the folders that are too old, and the oldest of those that are too much together."""
    if not parent.is_dir():
        return
    others = [folder for folder in parent.iterdir() if folder.is_dir() and folder != but]
    room = KEPT_BYTES
    for folder in sorted(others, key=_age):
        room -= sum(file.stat().st_size for file in folder.iterdir())
        if room < 0 or _age(folder) > KEPT_DAYS * 86_400:
            shutil.rmtree(folder, ignore_errors=True)


def _age(folder: Path) -> float:
    """Seconds since something was kept in it."""
    return time.time() - folder.stat().st_mtime
