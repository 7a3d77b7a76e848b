"""Where new styles come from: a picture, a folder of them, or a pack."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.gallery.listing import FILE_NAME, Entry, first_line, from_toml
from segstyle_core.gallery.pack import ENDINGS, Pack

__all__ = ["Found", "found_at"]


@dataclass(frozen=True)
class Found:
    """A picture that is to become a style.

    Attributes:
        name: of its file, without the ending.
        entry: what a listing says of it, if there is one.
        file: gives the file, unpacking it first if need be.
    """

    name: str
    entry: Entry | None
    file: Callable[[], Path]


class _Folder:
    """A folder's pictures and listing; what else is in it does not count."""

    def __init__(self, path: Path) -> None:
        self.path = path
        wanted = (
            file
            for file in path.iterdir()
            if not file.name.startswith(".")
            and (file.suffix.lower() in ENDINGS or file.name == FILE_NAME)
        )
        files = sorted(wanted)
        for file in files:
            if file.is_symlink() or not file.is_file():
                raise BadInputError(
                    f"{file} is not a file but a link or a folder.",
                    "Put the picture itself there.",
                )
        self.names = tuple(file.name for file in files)

    def file(self, name: str, _staging: Path) -> Path:
        return self.path / name


@contextmanager
def found_at(path: Path, staging: Path) -> Iterator[tuple[Found, ...]]:
    """The pictures of a file, a folder or a zip, which are to be had as long as this lasts.

    Args:
        path: what the user named.
        staging: an empty folder to unpack into.

    Raises:
        BadInputError: there is nothing, no picture in it, or what a pack must not have.
    """
    if path.is_dir():
        yield _found(_Folder(path), staging)
    elif not path.is_file():
        raise BadInputError(f"There is no file {path}.", "Name a picture, a folder or a zip.")
    elif path.suffix.lower() == ".zip":
        with Pack(path) as pack:
            yield _found(pack, staging)
    else:
        yield (Found(path.stem, None, lambda: path),)


def _found(collection: _Folder | Pack, staging: Path) -> tuple[Found, ...]:
    def one(name: str, entry: Entry | None) -> Found:
        return Found(Path(name).stem, entry, partial(collection.file, name, staging))

    if FILE_NAME in collection.names:
        found = tuple(one(entry.file, entry) for entry in _entries(collection, staging))
    else:
        found = tuple(one(name, None) for name in collection.names)
    if not found:
        raise BadInputError(f"There is no picture in {collection.path}.", "Name another place.")
    return found


def _entries(collection: _Folder | Pack, staging: Path) -> tuple[Entry, ...]:
    try:
        entries = from_toml(collection.file(FILE_NAME, staging).read_text("utf-8"))
    except ValueError as error:
        raise BadInputError(
            f"{FILE_NAME} in {collection.path.name} cannot be read: {first_line(error)}.",
            "docs/styles.md says how it must be.",
        ) from error
    for entry in entries:
        if entry.file not in collection.names:
            raise BadInputError(
                f"{FILE_NAME} in {collection.path.name} tells of {entry.file}, which is not there.",
                "Ask for the whole pack.",
            )
    return entries
