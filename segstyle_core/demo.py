"""The demo: a photo that a package brings, segmented and styled, with a sheet to look at."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from segstyle_core.gallery import styles
from segstyle_core.image import load_picture, save_png
from segstyle_core.layers import write_folder, write_openraster
from segstyle_core.methods import paint
from segstyle_core.progress import Progress
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region
from segstyle_core.regions.files import write_regions
from segstyle_core.regions.overlay import overlay
from segstyle_core.sample import sample_photo
from segstyle_core.segmenters import divide
from segstyle_core.sheet import contact_sheet
from segstyle_core.terminal import console, progress_bar, row_of
from segstyle_core.weights import Store

__all__ = ["run", "sample_photo"]

REGIONS = 3
STYLED = 2


def run(output: Path) -> None:
    """Segment the sample photo, style its two largest regions, and write all that comes of it."""
    output.mkdir(parents=True, exist_ok=True)
    picture = load_picture(sample_photo())
    with _timed("segmented") as progress:
        division = divide(picture, "auto", REGIONS, progress)
    write_regions(division.regions, picture.rgb, output / "regions", division.segmenter)
    recipe = _recipe(division.regions)
    with _timed("styled") as progress:
        painting = paint(picture, division.regions, recipe, Store().path(recipe.encoder), progress)
    for row in painting.report:
        console.print(row_of("", f"{row['region']}: {row['style']}, {row['seconds']:.1f} s"))
    write_folder(picture, painting.layers, output / "layers")
    write_openraster(picture, painting.layers, output / "finished.ora")
    finished = load_picture(output / "layers" / "composite.png").rgb
    marked = overlay(picture.rgb, division.regions)
    save_png(marked, output / "overlay.png")
    save_png(finished, output / "finished.png")
    save_png(
        contact_sheet([("Photo", picture.rgb), ("Regions", marked), ("Styled", finished)], 3),
        output / "sheet.png",
    )
    _tell(output)


def _recipe(regions: tuple[Region, ...]) -> Recipe:
    largest = regions[:STYLED]
    chosen = [style.id for style in styles()]
    return Recipe(
        assignments=tuple(
            Assignment(region=region.name, style=chosen[index % len(chosen)])
            for index, region in enumerate(largest)
        )
    )


@contextmanager
def _timed(what: str) -> Iterator[Progress]:
    began = time.perf_counter()
    with progress_bar() as progress:
        yield progress
    console.print(row_of(what, f"{time.perf_counter() - began:.1f} s"))


def _tell(output: Path) -> None:
    rows = {
        "overlay.png": "the regions over the photo",
        "regions/": "a mask for each region",
        "layers/": "each layer with its mask",
        "finished.png": "the finished picture",
        "finished.ora": "the same in layers, to open in GIMP",
        "sheet.png": "all side by side",
    }
    console.print(f"In {output.resolve()}:", soft_wrap=True)
    for name, words in rows.items():
        console.print(row_of(f"  {name}", words))
