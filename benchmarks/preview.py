"""The instant preview: how long a look takes, and whether it is a start that saves time.

Looks are taken as the plug-in takes them, in a process that is warm (libraries loaded, networks in
memory): three regions at once, then one of them in another style, then nothing new. Medians.

Starts: the same photo, style and steps from the photo and from the preview; when the one from the
preview comes to the loss that the one from the photo ends with, and where each ends, in float32.
The peer of both is the way without: styling itself (its quickest quality, the same photo).

    python benchmarks/preview.py [--size 1024] [--rounds 5] [--start-size 512] [--out DIR]
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from segstyle_core.demo import sample_photo
from segstyle_core.gallery import styles
from segstyle_core.image import Picture, fit_within, load_picture, resize, save_png
from segstyle_core.methods import paint
from segstyle_core.methods.base import PaintJob
from segstyle_core.methods.glimpse import glimpse
from segstyle_core.methods.registry import wishes
from segstyle_core.methods.starting import first_look
from segstyle_core.methods.workshop import Workshop
from segstyle_core.preview import Painter, painter
from segstyle_core.progress import Control, Silent
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region
from segstyle_core.segmenters import divide
from segstyle_core.style.engine import StepReport, StyleJob, StyleResult, stylize
from segstyle_core.weights import Store


def recipe_of(names: list[str], chosen: list[str], **settings: object) -> Recipe:
    assignments = tuple(
        Assignment(region=name, style=style) for name, style in zip(names, chosen, strict=True)
    )
    return Recipe(assignments=assignments, **settings)


def looks(size: int, rounds: int, out: Path | None) -> None:
    photo = load_picture(sample_photo()).rgb
    width, height = (round(side * size / max(photo.shape)) for side in photo.shape[1::-1])
    picture = Picture(resize(photo, width, height))
    regions = divide(picture, "clusters", 3, Silent()).regions
    names = [region.name for region in regions]
    known = [style.id for style in styles()]
    chosen = [known[number % len(known)] for number in range(4)]
    quick = Painter(Store())
    first, changed, again = [], [], []
    for number in range(rounds + 1):
        painter._painted.cache_clear()
        for times, these in (
            (first, chosen[:3]),
            (changed, [*chosen[:2], chosen[0]]),
            (again, [*chosen[:2], chosen[0]]),
        ):
            began = time.perf_counter()
            seen = glimpse(picture, regions, recipe_of(names, these), quick, Silent())
            times.append(time.perf_counter() - began)
        if number == 0 and out is not None:
            save_png(seen.pixels, out / "preview.png")
    print(f"{width}×{height}, the first look of the process: {first[0]:.2f} s")
    for title, times in (("three regions", first), ("one changed", changed), ("none", again)):
        print(f"{width}×{height}, {title}: {np.median(times[1:]):.3f} s")
    began = time.perf_counter()
    recipe = recipe_of(names, chosen[:3], quality="quick")
    paint(picture, regions, recipe, Store().path(recipe.encoder), Silent())
    print(f"{width}×{height}, styled by the optimiser, quick: {time.perf_counter() - began:.0f} s")


@dataclass
class Run:
    """A run of the engine: seconds and loss of each step at the finest level, and its result."""

    steps: list[tuple[float, float]]
    result: StyleResult

    def reaches(self, loss: float) -> float:
        """Seconds until the loss is as low as that; nan if it never is."""
        return next((seconds for seconds, seen in self.steps if seen <= loss), float("nan"))


def run(style: str, size: int, start: str) -> Run:
    photo = load_picture(sample_photo()).rgb
    picture = Picture(resize(photo, *fit_within(photo.shape[1], photo.shape[0], size)))
    everywhere = Region("all", np.full(picture.rgb.shape[:2], 255, np.uint8))
    recipe = recipe_of(["all"], [style], start=start, size=size)
    asked = wishes(picture, [everywhere], recipe)
    began = time.perf_counter()
    workshop = Workshop(PaintJob(picture, asked, recipe, Store().path(recipe.encoder)))
    crop = workshop.crop(asked[0])
    guide = workshop.guide(asked[0], crop)
    job = StyleJob(
        content=np.ascontiguousarray(workshop.photo[crop.slices]),
        guide=guide,
        zones=(workshop.zone(asked[0], guide),),
        scales=workshop.scales(crop),
        encoder=workshop.job.encoder,
        recipe=recipe,
        start=first_look(workshop, crop, asked),
    )
    steps: list[tuple[float, float]] = []

    def on_step(step: StepReport) -> Control:
        if step.level == len(job.scales) - 1:
            steps.append((time.perf_counter() - began, step.losses.total))
        return Control.CONTINUE

    return Run(steps, stylize(job, on_step=on_step))


def starts(size: int, chosen: list[str]) -> None:
    print("style, start: seconds to the photo's last loss; total, content, style loss at the end")
    for style in chosen:
        runs = {start: run(style, size, start) for start in ("photo", "preview")}
        goal = min(loss for _, loss in runs["photo"].steps)
        for start, done in runs.items():
            losses = done.result.losses
            print(
                f"{style}, {start}: {done.reaches(goal):.1f} s; "
                f"{losses.total:.0f}, {losses.content:.1f}, {losses.style:.0f}"
            )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=1024)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--start-size", type=int, default=512)
    parser.add_argument("--styles", nargs="+", default=[style.id for style in styles()][:6])
    parser.add_argument("--out", type=Path, help="keep the preview there")
    asked = parser.parse_args()
    if asked.out is not None:
        asked.out.mkdir(parents=True, exist_ok=True)
    looks(asked.size, asked.rounds, asked.out)
    starts(asked.start_size, asked.styles)


if __name__ == "__main__":
    main()
