"""The user's own styles: a folder with a JPEG for each, and a styles.toml."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.fetching.alone import alone
from segstyle_core.gallery import pictures
from segstyle_core.gallery.folders import styles_folder
from segstyle_core.gallery.listing import FILE_NAME, Entry, first_line, from_toml, to_toml
from segstyle_core.gallery.naming import free_id, one_line, taken_ids
from segstyle_core.gallery.sources import Found, found_at
from segstyle_core.gallery.style import Style
from segstyle_core.gallery.thumbnails import discard_thumbnail, thumbnail
from segstyle_core.image import Picture, RgbImage
from segstyle_core.progress import Progress, Silent, check

__all__ = ["OwnStyles"]


@dataclass(frozen=True)
class _Draft:
    """A style to be: its title, what else is known of it, and how its pixels are had."""

    title: str
    entry: Entry | None
    pixels: Callable[[], RgbImage]


class OwnStyles:
    """The styles that the user has added.

    Args:
        folder: where they lie; None means the user's folder of styles.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or styles_folder()

    def styles(self) -> tuple[Style, ...]:
        """All of them, in the order in which they came.

        Raises:
            BadInputError: their list is damaged.
        """
        return tuple(entry.style(self.folder, own=True) for entry in self._entries())

    def add(
        self, path: Path, title: str | None = None, progress: Progress | None = None
    ) -> tuple[Style, ...]:
        """Keep a picture, or each picture of a folder or a zip; if one cannot be kept, none is.

        A picture that is here already under the same title is not kept twice.

        Args:
            path: a picture, a folder or a zip.
            title: of a single picture; None takes what is known of it, or its file's name.
            progress: told how far it is.

        Raises:
            BadInputError: a file that is no picture or too large, a pack that is refused, an id
                that is taken, a damaged list of styles.
            CoreFailureError: the folder cannot be written.
            CancelledError: the user does not want to go on; nothing was added.
        """
        with self._changing() as staging, found_at(path, staging) as found:
            if title is not None and len(found) > 1:
                raise BadInputError(
                    f"{path} holds {len(found)} pictures, which cannot all be called “{title}”.",
                    "Add them without a title, or one by one.",
                )
            drafts = [_drafted(each, title) for each in found]
            return self._keep(drafts, staging, progress or Silent())

    def add_picture(self, picture: Picture, title: str) -> Style:
        """Keep a picture that is in memory, as ``add`` does.

        Raises:
            BadInputError: it is transparent all over, or has a side under 16 pixels.
            CoreFailureError: the folder cannot be written.
        """
        draft = _Draft(one_line(title), None, lambda: pictures.as_style(picture))
        with self._changing() as staging:
            return self._keep([draft], staging, Silent())[0]

    def remove(self, id: str) -> None:
        """Remove a style, its picture and its thumbnail.

        Raises:
            BadInputError: there is no own style of that id.
            CoreFailureError: the folder cannot be written.
        """
        with self._changing():
            entries = {entry.id: entry for entry in self._entries()}
            if id not in entries:
                raise BadInputError(
                    f"There is no style “{id}” of your own.",
                    f"There are: {', '.join(entries) or 'none'}.",
                )
            gone = entries.pop(id).style(self.folder)
            self._write(entries.values())
            if gone.path.exists():
                discard_thumbnail(gone)
                gone.path.unlink()

    def _keep(
        self, drafts: Sequence[_Draft], staging: Path, progress: Progress
    ) -> tuple[Style, ...]:
        entries = {entry.id: entry for entry in self._entries()}
        files = {id: self.folder / entry.file for id, entry in entries.items()}
        taken = taken_ids()
        new, wished = [], []
        for number, draft in enumerate(drafts):
            check(progress, number / len(drafts), f"Keeping {draft.title}")
            made = staging / f"made-{number}"
            pictures.save(draft.pixels(), made)
            id = _id_for(draft, made, files, taken)
            if id not in files:
                entries[id] = _entry(draft, id)
                files[id] = made
                new.append(id)
            wished.append(id)
        for id in new:
            files[id].replace(self.folder / entries[id].file)
        self._write(entries.values())
        kept = tuple(entries[id].style(self.folder, own=True) for id in wished)
        for style in kept:
            thumbnail(style)
        return kept

    @contextmanager
    def _changing(self) -> Iterator[Path]:
        """Hold off other processes; gives an empty folder on the same disk."""
        with alone(self.folder / ".lock", Silent(), "", self._unwritable):
            for left in self.folder.glob(".adding-*"):
                shutil.rmtree(left, ignore_errors=True)
            try:
                with tempfile.TemporaryDirectory(dir=self.folder, prefix=".adding-") as staging:
                    yield Path(staging)
            except OSError as error:
                raise self._unwritable(error) from error

    def _unwritable(self, error: OSError) -> CoreFailureError:
        return CoreFailureError(
            f"Your styles in {self.folder} cannot be changed ({error.strerror or error}).",
            "Make room there, or name another folder in SEGSTYLE_STYLES_DIR.",
        )

    def _entries(self) -> tuple[Entry, ...]:
        listing = self.folder / FILE_NAME
        try:
            state = listing.stat()
            return _parsed(listing, state.st_mtime_ns, state.st_size)
        except FileNotFoundError:
            return ()
        except (OSError, ValueError) as error:
            raise BadInputError(
                f"The list of your own styles, {listing}, cannot be read: {first_line(error)}.",
                "Correct it, or remove it.",
            ) from error

    def _write(self, entries: Iterable[Entry]) -> None:
        listing = self.folder / FILE_NAME
        draft = listing.with_name(f".{FILE_NAME}.new")
        draft.write_text(to_toml(entries), encoding="utf-8")
        draft.replace(listing)


@lru_cache(maxsize=4)
def _parsed(listing: Path, _modified: int, _size: int) -> tuple[Entry, ...]:
    return from_toml(listing.read_text("utf-8"))


def _drafted(found: Found, title: str | None) -> _Draft:
    known = found.entry.title if found.entry else found.name.replace("_", " ")
    return _Draft(one_line(title or known), found.entry, lambda: pictures.read(found.file()))


def _entry(draft: _Draft, id: str) -> Entry:
    known = draft.entry or Entry(id=id, title=draft.title, file=f"{id}.jpg")
    return known.model_copy(update={"title": draft.title, "file": f"{id}.jpg"})


def _id_for(draft: _Draft, made: Path, files: dict[str, Path], taken: set[str]) -> str:
    """The id that a listing gives it, or a free one."""
    if draft.entry is None:
        return free_id(draft.title, made, files, taken)
    if draft.entry.id in files or draft.entry.id in taken:
        raise BadInputError(
            f"There is a style “{draft.entry.id}” already, so “{draft.title}” cannot have that id.",
            "Nothing was added; remove the other one, or change the id in styles.toml.",
        )
    return draft.entry.id
