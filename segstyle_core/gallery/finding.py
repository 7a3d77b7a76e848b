"""A style by what the user calls it."""

from __future__ import annotations

from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.gallery.bundled import styles
from segstyle_core.gallery.masters import Paintings, masters
from segstyle_core.gallery.own import OwnStyles
from segstyle_core.gallery.style import Style

__all__ = ["all_styles", "find_style"]


def all_styles() -> tuple[Style, ...]:
    """Every style that is on this machine: the gallery's, the famous paintings', the user's own.

    If an update of the gallery brings an id that one of the user's has, the user's stays.

    Raises:
        BadInputError: a list of styles is broken.
    """
    every = (*styles(), *Paintings().styles(), *OwnStyles().styles())
    return tuple({style.id: style for style in every}.values())


def find_style(name_or_path: str) -> Style:
    """A style by its id or else its title, whatever the case, or any picture by its path.

    Raises:
        BadInputError: there is neither such a style nor such a file.
    """
    wanted = name_or_path.strip().casefold()
    here = all_styles()
    for known in ({style.id: style for style in here}, _by_title(here)):
        if wanted in known:
            return known[wanted]
    path = _existing(name_or_path)
    if path is not None:
        return Style(id=str(path), title=path.stem, path=path)
    if wanted in masters():
        raise BadInputError(
            f"“{masters()[wanted].title}” is not on this machine.",
            f"Get it once with: segstyle styles fetch {wanted}",
        )
    raise BadInputError(
        f"There is no style “{name_or_path}”.",
        f"Give a picture's path, or one of: {', '.join(style.id for style in here)}.",
    )


def _by_title(known: tuple[Style, ...]) -> dict[str, Style]:
    """By title; of styles with the same one, the first."""
    return {style.title.casefold(): style for style in reversed(known)}


def _existing(name: str) -> Path | None:
    try:
        path = Path(name).expanduser().resolve()
        return path if path.is_file() else None
    except (OSError, RuntimeError, ValueError):
        return None
