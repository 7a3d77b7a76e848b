"""Snapshots: small pictures of a painting under way, at chosen steps."""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path
from typing import Any

from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.image import fit_within, resize
from segstyle_core.style.job import StepReport

__all__ = ["Snapshots", "steps_in"]

LONGEST = 192


def steps_in(words: str) -> frozenset[int]:
    """Read ``1,10,50``.

    Raises:
        BadInputError: something else than numbers from 1.
    """
    parts = [part.strip() for part in words.split(",")]
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise BadInputError(f"“{words}” are no steps.", "Write numbers from 1, such as 1,10,50.")
    return frozenset(int(part) for part in parts)


class Snapshots:
    """Keeps the best picture so far at chosen steps of each size (``methods.studio.Watch``).

    Args:
        folder: where they go, as JPEG; made when the first comes.
        steps: at which, from 1 at each size.
    """

    def __init__(self, folder: Path, steps: Collection[int]) -> None:
        self._folder, self._steps = folder, frozenset(steps)
        self._kept: dict[int, list[dict[str, Any]]] = {}

    def __call__(self, run: int, report: StepReport) -> None:
        """Keep the picture, if this is one of the steps."""
        at = report.losses
        if at.step not in self._steps:
            return
        pixels = report.picture()
        small = resize(pixels, *fit_within(pixels.shape[1], pixels.shape[0], LONGEST))
        self._folder.mkdir(parents=True, exist_ok=True)
        file = self._folder / f"run-{run + 1}-size-{at.size}-step-{at.step}.jpg"
        Image.fromarray(small).save(file, quality=88)
        row = {"size": at.size, "step": at.step, "file": f"{self._folder.name}/{file.name}"}
        self._kept.setdefault(run, []).append(row)

    def added_to(self, report: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """A painting's report with each run's pictures: size, step, and file beside the report."""
        return [{**row, "pictures": self._kept.get(run, [])} for run, row in enumerate(report)]
