"""Style statistics are computed once: Gram matrices on disk, by all that they depend on."""

from __future__ import annotations

import hashlib
import logging
import os
import zipfile
from collections.abc import Callable, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from segstyle_core.caches import cache_folder
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.image import Bytes, RgbImage

__all__ = ["known_or_computed"]

Grams = dict[str, Tensor]

KEPT_BYTES = 256 << 20

_log = logging.getLogger(__name__)


def known_or_computed(
    pixels: RgbImage,
    guide: Bytes | None,
    weights: Path,
    settings: Iterable[str],
    compute: Callable[[], Grams],
) -> Grams:
    """A style's Gram matrices, from the disk or computed and kept there.

    A damaged file is computed anew; one that cannot be written is done without.

    Args:
        pixels: (h, w, 3), the style picture at the size at which it is looked at.
        guide: (h, w), which part of it is wanted.
        weights: the encoder's file.
        settings: whatever else the result depends on: layers, pooling, number format, device.
        compute: makes them, float32 (C, C) by layer, on the processor or another device.

    Returns:
        The same bytes, kept or computed, on the device of what ``compute`` makes when it does,
        else on the processor.
    """
    file = cache_folder("statistics") / f"{_key(pixels, guide, weights, settings)}.npz"
    if (known := _read(file)) is not None:
        return known
    grams = compute()
    _write(file, grams)
    return grams


def _key(pixels: RgbImage, guide: Bytes | None, weights: Path, settings: Iterable[str]) -> str:
    digest = hashlib.sha256(_digest(weights, weights.stat().st_mtime_ns).encode())
    for part in (pixels, guide):
        digest.update(b"none" if part is None else str(part.shape).encode() + part.tobytes())
    digest.update("\n".join(settings).encode())
    return digest.hexdigest()[:40]


@lru_cache(maxsize=8)
def _digest(weights: Path, _changed: int) -> str:
    return sha256_of(weights)


def _read(file: Path) -> Grams | None:
    try:
        with np.load(file, allow_pickle=False) as arrays:
            grams = {layer: torch.from_numpy(arrays[layer]) for layer in arrays.files}
        os.utime(file)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError, zipfile.BadZipFile) as error:
        _log.warning("The style statistics %s are damaged (%s).", file, error)
        return None
    return grams


def _write(file: Path, grams: Grams) -> None:
    """Aside first, then renamed; then the longest unused files go, if there are too many."""
    aside = file.with_suffix(f".{os.getpid()}.part")
    arrays: dict[str, Any] = {layer: gram.cpu().numpy() for layer, gram in grams.items()}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as opened:
            np.savez(opened, **arrays)
        aside.replace(file)
        _prune(file.parent)
    except OSError as error:
        _log.warning("No style statistics can be kept (%s).", error.strerror)
        with suppress(OSError):
            aside.unlink(missing_ok=True)


def _prune(folder: Path) -> None:
    room = KEPT_BYTES
    newest_first = sorted(folder.glob("*.npz"), key=lambda file: -file.stat().st_mtime)
    for file in newest_first:
        room -= file.stat().st_size
        if room < 0:
            file.unlink(missing_ok=True)
