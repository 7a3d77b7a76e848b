"""The user's own catalogue: a TOML file beside the weights, in the packaged one's schema."""

from __future__ import annotations

import re
import sys
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from segstyle_core.errors import WeightsError
from segstyle_core.weights.catalogue import Weights, catalogue

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["FILE_NAME", "append", "read"]

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
    except (OSError, ValueError) as error:
        raise _refused(file, f"cannot be read: {error}") from error
    if not isinstance(rows, list):
        raise _refused(file, "has no list of [[weights]]")
    entries: list[Weights] = []
    for row in rows:
        entries.append(_entry(file, row))
        _insist_on_being_new(file, entries[-1], [*catalogue().values(), *entries[:-1]])
    return tuple(entries)


def append(file: Path, entry: Weights) -> None:
    """Add an entry at the end, leaving what is there as it is.

    Raises:
        WeightsError: as ``read``; then nothing is written.
    """
    import tomli_w

    present = read(file)
    _insist_on_being_new(file, entry, [*catalogue().values(), *present])
    old = file.read_text(encoding="utf-8") if file.exists() else _HEAD
    row = entry.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    row = {"id": entry.id, "kind": entry.kind} | row
    new = file.with_name(f"{file.name}.new")
    new.write_text(f"{old.rstrip()}\n\n{tomli_w.dumps({'weights': [row]})}", encoding="utf-8")
    new.replace(file)


def _entry(file: Path, row: Any) -> Weights:
    name = row.get("id", "without an id") if isinstance(row, dict) else "that is no table"
    try:
        entry = _ENTRY.validate_python(row)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise _refused(file, f"has a wrong entry “{name}”: {where}: {first['msg']}") from error
    for word in (entry.id, entry.file):
        if not _PLAIN.fullmatch(word):
            raise _refused(file, f"has a wrong entry “{name}”: “{word}” is no plain name")
    if entry.converter and find_spec(f"segstyle_core.weights.converters.{entry.converter}") is None:
        raise _refused(file, f"has a wrong entry “{name}”: no converter “{entry.converter}”")
    return entry


def _insist_on_being_new(file: Path, entry: Weights, others: list[Weights]) -> None:
    for other in others:
        if other.id == entry.id:
            raise _refused(file, f"cannot have the entry “{entry.id}”: there is one already")
        if other.file == entry.file:
            raise _refused(
                file, f"cannot have the entry “{entry.id}”: the file {entry.file} is “{other.id}”'s"
            )


def _refused(file: Path, reason: str) -> WeightsError:
    return WeightsError(
        f"The catalogue {file} {reason}.", "Correct the file, or choose another name."
    )
