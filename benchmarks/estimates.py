"""How near estimates come: before a painting begins, and after its first ten steps.

Each case is estimated (`segstyle_core.methods.estimate`), then painted. After the tenth step the
time that progress promises in all, which is what is over divided by its share, is compared with
what it took.

    python benchmarks/estimates.py [--photo FILE] [--sizes 384 640] [--methods independent joint]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, fit_within, load_picture, resize
from segstyle_core.methods import estimate, paint
from segstyle_core.progress import Control
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region
from segstyle_core.weights import Store

STYLES = ("oil-swirls", "woodcut-waves", "golden-mosaic")
TENTH = 10


def thirds(picture: Picture) -> list[Region]:
    """Three upright stripes."""
    edges = np.linspace(0, picture.width, len(STYLES) + 1).astype(int)
    stripes = [np.zeros((picture.height, picture.width), np.uint8) for _ in STYLES]
    for stripe, left, right in zip(stripes, edges, edges[1:], strict=False):
        stripe[:, left:right] = 255
    return [Region(name, stripe) for name, stripe in zip("abc", stripes, strict=True)]


def painted(picture: Picture, recipe: Recipe) -> tuple[float, float, float]:
    """Seconds estimated before, promised at the tenth step, and taken."""
    regions, encoder = thirds(picture), Store().path(recipe.encoder)
    before = estimate(picture, regions, recipe, encoder).seconds
    steps: list[float] = []
    began = time.perf_counter()

    def note(fraction: float, text: str) -> Control:
        if text.startswith("Styling"):
            steps.append((time.perf_counter() - began) / max(fraction, 1e-6))
        return Control.CONTINUE

    paint(picture, regions, recipe, encoder, note)
    return before, steps[TENTH - 1], time.perf_counter() - began


def main() -> None:
    keep_freed_memory()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photo", type=Path, default=sample_photo())
    parser.add_argument("--sizes", type=int, nargs="+", default=[384, 640])
    parser.add_argument("--methods", nargs="+", default=["independent", "joint"])
    asked = parser.parse_args()
    photo = load_picture(asked.photo).rgb
    assignments = tuple(
        Assignment(region=name, style=style) for name, style in zip("abc", STYLES, strict=True)
    )
    for size in asked.sizes:
        width, height = fit_within(photo.shape[1], photo.shape[0], size)
        picture = Picture(resize(photo, width, height))
        for method in asked.methods:
            recipe = Recipe(assignments=assignments, method=method, size=size)
            before, tenth, taken = painted(picture, recipe)
            print(
                f"{size} px, {method}: took {taken:.1f} s; estimated {before / taken:.2f} of it "
                f"before, {tenth / taken:.2f} after {TENTH} steps"
            )


if __name__ == "__main__":
    main()
