"""A style by what the user calls it."""

from __future__ import annotations

from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.gallery.bundled import styles
from segstyle_core.gallery.style import Style

__all__ = ["find_style"]


def find_style(name_or_path: str) -> Style:
    """A style by its id or title, whatever the case, or any picture by its path.

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


def _existing(name: str) -> Path | None:
    try:
        path = Path(name).expanduser().resolve()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
