"""Where things are kept that can be made again."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_cache_path

__all__ = ["cache_folder"]


def cache_folder(name: str) -> Path:
    """The folder ``name`` in ``SEGSTYLE_CACHE_DIR``, or in the user's cache folder."""
    chosen = os.environ.get("SEGSTYLE_CACHE_DIR")
    return (Path(chosen) if chosen else user_cache_path("segstyle", appauthor=False)) / name
