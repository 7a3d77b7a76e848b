"""Small pictures of the styles, made once."""

from __future__ import annotations

import hashlib
import tempfile
from pathlib import Path

from segstyle_core.caches import cache_folder
from segstyle_core.errors import BadInputError
from segstyle_core.gallery.style import Style
from segstyle_core.image import fit_within, load_picture, resize, save_png

__all__ = ["discard_thumbnail", "thumbnail"]

LONGEST = 96


def thumbnail(style: Style) -> Path:
    """A PNG of the style, its longest side 96 pixels, kept in the user's cache folder.

    A picture that was changed gets a new one: it is known by its path, time and size, so that
    a long list of styles is there without a look into the pictures.

    Raises:
        BadInputError: the style's file is missing or is no picture.
    """
    target = _place(style)
    if not target.is_file():
        target.parent.mkdir(parents=True, exist_ok=True)
        pixels = load_picture(style.path, enough=2 * LONGEST).rgb
        width, height = fit_within(pixels.shape[1], pixels.shape[0], LONGEST)
        with tempfile.TemporaryDirectory(dir=target.parent) as private:
            draft = Path(private) / target.name
            save_png(resize(pixels, width, height), draft)
            draft.replace(target)
    return target


def discard_thumbnail(style: Style) -> None:
    """Remove the thumbnail of a style whose picture is about to go, if there is one."""
    _place(style).unlink(missing_ok=True)


def _place(style: Style) -> Path:
    try:
        state = style.path.stat()
    except OSError as error:
        raise BadInputError(
            f"The style's picture {style.path} cannot be read ({error.strerror}).",
            "Choose another style.",
        ) from error
    known_by = f"{style.path}\0{state.st_mtime_ns}\0{state.st_size}"
    key = hashlib.sha256(known_by.encode("utf-8", "surrogateescape")).hexdigest()
    return cache_folder("thumbnails") / f"{key[:32]}-{LONGEST}.png"
