"""What works in the core, and what to do about what does not."""

from __future__ import annotations

import os
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from segstyle_core.diagnosis import Diagnosis, Folder, diagnose
from segstyle_core.errors import SegStyleError
from segstyle_core.gallery import styles
from segstyle_core.progress import Silent
from segstyle_core.weights import Store
from segstyle_core.weights.sources import how_to_have

__all__ = ["NO", "Finding", "State", "examine"]

State: TypeAlias = Literal["ok", "note", "NO"]
NO: State = "NO"
"""Something is amiss and SegStyle does not work as it was set up to."""

NEEDED = ("vgg19",)
ROOM = 2 << 30
"""Bytes that should be free where weights and caches lie."""


@dataclass(frozen=True)
class Finding:
    """One row: what was looked at, how it is, a word on it, and what to do if it is amiss."""

    what: str
    state: State
    word: str
    advice: str = ""


def examine() -> list[Finding]:
    """Look at the packages, the device, the gallery, the weights and the folders.

    Takes some seconds: torch is loaded, and all weights are read.
    """
    store = Store()
    try:
        diagnosis = diagnose(Silent(), store)
        weights = [
            _weight(store, entry.id)
            for entry in store.entries()
            if store.ready(entry.id) or not entry.optional
        ]
    except SegStyleError as error:
        return [_styles(), _told("weights", error)]
    packages = [Finding(name, "ok", version) for name, version in diagnosis.packages.items()]
    folders = [_folder(folder) for folder in diagnosis.folders]
    return [*packages, _device(diagnosis), _provider(diagnosis), _styles(), *weights, *folders]


def _told(what: str, error: SegStyleError) -> Finding:
    return Finding(what, NO, error.message, error.advice)


def _device(diagnosis: Diagnosis) -> Finding:
    if not diagnosis.device:
        advice = "To paint, run: python3 install.py --compute auto"
        return Finding("device", "note", "without torch: segmenting and previews only", advice)
    return Finding("device", "ok", f"{diagnosis.device}, {diagnosis.number_format}")


def _provider(diagnosis: Diagnosis) -> Finding:
    return Finding("networks", "ok", diagnosis.provider or "none here to run")


def _styles() -> Finding:
    try:
        return Finding("styles", "ok", f"{len(styles())} in the gallery")
    except SegStyleError as error:
        return _told("styles", error)


def _weight(store: Store, name: str) -> Finding:
    entry = store.entry(name)
    if not store.ready(name):
        state: State = NO if name in NEEDED else "note"
        return Finding(name, state, "missing", f"If wanted, run: {how_to_have(entry)}")
    try:
        store.path(name)
    except SegStyleError as error:
        return _told(name, error)
    return Finding(name, "ok", "there, checksum right")


def _folder(folder: Folder) -> Finding:
    """Whether a folder can be written, and whether there is room where it lies."""
    what = f"folder of {folder.holds}"
    there = _existing(Path(folder.path))
    if not os.access(there, os.W_OK | os.X_OK):
        advice = "Give yourself the right to write there."
        return Finding(what, NO, f"{there} cannot be written", advice)
    free = shutil.disk_usage(there).free
    room = f"{free / 1e9:.1f} GB free where {folder.path} lies"
    if free < ROOM:
        return Finding(what, "note", room, "Make room, or painting may stop half way.")
    return Finding(what, "ok", room)


def _existing(path: Path) -> Path:
    """The path, or the nearest folder above it that is there."""
    return path if path.exists() else _existing(path.parent)
