"""The sample photo, which a package brings."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

__all__ = ["sample_photo"]


def sample_photo() -> Path:
    """scikit-learn's ``china.jpg``, 640×427."""
    package = find_spec("sklearn")
    assert package is not None and package.origin is not None
    return Path(package.origin).parent / "datasets" / "images" / "china.jpg"
