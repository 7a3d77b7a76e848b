"""Where styles lie."""

from __future__ import annotations

import os
from pathlib import Path

from platformdirs import user_data_path

__all__ = ["gallery_folder", "styles_folder"]


def gallery_folder() -> Path:
    """`styles/` inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "styles"
    return installed if installed.is_dir() else package.parent / "styles"


def styles_folder() -> Path:
    """Where the user's styles lie: ``SEGSTYLE_STYLES_DIR``, or a part of the data folder."""
    named = os.environ.get("SEGSTYLE_STYLES_DIR")
    return (Path(named) if named else user_data_path("segstyle") / "styles").absolute()
