"""The pictures of docs/lab.md and docs/presets.md, all made by one call."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from segstyle_core.gallery import find_style
from segstyle_core.image import Picture, RgbImage, fit_within, load_picture, resize
from segstyle_core.lab.asking import Question, answer, sheet_of
from segstyle_core.lab.curves import plotted, read_runs
from segstyle_core.lab.plots import save
from segstyle_core.lab.sheets import sheet
from segstyle_core.lab.snapshots import Snapshots
from segstyle_core.lab.sweep import Sweep
from segstyle_core.lab.table import tiles
from segstyle_core.lab.trials import axis, trials
from segstyle_core.layers import composite
from segstyle_core.methods import paint
from segstyle_core.methods.base import Painting
from segstyle_core.presets import Preset, presets
from segstyle_core.progress import Part, Progress
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.sample import sample_photo
from segstyle_core.segmenters import divide
from segstyle_core.style.engine import Source, StyleJob, Zone, measure
from segstyle_core.style.losses import Losses
from segstyle_core.style.pyramid import style_size
from segstyle_core.weights import Store

__all__ = ["make"]

STYLES = ("oil-swirls", "woodcut-waves")
MOST_BYTES = 200_000
ADAM_MORE = 4
"""Adam's steps do so much less than L-BFGS's that its presets get so many times the most."""

QUESTIONS: dict[str, dict[str, Any]] = {
    "content": {"what": "content"},
    "style": {"what": "style"},
    "features": {"what": "features", "layers": ("conv1_1",)},
    "saliency": {"what": "saliency", "layers": ("conv4_2",)},
}
SHARES = {"content": 0.12, "style": 0.24, "features": 0.25, "saliency": 0.27, "losses": 0.33}
"""How much of the time is over after each."""


@dataclass(frozen=True)
class Sample:
    """A preset's picture, the seconds it took, and its losses by the engine's own balance."""

    name: str
    pixels: RgbImage
    seconds: float
    losses: Losses


def make(folder: Path, size: int, steps: int | None, progress: Progress) -> str:
    """Write all pictures as JPEG into a folder.

    Args:
        folder: where they go.
        size: the longest side of each picture, in pixels.
        steps: evaluations of the loss, at most, for each picture; None for the presets' own.
        progress: told, and asked whether to go on.

    Returns:
        The presets' table of times and losses, in Markdown.
    """
    folder.mkdir(parents=True, exist_ok=True)
    store, photo = Store(), load_picture(sample_photo())
    small = Picture(resize(photo.rgb, *fit_within(photo.width, photo.height, size)))
    over = 0.0
    for name, fields in QUESTIONS.items():
        picture = load_picture(find_style(STYLES[0]).path) if name == "style" else photo
        question = Question(size=size, steps=steps or 150, **fields)
        part = Part(progress, over, over := SHARES[name])
        _save(sheet_of(answer(question, picture.rgb, store, part)), folder / name)
    regions = divide(small, "auto", 2, Part(progress, over, over)).regions
    _losses(small, regions, store, folder, Part(progress, over, over := SHARES["losses"]))
    _sweep(small, store, folder, steps, Part(progress, over, over := over + 0.12))
    samples = _presets(small, regions, store, steps, Part(progress, over, 1.0))
    shown = [("Photo", small.rgb), *((sample.name, sample.pixels) for sample in samples)]
    _save(sheet(shown, 3), folder / "presets")
    return _table(samples)


def _losses(
    picture: Picture, regions: Sequence[Region], store: Store, folder: Path, progress: Progress
) -> None:
    """The curves of two ways of painting the first region, over each other."""
    reports = []
    for name, fields in (("L-BFGS", {}), ("Adam", {"optimiser": "adam"})):
        report = folder / f"{name}.json"
        recipe = _recipe(regions[:1], {"quality": "quick", **fields})
        watch = Snapshots(folder / "steps", (1, 5, 20))
        painting = _painted(picture, regions, recipe, store, progress, watch)
        rows = watch.added_to(painting.report)
        report.write_text(json.dumps({"regions": rows}), encoding="utf-8")
        reports.append(report)
    files = save(plotted(read_runs(reports)), folder / "losses")
    _save(load_picture(files[0]).rgb, folder / "losses")
    for file in (*files, *reports, *(folder / "steps").iterdir()):
        file.unlink()
    (folder / "steps").rmdir()


def _sweep(
    picture: Picture, store: Store, folder: Path, steps: int | None, progress: Progress
) -> None:
    words = ("content_layer=conv3_1,conv4_2", "style_weight=1e2,1e3,1e4")
    base = {"quality": "quick", "steps": steps}
    wanted = trials([axis(word) for word in words], base)
    aside = folder / "sweep"
    findings = Sweep(picture, STYLES[0], wanted, store.path, aside).run(progress)
    _save(sheet(tiles(findings, aside), 3), folder / "sweep-sheet")
    for file in aside.iterdir():
        file.unlink()
    aside.rmdir()


def _presets(
    picture: Picture,
    regions: Sequence[Region],
    store: Store,
    steps: int | None,
    progress: Progress,
) -> list[Sample]:
    """Today's default, then each preset: of one thing alone the first region, else both."""
    wanted = [("default", {"quality": "quick"}), *map(_settings, presets().values())]
    samples = []
    for number, (name, fields) in enumerate(wanted):
        alone = regions[:1] if name.startswith("isolated") else regions
        recipe = _hurried(_recipe(alone, fields), steps, picture)
        title = name
        if not store.ready(recipe.encoder):
            title = f"{name}, with vgg19"
            recipe = recipe.model_copy(update={"encoder": "vgg19"})
        part = Part(progress, number / len(wanted), (number + 1) / len(wanted))
        painting = _painted(picture, regions, recipe, store, part)
        pixels = composite(picture, painting.layers)
        seconds = sum(row["seconds"] for row in painting.report)
        samples.append(Sample(title, pixels, seconds, _judged(pixels, picture, regions, store)))
    return samples


def _settings(preset: Preset) -> tuple[str, dict[str, Any]]:
    return preset.id, {"preset": preset.id, "quality": "quick"}


def _recipe(regions: Sequence[Region], fields: dict[str, Any]) -> Recipe:
    rows = [
        {"region": region.name, "style": style}
        for region, style in zip(regions, STYLES, strict=False)
    ]
    return Recipe.from_data({**fields, "assignments": rows})


def _hurried(recipe: Recipe, steps: int | None, picture: Picture) -> Recipe:
    """The recipe at the picture's size, with so many steps at most where it has its own."""
    longest = max(picture.width, picture.height)
    update: dict[str, Any] = {"size": longest}
    if steps is not None and recipe.levels == 1:
        most = steps * (ADAM_MORE if recipe.optimiser == "adam" else 1)
        update["steps"] = min(most, recipe.steps or most)
    return recipe.model_copy(update=update)


def _painted(
    picture: Picture,
    regions: Sequence[Region],
    recipe: Recipe,
    store: Store,
    progress: Progress,
    watch: Snapshots | None = None,
) -> Painting:
    return paint(picture, regions, recipe, store.path(recipe.encoder), progress, watch=watch)


def _judged(pixels: RgbImage, picture: Picture, regions: Sequence[Region], store: Store) -> Losses:
    """The losses by the engine's own layers and balance, both regions with their styles."""
    area = picture.width * picture.height
    zones = []
    for region, style in zip(regions, STYLES, strict=True):
        painting = load_picture(find_style(style).path)
        source = resize(painting.rgb, *style_size(painting.width, painting.height, area))
        zones.append(Zone(region.coverage, (Source(source),)))
    everywhere = np.full(pixels.shape[:2], 255, np.uint8)
    return measure(pixels, StyleJob(picture.rgb, everywhere, tuple(zones), (), store.path("vgg19")))


def _save(pixels: RgbImage, path: Path) -> None:
    """As JPEG of at most MOST_BYTES."""
    for quality in (90, 85, 80, 72, 64, 55):
        Image.fromarray(pixels).save(path.with_suffix(".jpg"), quality=quality, optimize=True)
        if path.with_suffix(".jpg").stat().st_size <= MOST_BYTES:
            return


def _table(samples: Sequence[Sample]) -> str:
    head = (
        "| preset | seconds | content loss | style loss | variation loss |\n|---|---|---|---|---|"
    )
    rows = []
    for sample in samples:
        figures = asdict(sample.losses)
        losses = " | ".join(f"{figures[name]:.3g}" for name in ("content", "style", "variation"))
        rows.append(f"| {sample.name} | {sample.seconds:.0f} | {losses} |")
    return "\n".join([head, *rows])
