"""The manifest: what happened in a run, a JSON object a line (docs/batch.md)."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from segstyle_core.errors import CoreFailureError

__all__ = ["Manifest"]


class Manifest:
    """A file of events that survives a crash at any moment.

    A line is whole or, when the machine stopped in its middle, the last and without its end; such
    a remainder is cut off before anything is added.

    Args:
        path: the file, which need not exist.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    def read(self) -> Iterator[dict[str, Any]]:
        """Every event, from the first.

        Raises:
            CoreFailureError: a whole line is no event.
        """
        if not self._path.exists():
            return
        with self._path.open("rb") as file:
            for number, line in enumerate(file, 1):
                if not line.endswith(b"\n"):
                    return
                yield self._event(line, number)

    def add(self, kind: str, **fields: Any) -> None:
        """Add an event and see it to the disk.

        Raises:
            OSError: the disk is full, or the file cannot be written.
        """
        event = {"kind": kind, "at": round(time.time(), 3), **fields}
        line = json.dumps(event, ensure_ascii=True).encode() + b"\n"
        with self._path.open("ab+") as file:
            end = self._whole(file.seek(0, os.SEEK_END))
            file.truncate(end)
            file.write(line)
            file.flush()
            os.fsync(file.fileno())

    def _event(self, line: bytes, number: int) -> dict[str, Any]:
        try:
            event = json.loads(line)
            if isinstance(event, dict) and isinstance(event.get("kind"), str):
                return event
        except ValueError:
            pass
        raise CoreFailureError(
            f"{self._path} is damaged at line {number}.",
            "Remove that line; what it told of is painted again.",
        )

    def _whole(self, size: int) -> int:
        """Where the last whole line ends."""
        with self._path.open("rb") as file:
            while size > 0:
                start = max(0, size - 65536)
                file.seek(start)
                place = file.read(size - start).rfind(b"\n")
                if place >= 0:
                    return start + place + 1
                size = start
        return 0
