"""Titles and ids for styles."""

from __future__ import annotations

import re
import unicodedata
from itertools import count
from pathlib import Path

from segstyle_core.gallery.bundled import styles
from segstyle_core.gallery.masters import masters

__all__ = ["free_id", "one_line", "taken_ids"]


def one_line(words: str) -> str:
    """Words fit for a title: printable, at most 80 letters, never none."""
    plain = "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(plain.split())[:80].strip() or "Style"


def free_id(title: str, made: Path, files: dict[str, Path], taken: set[str]) -> str:
    """The title's id, numbered until it is free, or until it is that of the same picture.

    Args:
        title: one line.
        made: the picture's file.
        files: those of the styles that there are, by their ids.
        taken: other ids that are not free.
    """
    ascii = unicodedata.normalize("NFKD", title.casefold()).encode("ascii", "ignore").decode()
    name = re.sub("[^a-z0-9]+", "-", ascii)[:60].strip("-") or "style"
    candidates = (name if number == 1 else f"{name}-{number}" for number in count(1))
    return next(
        id
        for id in candidates
        if (id not in files and id not in taken) or _same(files.get(id), made)
    )


def taken_ids() -> set[str]:
    """Ids of styles that are not the user's own, and the word for none."""
    return {style.id for style in styles()} | set(masters()) | {"original"}


def _same(file: Path | None, other: Path) -> bool:
    return file is not None and file.is_file() and file.read_bytes() == other.read_bytes()
