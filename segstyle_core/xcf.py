"""Parasites of an image and of its channels out of GIMP's XCF file, without GIMP.

Only heads are read, the image's and each channel's, as GIMP's specification of the format
(devel-docs/file-formats/xcf.md) lays them out. All numbers are big-endian.
"""

from __future__ import annotations

import os
import re
import struct
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from segstyle_core.errors import BadInputError

__all__ = ["channel_parasites", "image_parasite", "is_xcf"]

MAGIC = b"gimp xcf "
VERSION = re.compile(rb"gimp xcf (?:file|v(\d{3}))\0")
WITH_PRECISION = 4
"""The version of the format from which on the head names a precision."""

WITH_LONG_POINTERS = 11
"""The version from which on places in the file are told in eight bytes."""

END, PARASITES = 0, 21
MOST_BYTES = 64 << 20
"""No property of an image is nearly as long; a longer one is damage."""

LONGEST_NAME = 1 << 16


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
    with _opened(path) as file:
        _version(file)
        return _parasite(file, name)


def channel_parasites(path: Path, name: str) -> dict[str, str]:
    """The text of a parasite of each channel that has it, by the channels' names.

    Raises:
        BadInputError: the file cannot be read, is no XCF or is damaged.
    """
    found = {}
    with _opened(path) as file:
        pointer = ">Q" if _version(file) >= WITH_LONG_POINTERS else ">I"
        _parasite(file, name)
        _layers, channels = list(_places(file, pointer)), list(_places(file, pointer))
        for place in channels:
            file.seek(place)
            _width, _height, length = struct.unpack(">III", _take(file, 12))
            if length > LONGEST_NAME:
                raise _DamagedError("a name is too long")
            channel = _take(file, length).rstrip(b"\0")
            data = _parasite(file, name)
            if data is not None:
                found[channel.decode(errors="replace")] = data.decode(errors="replace")
    return found


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        with path.open("rb") as file:
            yield file
    except OSError as error:
        raise BadInputError(
            f"{path} cannot be read ({error.strerror}).", "Check the name."
        ) from None
    except _DamagedError as error:
        raise BadInputError(
            f"{path.name} is no XCF file that can be read: {error}.", "Save it from GIMP again."
        ) from None


def _version(file: BinaryIO) -> int:
    """The format's version, out of the head before the image's properties."""
    found = VERSION.fullmatch(_take(file, 14))
    if found is None:
        raise _DamagedError("it does not begin as one")
    version = int(found[1] or 0)
    _take(file, 16 if version >= WITH_PRECISION else 12)
    return version


def _places(file: BinaryIO, pointer: str) -> Iterator[int]:
    """Where each of a list's layers or channels is; a zero ends the list."""
    while True:
        (place,) = struct.unpack(pointer, _take(file, struct.calcsize(pointer)))
        if place == 0:
            return
        if place > sys.maxsize:
            raise _DamagedError("a place is beyond all files")
        yield place


def _parasite(file: BinaryIO, name: str) -> bytes | None:
    """The data of the parasite of that name, None for no such; all properties are read."""
    found = None
    for payload in _properties(file):
        for known, data in _parasites(payload):
            if known == name.encode():
                found = data.rstrip(b"\0")
    return found


def _properties(file: BinaryIO) -> Iterator[bytes]:
    """What the properties that hold parasites hold; all others are passed over."""
    while True:
        kind, length = struct.unpack(">II", _take(file, 8))
        if kind == END:
            return
        if length > MOST_BYTES:
            raise _DamagedError("a property is too long")
        if kind == PARASITES:
            yield _take(file, length)
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
