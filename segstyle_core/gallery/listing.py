"""styles.toml: what a folder or a pack says of its pictures."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from segstyle_core.complaints import first_complaint
from segstyle_core.gallery.style import Settings, Style

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["FILE_NAME", "Entry", "first_line", "from_toml", "to_toml"]

FILE_NAME = "styles.toml"

Line = Annotated[str, Field(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Words without control characters."""


class Entry(BaseModel):
    """A style as styles.toml has it: with the name of a file beside it instead of a path."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(max_length=80, pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: Line = Field(min_length=1)
    description: Line = ""
    author: Line = ""
    year: int | None = None
    licence: Line = ""
    source: Line = ""
    settings: Settings = Settings()
    file: str = Field(pattern=r"^[^/\\.\x00-\x1f\x7f][^/\\\x00-\x1f\x7f]*$")

    def style(self, folder: Path, *, own: bool = False) -> Style:
        """The style whose picture lies in that folder."""
        return Style(path=folder / self.file, own=own, **self.model_dump(exclude={"file"}))

    @staticmethod
    def of(style: Style, file: str) -> Entry:
        """The entry for a style whose picture gets that name."""
        return Entry(file=file, **style.model_dump(exclude={"path", "own"}))


class _Listing(BaseModel):
    model_config = ConfigDict(extra="forbid")

    version: Literal[1]
    style: tuple[Entry, ...] = ()

    @model_validator(mode="after")
    def _ids_once(self) -> _Listing:
        seen: set[str] = set()
        for entry in self.style:
            if entry.id in seen:
                raise ValueError(f"the id “{entry.id}” is there twice")
            seen.add(entry.id)
        return self


def from_toml(text: str) -> tuple[Entry, ...]:
    """The entries in their order.

    Raises:
        ValueError: it is no TOML, an entry is not as it must be, or an id is there twice.
    """
    try:
        return _Listing.model_validate(tomllib.loads(text)).style
    except RecursionError:
        raise ValueError("it is nested too deeply") from None


def to_toml(entries: Iterable[Entry]) -> str:
    """The text of a styles.toml; what an entry does not tell is left out."""
    import tomli_w

    rows = [entry.model_dump(exclude_none=True, exclude_defaults=True) for entry in entries]
    return tomli_w.dumps({"version": 1, "style": rows})


def first_line(error: Exception) -> str:
    """What is wrong, in a line without a full stop."""
    if isinstance(error, ValidationError):
        where, what = first_complaint(error, "")
        return f"{where}: {what}" if where else what
    return (str(error).splitlines() or [type(error).__name__])[0].rstrip(".")
