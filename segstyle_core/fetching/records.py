"""What the store remembers of its files, in small files beside them."""

from __future__ import annotations

from pathlib import Path

from pydantic import BaseModel, ValidationError

__all__ = ["Record", "discard", "read_record", "record_file", "tag_file"]


class Record(BaseModel):
    """A stored file's past.

    Attributes:
        sha256: of the file as it was made.
        made_from: the source and the conversion in a word; another word asks for a new file.
        url: the address of the source, where there was one.
        source_sha256: what the source had when it was first trusted.
    """

    sha256: str
    made_from: str
    url: str | None = None
    source_sha256: str | None = None


def record_file(file: Path) -> Path:
    """Where the record of a stored file lies."""
    return file.with_name(f"{file.name}.json")


def read_record(file: Path) -> Record | None:
    """The record of a stored file; None when there is none, or none that can be read."""
    try:
        return Record.model_validate_json(record_file(file).read_bytes())
    except (OSError, ValidationError):
        return None


def tag_file(part: Path) -> Path:
    """Where the server's tag (RFC 9110, ETag) of a file that is half fetched lies."""
    return part.with_name(f"{part.name}.tag")


def discard(part: Path) -> None:
    """Remove a half fetched file, and its tag."""
    part.unlink(missing_ok=True)
    tag_file(part).unlink(missing_ok=True)
