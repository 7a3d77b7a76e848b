"""What the command line shows, and how it reads its words."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

from segstyle_core.errors import BadInputError
from segstyle_core.progress import Control

__all__ = ["assignment", "console", "progress_bar", "row_of", "write_report"]

console = Console(highlight=False)


class _Bar:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("Starting", total=1.0)

    def __call__(self, fraction: float, text: str) -> Control:
        self._bars.update(self._task, completed=fraction, description=text)
        return Control.CONTINUE


@contextmanager
def progress_bar() -> Iterator[_Bar]:
    """A progress bar on standard error, gone when the job is done."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        yield _Bar(bars)


def row_of(name: str, words: str) -> str:
    """A line of a list: the name in a column, then the words."""
    return f"{name:<16} {words}"


def assignment(word: str) -> dict[str, str]:
    """Read ``NAME=STYLE``.

    Raises:
        BadInputError: there is no ``=``, or nothing on one side of it.
    """
    region, _, style = word.rpartition("=")
    if not region.strip() or not style.strip():
        raise BadInputError(
            f"“{word}” does not say which region gets which style.", "Write --assign NAME=STYLE."
        )
    return {"region": region.strip(), "style": style.strip()}


def write_report(path: Path, regions: list[dict[str, Any]]) -> None:
    """Write a styling's figures as JSON, with the process's peak resident memory in MiB."""
    report = {"regions": regions, "peak_resident_mib": _peak_resident_mib()}
    path.write_text(json.dumps(report, indent=2), encoding="utf-8")


def _peak_resident_mib() -> float | None:
    try:
        import resource
    except ImportError:
        return None
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit, 1)
