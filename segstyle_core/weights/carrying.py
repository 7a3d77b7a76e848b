"""Carrying weights to another machine: a folder of files as the store has them."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from pathlib import Path

from segstyle_core.errors import BadInputError, WeightsError
from segstyle_core.fetching.records import record_file
from segstyle_core.weights.catalogue import FileWeights
from segstyle_core.weights.store import Store

__all__ = ["carry", "portable"]


def portable(store: Store) -> list[str]:
    """The ids of what is here of the packaged catalogue; own networks are carried by import."""
    here = (entry for entry in store.entries() if store.ready(entry.id))
    return [entry.id for entry in here if not isinstance(entry, FileWeights)]


def carry(source: Store, target: Store, ids: Iterable[str]) -> list[str]:
    """Copy weights from one store to another, unless they are there and whole.

    Returns:
        the ids that were copied.

    Raises:
        BadInputError: there is no such folder.
        WeightsError: a file has a wrong checksum, or cannot be written.
    """
    if not source.folder.is_dir():
        raise BadInputError(f"There is no folder {source.folder}.", "Name one with weights.")
    carried = []
    for id in ids:
        if not target.intact(id):
            _copy(source.path(id), target)
            carried.append(id)
    return carried


def _copy(file: Path, target: Store) -> None:
    try:
        target.folder.mkdir(parents=True, exist_ok=True)
        for each in (file, record_file(file)):
            new = target.folder / f"{each.name}.new"
            shutil.copyfile(each, new)
            new.replace(target.folder / each.name)
    except OSError as error:
        raise WeightsError(
            f"{file.name} cannot be copied to {target.folder} ({error.strerror}).",
            "Make room there, or name another folder.",
        ) from error
