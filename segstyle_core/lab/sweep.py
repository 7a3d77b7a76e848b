"""Sweep: a photo painted in a style with every combination of some settings."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from segstyle_core.image import Picture, save_png
from segstyle_core.lab.trials import Trial
from segstyle_core.layers import composite
from segstyle_core.methods import estimate, paint
from segstyle_core.methods.base import PaintJob
from segstyle_core.methods.identity import identity
from segstyle_core.methods.registry import wishes
from segstyle_core.progress import Part, Progress, check
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

__all__ = ["Finding", "Sweep"]

EVERYWHERE = "all"
SECONDS_BETWEEN = 0.05


@dataclass(frozen=True)
class Finding:
    """What came of a trial: a line of the table.

    Attributes:
        varied: the settings, in the user's words.
        picture: the file's name in the sweep's folder.
        content_loss, style_loss, variation_loss: of the picture, in float32; those of different
            encoders or layers are not to be compared.
        size: the longest side that was painted at.
        steps: evaluations of the loss.
        seconds: that painting took.
        memory_mib: the most the process had in memory meanwhile, sampled.
    """

    varied: dict[str, str]
    picture: str
    content_loss: float
    style_loss: float
    variation_loss: float
    size: int
    steps: int
    seconds: float
    memory_mib: float

    @property
    def row(self) -> dict[str, Any]:
        """It as a line of the table."""
        told = asdict(self)
        return {**told.pop("varied"), **told}


class Sweep:
    """The trials of a photo and a style, in a folder that keeps what is done.

    A trial that is kept there, of just this photo, style and recipe, is not painted again; so the
    same sweep begun anew goes on from where it was killed.

    Args:
        picture: the photo.
        style: a gallery name or a picture's path.
        trials: what to try.
        encoder_of: gives the file with an encoder's weights.
        folder: where the results go.
    """

    def __init__(
        self,
        picture: Picture,
        style: str,
        trials: Sequence[Trial],
        encoder_of: Callable[[str], Path],
        folder: Path,
    ) -> None:
        self._picture, self._folder = picture, folder
        cover = np.full(picture.rgb.shape[:2], 255, np.uint8)
        self._regions = [Region(EVERYWHERE, cover)]
        whole = {"assignments": [{"region": EVERYWHERE, "style": style}], "margin": 0.0}
        self._trials = [
            (trial, Recipe.from_data({**trial.recipe.model_dump(), **whole})) for trial in trials
        ]
        self._encoders = {r.encoder: encoder_of(r.encoder) for _, r in self._trials}

    def seconds_left(self) -> tuple[int, float]:
        """How many trials are yet to be painted, and about how many seconds that takes."""
        open_ones = [r for number, (_, r) in enumerate(self._trials) if not self._kept(number, r)]
        guesses = [
            estimate(self._picture, self._regions, recipe, self._encoders[recipe.encoder]).seconds
            for recipe in open_ones
        ]
        return len(open_ones), sum(guesses)

    def run(self, progress: Progress) -> list[Finding]:
        """Paint what is not kept yet; all findings in the trials' order.

        Raises:
            CancelledError: the user does not want to go on; what is painted by then is kept.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        found = []
        for number, (trial, recipe) in enumerate(self._trials):
            whole = len(self._trials)
            part = Part(progress, number / whole, (number + 1) / whole)
            check(part, 0.0, f"Trying {trial.title}")
            finding = self._kept(number, recipe) or self._painted(number, trial, recipe, part)
            found.append(finding)
        return found

    def _painted(self, number: int, trial: Trial, recipe: Recipe, progress: Progress) -> Finding:
        with _PeakMemory() as memory:
            began = time.perf_counter()
            painting = paint(
                self._picture, self._regions, recipe, self._encoders[recipe.encoder], progress
            )
            seconds = time.perf_counter() - began
        check(progress, 1.0, f"Keeping {trial.title}")
        row = painting.report[0]
        finding = Finding(
            varied=trial.varied,
            picture=f"trial-{number + 1:03}.png",
            content_loss=row["content_loss"],
            style_loss=row["style_loss"],
            variation_loss=row["variation_loss"],
            size=max(row["size"]),
            steps=row["steps"],
            seconds=round(seconds, 2),
            memory_mib=round(memory.peak / 2**20, 1),
        )
        save_png(composite(self._picture, painting.layers), self._folder / finding.picture)
        self._keep(number, recipe, finding)
        return finding

    def _keep(self, number: int, recipe: Recipe, finding: Finding) -> None:
        """Aside first, then renamed: there is never half a finding, and none without picture."""
        file = self._file(number)
        aside = file.with_suffix(".part")
        told = {"identity": self._identity(recipe), "finding": asdict(finding)}
        aside.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        aside.replace(file)

    def _kept(self, number: int, recipe: Recipe) -> Finding | None:
        try:
            told = json.loads(self._file(number).read_bytes())
            finding = Finding(**told["finding"])
        except (OSError, ValueError, KeyError, TypeError):
            return None
        there = (self._folder / finding.picture).is_file()
        return finding if there and told["identity"] == self._identity(recipe) else None

    def _identity(self, recipe: Recipe) -> str:
        wished = wishes(self._picture, self._regions, recipe)
        return identity(PaintJob(self._picture, wished, recipe, self._encoders[recipe.encoder]))

    def _file(self, number: int) -> Path:
        return self._folder / f"trial-{number + 1:03}.json"


class _PeakMemory:
    """Samples how much memory the process has, in bytes."""

    def __enter__(self) -> _PeakMemory:
        import psutil

        self._process, self._over = psutil.Process(), threading.Event()
        self.peak = self._process.memory_info().rss
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _sample(self) -> None:
        while not self._over.wait(SECONDS_BETWEEN):
            self.peak = max(self.peak, self._process.memory_info().rss)
