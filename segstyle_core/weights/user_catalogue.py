"""The user's own catalogue: a TOML file beside the weights, in the packaged one's schema."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from segstyle_core.complaints import first_complaint
from segstyle_core.errors import WeightsError
from segstyle_core.weights.catalogue import Weights, catalogue

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["FILE_NAME", "append", "insist_on_free", "read"]

FILE_NAME = "catalogue.toml"

_ENTRY: TypeAdapter[Weights] = TypeAdapter(Weights)
_PLAIN = re.compile(r"\w[\w.+-]*")
_HEAD = """\
# Your own networks for SegStyle; docs/weights.md describes the entries.
"""


def read(file: Path) -> tuple[Weights, ...]:
    """The entries in the file's order; none when there is no file.

    Raises:
        WeightsError: the file cannot be read, an entry is not as it must be, or takes an id or a
            file's name that another one has.
    """
    try:
        rows = tomllib.loads(file.read_text(encoding="utf-8")).get("weights", [])
    except FileNotFoundError:
        return ()
    except (OSError, RecursionError, ValueError) as error:
        raise _refused(file, f"cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise _refused(file, "has no list of [[weights]]")
    entries: list[Weights] = []
    for row in rows:
        entry = _entry(file, row)
        insist_on_free(file, entry.id, entry.file, entries)
        entries.append(entry)
    return tuple(entries)


def append(file: Path, entry: Weights) -> None:
    """Add an entry at the end, leaving what is there as it is.

    Raises:
        WeightsError: as ``read``; then nothing is written.
    """
    import tomli_w

    insist_on_free(file, entry.id, entry.file, read(file))
    old = file.read_text(encoding="utf-8") if file.exists() else _HEAD
    row = entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    row = {"id": entry.id, "kind": entry.kind} | row
    new = file.with_name(f"{file.name}.new")
    new.write_text(f"{old.rstrip()}\n\n{tomli_w.dumps({'weights': [row]})}", encoding="utf-8")
    new.replace(file)


def insist_on_free(file: Path, id: str, name: str, own: Iterable[Weights]) -> None:
    """Insist that an id, and the name of its file, are plain and not taken.

    Args:
        file: the user's catalogue.
        id: of an entry to be.
        name: of its file in the store.
        own: the user's other entries.

    Raises:
        WeightsError: the id or the name is taken, or no plain name.
    """
    for word in (id, name):
        if not _PLAIN.fullmatch(word):
            raise _refused(file, f"cannot have the entry “{id}”: “{word}” is no plain name")
    for other in (*catalogue().values(), *own):
        if other.id == id:
            raise _refused(file, f"cannot have the entry “{id}”: there is one already")
        if other.file == name:
            raise _refused(file, f"cannot have the entry “{id}”: {name} is “{other.id}”'s file")


def _entry(file: Path, row: Any) -> Weights:
    name = row.get("id", "without an id") if isinstance(row, dict) else "that is no table"
    try:
        entry = _ENTRY.validate_python(row)
    except ValidationError as error:
        where, what = first_complaint(error, "entry")
        raise _refused(file, f"has a wrong entry “{name}”: {where}: {what}") from error
    if entry.converter and find_spec(f"segstyle_core.weights.converters.{entry.converter}") is None:
        raise _refused(file, f"has a wrong entry “{name}”: no converter “{entry.converter}”")
    return entry


def _refused(file: Path, reason: str) -> WeightsError:
    return WeightsError(
        f"The catalogue {file} {reason}.", "Correct the file, or choose another name."
    )
