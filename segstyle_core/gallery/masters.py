"""Famous paintings: a catalogue of works in the public domain, fetched when they are wanted."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from segstyle_core.errors import BadInputError, FetchError
from segstyle_core.fetching.alone import alone
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.fetching.records import Record, discard, read_record, record_file
from segstyle_core.gallery.folders import gallery_folder, styles_folder
from segstyle_core.gallery.listing import first_line
from segstyle_core.gallery.pictures import insist_on_picture
from segstyle_core.gallery.style import Settings, Style
from segstyle_core.gallery.thumbnails import discard_thumbnail, thumbnail
from segstyle_core.progress import Progress, Silent

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Master", "Paintings", "masters"]


class Master(BaseModel):
    """A famous painting.

    Attributes:
        year: in which it was finished.
        museum: where it hangs; of a print, one that has an impression.
        page: tells about the picture and its licence.
        url: the picture itself.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")
    title: str = Field(min_length=1)
    artist: str = Field(min_length=1)
    year: int
    museum: str = Field(min_length=1)
    page: str = Field(pattern=r"^https://[^/]+/")
    url: str = Field(pattern=r"^https://[^/]+/")
    licence: str = Field(min_length=1)
    settings: Settings = Settings()


@cache
def masters() -> dict[str, Master]:
    """Every painting of `styles/masters.toml` by its id, in the catalogue's order.

    Raises:
        BadInputError: the catalogue is missing or broken.
    """
    file = gallery_folder() / "masters.toml"
    try:
        rows = tomllib.loads(file.read_text("utf-8"))["master"]
        entries = TypeAdapter(list[Master]).validate_python(rows)
    except (OSError, KeyError, ValueError) as error:
        raise BadInputError(
            f"The catalogue {file} cannot be read: {first_line(error)}.", "Run install.py again."
        ) from error
    return {entry.id: entry for entry in entries}


class Paintings:
    """The famous paintings that are on this machine.

    Args:
        folder: where they lie; None means a part of the user's folder of styles.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder or styles_folder() / "masters"

    def styles(self) -> tuple[Style, ...]:
        """Those that are here, in the catalogue's order."""
        return tuple(self._style(each) for each in masters().values() if self._file(each).is_file())

    def fetch(self, id: str, progress: Progress | None = None) -> Style:
        """Have a painting: fetch it unless it is here and as it was when it first came.

        The first fetch is trusted; after it only the same bytes will do, as long as the catalogue
        has the same address.

        Raises:
            BadInputError: there is no such painting.
            FetchError: no connection, no picture, another one than the first time, no room.
            CancelledError: the user does not want to go on; what has come stays for the next time.
        """
        master = _known(id)
        progress = progress or Silent()
        waiting = f"Waiting for another SegStyle to fetch {master.title}"
        with alone(self.folder / f"{id}.lock", progress, waiting, self._unwritable):
            if not self._intact(master):
                try:
                    self._bring(master, progress)
                except OSError as error:
                    raise self._unwritable(error) from error
        return self._style(master)

    def remove(self, id: str) -> None:
        """Remove a painting and its thumbnail; its checksum is kept for the next fetch.

        Raises:
            BadInputError: there is no such painting, or it is not here.
        """
        master = _known(id)
        if not self._file(master).is_file():
            raise BadInputError(f"“{master.title}” is not on this machine.")
        discard_thumbnail(self._style(master))
        self._file(master).unlink()

    def _bring(self, master: Master, progress: Progress) -> None:
        from segstyle_core.fetching.download import Wanted, download

        file = self._file(master)
        part = file.with_name(f"{file.name}.part")
        first = self._first_sha256(master)
        wanted = Wanted(
            title=master.title,
            url=master.url,
            mirror="SEGSTYLE_MASTERS_URL",
            name_at_mirrors=file.name,
            size=None,
            vouched=first is not None,
            error=FetchError,
        )
        download(wanted, part, progress)
        found = sha256_of(part)
        if found != (first or found):
            discard(part)
            raise FetchError(
                f"What came as “{master.title}” is another file than the first time; "
                "it was thrown away.",
                f"If the new one will do as well, remove {record_file(file)} and fetch it again.",
            )
        _insist_on_picture(master, part)
        record = Record(sha256=found, made_from=master.page, url=master.url, source_sha256=found)
        record_file(file).write_text(record.model_dump_json(), encoding="utf-8")
        part.replace(file)
        discard(part)
        thumbnail(self._style(master))

    def _intact(self, master: Master) -> bool:
        file = self._file(master)
        return file.is_file() and sha256_of(file) == self._first_sha256(master)

    def _first_sha256(self, master: Master) -> str | None:
        record = read_record(self._file(master))
        return record.source_sha256 if record is not None and record.url == master.url else None

    def _file(self, master: Master) -> Path:
        return self.folder / f"{master.id}.jpg"

    def _style(self, master: Master) -> Style:
        return Style(
            id=master.id,
            title=master.title,
            description=f"{master.artist}, {master.year}. {master.museum}.",
            author=master.artist,
            year=master.year,
            licence=master.licence,
            source=master.page,
            settings=master.settings,
            path=self._file(master),
        )

    def _unwritable(self, error: OSError) -> FetchError:
        return FetchError(
            f"Paintings cannot be stored in {self.folder} ({error.strerror}).",
            "Make room there, or name another folder in SEGSTYLE_STYLES_DIR.",
        )


def _known(id: str) -> Master:
    if id not in masters():
        raise BadInputError(
            f"There is no painting “{id}” in the catalogue.", f"There are: {', '.join(masters())}."
        )
    return masters()[id]


def _insist_on_picture(master: Master, part: Path) -> None:
    try:
        insist_on_picture(part)
    except BadInputError:
        discard(part)
        raise FetchError(
            f"What came as “{master.title}” is not a picture; it was thrown away.",
            f"Try again later; its page is {master.page}.",
        ) from None
