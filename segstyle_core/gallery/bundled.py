"""The gallery that comes with SegStyle: the pictures in `styles/`."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.gallery.folders import gallery_folder
from segstyle_core.gallery.listing import FILE_NAME, first_line, from_toml
from segstyle_core.gallery.style import Style

__all__ = ["styles"]


@cache
def styles(folder: Path | None = None) -> tuple[Style, ...]:
    """Every style of the gallery, in the order of its `styles.toml`.

    Raises:
        BadInputError: styles.toml is missing or broken, or an id is there twice.
    """
    folder = folder or gallery_folder()
    listing = folder / FILE_NAME
    try:
        entries = from_toml(listing.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadInputError(
            f"The gallery {listing} cannot be read: {first_line(error)}.", "Run install.py again."
        ) from error
    return tuple(entry.style(folder) for entry in entries)
