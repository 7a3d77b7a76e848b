"""Parasites of an image out of GIMP's XCF file, without GIMP.

Only the head of the file is read: the image's own properties, as GIMP's specification of the format
(devel-docs/file-formats/xcf.md) lays them out. All numbers are big-endian.
"""

from __future__ import annotations

import os
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from segstyle_core.errors import BadInputError

__all__ = ["image_parasite", "is_xcf"]

MAGIC = b"gimp xcf "
VERSION = re.compile(rb"gimp xcf (?:file|v(\d{3}))\0")
WITH_PRECISION = 4
"""The version of the format from which on the head names a precision."""

END, PARASITES = 0, 21
MOST_BYTES = 64 << 20
"""No property of an image is nearly as long; a longer one is damage."""


class _DamagedError(Exception):
    """The file ends too early, or says what cannot be."""


def is_xcf(path: Path) -> bool:
    """Whether a file begins as an XCF does; False for one that cannot be read."""
    try:
        with path.open("rb") as file:
            return file.read(len(MAGIC)) == MAGIC
    except OSError:
        return False


def image_parasite(path: Path, name: str) -> bytes | None:
    """The data of an image's parasite without the closing zero byte, None for no such parasite.

    Raises:
        BadInputError: the file cannot be read, is no XCF or is damaged.
    """
    try:
        with path.open("rb") as file:
            _skip_head(file)
            for kind, payload in _properties(file):
                if kind == PARASITES:
                    for known, data in _parasites(payload):
                        if known == name.encode():
                            return data.rstrip(b"\0")
            return None
    except OSError as error:
        raise BadInputError(
            f"{path} cannot be read ({error.strerror}).", "Check the name."
        ) from None
    except _DamagedError as error:
        raise BadInputError(
            f"{path.name} is no XCF file that can be read: {error}.", "Save it from GIMP again."
        ) from None


def _skip_head(file: BinaryIO) -> None:
    found = VERSION.fullmatch(_take(file, 14))
    if found is None:
        raise _DamagedError("it does not begin as one")
    _take(file, 12)
    if int(found[1] or 0) >= WITH_PRECISION:
        _take(file, 4)


def _properties(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    while True:
        kind, length = struct.unpack(">II", _take(file, 8))
        if kind == END:
            return
        if length > MOST_BYTES:
            raise _DamagedError("a property is too long")
        if kind == PARASITES:
            yield kind, _take(file, length)
        else:
            file.seek(length, os.SEEK_CUR)


def _parasites(payload: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Names and data, of parasites one after the other: name, flags, length, data."""
    place = 0

    def take(count: int) -> bytes:
        nonlocal place
        taken = payload[place : place + count]
        if len(taken) < count:
            raise _DamagedError("a parasite ends too early")
        place += count
        return taken

    while place < len(payload):
        name = take(*struct.unpack(">I", take(4)))
        _, length = struct.unpack(">II", take(8))
        yield name.rstrip(b"\0"), take(length)


def _take(file: BinaryIO, count: int) -> bytes:
    taken = file.read(count)
    if len(taken) < count:
        raise _DamagedError("it ends too early")
    return taken
