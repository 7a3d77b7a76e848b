"""Style vectors are computed once: kept on disk, by the content of the picture they tell of."""

from __future__ import annotations

import hashlib
import logging
import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

import numpy as np

from segstyle_core.caches import cache_folder
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.image import RgbImage
from segstyle_core.preview.networks import Vector, predict

__all__ = ["known_or_predicted"]

_log = logging.getLogger(__name__)


def known_or_predicted(content: str, picture: Callable[[], RgbImage], weights: Path) -> Vector:
    """A style's vector (100,), from the disk or computed and kept there.

    A damaged file is computed anew; one that cannot be written is done without.

    Args:
        content: a digest of all that the picture is made from.
        picture: makes it, (h, w, 3), when it is needed.
        weights: the predicting network's file.
    """
    by = _digest(weights, weights.stat().st_mtime_ns)
    key = hashlib.sha256(f"{content} {by}".encode()).hexdigest()[:40]
    file = cache_folder("vectors") / f"{key}.npy"
    if (known := _read(file)) is not None:
        return known
    vector = predict(picture(), weights)
    _write(file, vector)
    return vector


@lru_cache(maxsize=2)
def _digest(weights: Path, _changed: int) -> str:
    return sha256_of(weights)


def _read(file: Path) -> Vector | None:
    try:
        return np.asarray(np.load(file, allow_pickle=False), np.float32)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, EOFError) as error:
        _log.warning("The style vector %s is damaged (%s).", file, error)
        return None


def _write(file: Path, vector: Vector) -> None:
    """Aside first, then renamed."""
    aside = file.with_suffix(f".{os.getpid()}.part")
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        with aside.open("wb") as opened:
            np.save(opened, vector)
        aside.replace(file)
    except OSError as error:
        _log.warning("No style vectors can be kept (%s).", error.strerror)
        with suppress(OSError):
            aside.unlink(missing_ok=True)
