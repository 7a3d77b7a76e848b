"""Packs: zip files of styles, which may come from a stranger."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from segstyle_core.errors import BadInputError
from segstyle_core.gallery.listing import FILE_NAME, Entry, to_toml
from segstyle_core.gallery.style import Style

__all__ = ["ENDINGS", "Pack", "write_pack"]

ENDINGS = frozenset({".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff", ".bmp", ".gif"})
"""Of names of pictures."""

MOST_FILES = 2000
MOST_BYTES = 2**30
MOST_RATIO = 100
HARMLESS_BYTES = 2**20
DAMAGED = (zipfile.BadZipFile, EOFError, OSError, RuntimeError, ValueError, zlib.error)
SYSTEM_LITTER = {"thumbs.db", "desktop.ini"}


class Pack:
    """A zip file's pictures and listing, side by side in one folder or in none.

    It is judged by its table of contents, before anything is unpacked, and each file is unpacked
    on its own, never by the path that the zip gives it.

    Args:
        path: the zip file.

    Raises:
        BadInputError: no zip file; or one with paths that lead elsewhere, links, locked files,
            files that are no pictures, too much in it, or more behind it than it seems.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self._archive = zipfile.ZipFile(path)
        except DAMAGED:
            raise BadInputError(
                f"{path.name} is not a zip file, or a damaged one.", "Ask for it again."
            ) from None
        try:
            self._members = self._judged(self._archive.infolist())
        except BadInputError:
            self._archive.close()
            raise

    def __enter__(self) -> Pack:
        return self

    def __exit__(self, *_: object) -> None:
        self._archive.close()

    @property
    def names(self) -> tuple[str, ...]:
        """The plain names of its files, sorted."""
        return tuple(sorted(self._members))

    def file(self, name: str, staging: Path) -> Path:
        """Unpack one of its files into a folder.

        Raises:
            BadInputError: it is damaged.
        """
        try:
            content = self._archive.read(self._members[name])
        except DAMAGED:
            raise self._refused(f"{name} in it is damaged") from None
        target = staging / name
        target.write_bytes(content)
        return target

    def _judged(self, members: list[zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
        if len(members) > MOST_FILES:
            raise self._refused(f"it has {len(members)} files")
        if sum(member.file_size for member in members) > MOST_BYTES:
            raise self._refused(f"it holds more than {MOST_BYTES >> 20} MB")
        for member in members:
            self._judge(member)
        wanted = [member for member in members if not _is_litter(member)]
        if len({PurePosixPath(member.filename).parent for member in wanted}) > 1:
            raise self._refused("its pictures do not lie in one folder")
        named: dict[str, zipfile.ZipInfo] = {}
        for member in wanted:
            name = PurePosixPath(member.filename).name
            if name.casefold() in {other.casefold() for other in named}:
                raise self._refused(f"{name} is in it twice")
            if name != FILE_NAME and PurePosixPath(name).suffix.lower() not in ENDINGS:
                raise self._refused(f"{name} is not a picture")
            named[name] = member
        return named

    def _judge(self, member: zipfile.ZipInfo) -> None:
        name = member.filename
        if not name.isprintable() or "\\" in name or ":" in name:
            raise self._refused(f"it has a file with the odd name {name!a}")
        if name.startswith("/") or ".." in PurePosixPath(name).parts:
            raise self._refused(f"the path {name} in it leads out of the pack")
        kind = stat.S_IFMT(member.external_attr >> 16)
        if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
            raise self._refused(f"{name} in it is a link or a device")
        if member.flag_bits & 1:
            raise self._refused(f"{name} in it is locked with a password")
        if member.file_size > max(HARMLESS_BYTES, MOST_RATIO * member.compress_size):
            raise self._refused(f"{name} in it unpacks to far more than it seems")

    def _refused(self, reason: str) -> BadInputError:
        return BadInputError(
            f"The pack {self.path.name} is refused: {reason}.",
            f"A pack holds pictures side by side, and {FILE_NAME} if it tells of them.",
        )


def write_pack(styles: Iterable[Style], path: Path) -> None:
    """Write styles with all that is known of them into a zip file.

    Raises:
        BadInputError: a picture is missing, or the file cannot be written.
    """
    entries = {f"{style.id}{style.path.suffix.lower()}": style for style in styles}
    draft = path.with_name(f"{path.name}.part")
    try:
        with zipfile.ZipFile(draft, "w") as archive:
            listing = to_toml(Entry.of(style, name) for name, style in entries.items())
            archive.writestr(FILE_NAME, listing, zipfile.ZIP_DEFLATED)
            for name, style in entries.items():
                archive.write(style.path, name)
        draft.replace(path)
    except OSError as error:
        raise BadInputError(
            f"The pack {path} cannot be written ({error.strerror}: {error.filename}).",
            "Choose another place for it.",
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def _is_litter(member: zipfile.ZipInfo) -> bool:
    """Whether it is a folder, or what operating systems leave in zip files."""
    path = PurePosixPath(member.filename)
    litter = path.name.startswith(".") or path.name.lower() in SYSTEM_LITTER
    return member.is_dir() or litter or "__MACOSX" in path.parts
