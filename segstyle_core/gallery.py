"""The gallery: the pictures in `styles/`, and any picture of the user's own as a style."""

from __future__ import annotations

import hashlib
import sys
import tempfile
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from segstyle_core.caches import cache_folder
from segstyle_core.errors import BadInputError
from segstyle_core.image import fit_within, load_picture, resize, save_png

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Style", "find_style", "styles", "thumbnail"]

THUMBNAIL = 96


class Style(BaseModel):
    """A picture whose manner can be given to a region.

    `path` is absolute. A picture of the user's own has its path as `id`, its file's name as
    `title`, and nothing in the other fields.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    author: str = ""
    year: int | None = None
    licence: str = ""
    source: str = ""
    path: Path


class _Entry(BaseModel):
    """A style as styles.toml has it: with a file name instead of a path, and all told."""

    model_config = ConfigDict(extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    description: str = Field(min_length=1)
    author: str = Field(min_length=1)
    year: int
    licence: str = Field(min_length=1)
    source: str = Field(min_length=1)
    file: str = Field(pattern=r"^[^/\\]+$")


class _Gallery(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    style: list[_Entry]


@cache
def styles(folder: Path | None = None) -> tuple[Style, ...]:
    """Every style of the gallery, in the order of its `styles.toml`.

    Raises:
        BadInputError: styles.toml is missing or broken, or an id is there twice.
    """
    folder = folder or _folder()
    listing = folder / "styles.toml"
    try:
        gallery = _Gallery.model_validate(tomllib.loads(listing.read_text("utf-8")))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, ValidationError) as error:
        raise BadInputError(
            f"The gallery {listing} cannot be read: {_first_line(error)}.",
            "Run install.py again.",
        ) from error
    if len({entry.id for entry in gallery.style}) < len(gallery.style):
        raise BadInputError(f"The gallery {listing} has an id twice.", "Give each style its own.")
    return tuple(
        Style(path=folder / entry.file, **entry.model_dump(exclude={"file"}))
        for entry in gallery.style
    )


def find_style(name_or_path: str) -> Style:
    """A gallery style by its id or title, whatever the case, or any picture by its path.

    Raises:
        BadInputError: there is neither such a style nor such a file.
    """
    wanted = name_or_path.strip().casefold()
    for style in styles():
        if wanted in (style.id.casefold(), style.title.casefold()):
            return style
    path = _existing(name_or_path)
    if path is not None:
        return Style(id=str(path), title=path.stem, path=path)
    known = ", ".join(style.id for style in styles())
    raise BadInputError(
        f"There is no style “{name_or_path}”.", f"Give a picture's path, or one of: {known}."
    )


def thumbnail(style: Style) -> Path:
    """A PNG of the style, its longest side 96 pixels, kept in the user's cache folder.

    It is named after the picture's content, so a changed picture gets a new one.

    Raises:
        BadInputError: the style's file is missing or is no picture.
    """
    try:
        content = hashlib.sha256(style.path.read_bytes()).hexdigest()
    except OSError as error:
        raise BadInputError(
            f"The style's picture {style.path} cannot be read ({error.strerror}).",
            "Choose another style.",
        ) from error
    folder = cache_folder("thumbnails")
    target = folder / f"{content[:32]}-{THUMBNAIL}.png"
    if not target.is_file():
        folder.mkdir(parents=True, exist_ok=True)
        pixels = load_picture(style.path).rgb
        width, height = fit_within(pixels.shape[1], pixels.shape[0], THUMBNAIL)
        with tempfile.TemporaryDirectory(dir=folder) as private:
            draft = Path(private) / target.name
            save_png(resize(pixels, width, height), draft)
            draft.replace(target)
    return target


def _existing(name: str) -> Path | None:
    try:
        path = Path(name).expanduser().resolve()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None


def _folder() -> Path:
    """`styles/` inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parent
    installed = package / "styles"
    return installed if installed.is_dir() else package.parent / "styles"


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        return f"{'.'.join(str(step) for step in first['loc'])}: {first['msg']}"
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
