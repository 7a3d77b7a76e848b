"""Contact sheets to be looked at: photos in rows, styles in columns, one sheet for each method.

Each photo is divided into regions by `clusters`; all of them get the column's style, so that
seams and unequal strokes show. With --mixed each region gets a style of its own instead.

    python benchmarks/gallery.py [--methods independent joint …] [--size 384] [--mixed]
        [--paintings FOLDER] [--photos china astronaut …] [--out gallery]
"""

from __future__ import annotations

import argparse
import time
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

from segstyle_core.gallery import styles
from segstyle_core.image import Picture, RgbImage, fit_within, resize
from segstyle_core.layers import composite
from segstyle_core.methods import METHODS, paint
from segstyle_core.progress import Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.segmenters.look import divide
from segstyle_core.weights import Store

PHOTOS = ("china", "flower", "astronaut", "chelsea")
STYLES = 6
REGIONS = 3
TITLE = 16


def bundled(name: str, size: int) -> Picture:
    """A photo that scikit-learn or scikit-image brings, its longest side at most ``size``."""
    if name in ("china", "flower"):
        from sklearn.datasets import load_sample_image

        rgb = load_sample_image(f"{name}.jpg")
    else:
        from skimage import data

        rgb = getattr(data, name)()
    return Picture(resize(rgb, *fit_within(rgb.shape[1], rgb.shape[0], size)))


def wanted_styles(paintings: Path | None) -> list[str]:
    """The gallery's styles, and paintings until there are STYLES."""
    found = [style.id for style in styles()]
    if paintings is not None:
        found += [str(path) for path in sorted(paintings.glob("*.jpg"))]
    return found[:STYLES]


def painted(picture: Picture, regions: tuple[Region, ...], recipe: Recipe) -> RgbImage:
    return composite(
        picture, paint(picture, regions, recipe, Store().path("vgg19"), Silent()).layers
    )


def recipe_for(regions: tuple[Region, ...], names: list[str], column: int, mixed: bool) -> dict:
    return {
        "assignments": [
            {"region": each.name, "style": names[(column + mixed * i) % len(names)]}
            for i, each in enumerate(regions)
        ]
    }


def sheet(rows: list[list[RgbImage]], titles: list[str]) -> Image.Image:
    wide = max(each.shape[1] for row in rows for each in row)
    tall = max(each.shape[0] for row in rows for each in row)
    canvas = Image.new("RGB", (wide * len(rows[0]), TITLE + tall * len(rows)), "white")
    for column, title in enumerate(titles):
        ImageDraw.Draw(canvas).text((column * wide + 4, 2), title, fill="black")
    for y, row in enumerate(rows):
        for x, each in enumerate(row):
            canvas.paste(Image.fromarray(each), (x * wide, TITLE + y * tall))
    return canvas


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS))
    parser.add_argument("--photos", nargs="+", default=list(PHOTOS))
    parser.add_argument("--paintings", type=Path)
    parser.add_argument("--size", type=int, default=384)
    parser.add_argument("--quality", default="balanced")
    parser.add_argument("--mixed", action="store_true")
    parser.add_argument("--out", type=Path, default=Path("gallery"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    names = wanted_styles(asked.paintings)
    pictures = [bundled(name, asked.size) for name in asked.photos]
    divided = [divide(each, "clusters", REGIONS, Silent()).regions for each in pictures]
    for method in asked.methods:
        rows: list[list[np.ndarray]] = []
        for name, picture, regions in zip(asked.photos, pictures, divided, strict=True):
            began = time.perf_counter()
            rows.append([picture.rgb])
            for column in range(len(names)):
                data = recipe_for(regions, names, column, asked.mixed)
                settings = {"method": method, "quality": asked.quality, "size": asked.size}
                recipe = Recipe.from_data({**data, **settings})
                rows[-1].append(painted(picture, regions, recipe))
                titles = ["photo", *(Path(each).stem for each in names)]
                filled = rows[-1] + [picture.rgb] * (len(titles) - len(rows[-1]))
                sheet([*rows[:-1], filled], titles).save(asked.out / f"{method}.png")
            print(f"{method}, {name}: {time.perf_counter() - began:.0f} s")


if __name__ == "__main__":
    main()
