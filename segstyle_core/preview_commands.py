"""``segstyle preview`` and ``segstyle sheet``: looking at styles before painting."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from segstyle_core import terminal
from segstyle_core.errors import BadInputError
from segstyle_core.gallery import Style, find_style, styles
from segstyle_core.image import Picture, RgbImage, fit_within, load_picture, resize, save_png
from segstyle_core.progress import Part, Progress
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region
from segstyle_core.terminal import console, progress_bar

__all__ = ["preview", "sheet"]

LONGEST = 1024
EVERYWHERE = "all"

Photo = Annotated[Path, typer.Argument(help="A JPEG, PNG, TIFF or WebP file.")]
Out = Annotated[Path, typer.Option("-o", "--output", help="A PNG file for the result.")]


def preview(
    photo: Photo,
    masks: Annotated[Path, typer.Option(help="A folder that `segstyle segment` wrote.")],
    output: Out,
    assign: Annotated[
        list[str] | None, typer.Option(metavar="NAME=STYLE", help="A region's style; twice: both.")
    ] = None,
    recipe: Annotated[Path | None, typer.Option(help="A recipe to start from, as JSON.")] = None,
    preset: Annotated[str | None, typer.Option(help="A classical recipe: docs/presets.md.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="docs/recipe.md.")
    ] = None,
    size: Annotated[int, typer.Option(min=64, help="Longest side, in pixels.")] = LONGEST,
) -> None:
    """Show at once about what `segstyle style` would paint."""
    from segstyle_core.methods.glimpse import glimpse
    from segstyle_core.preview import Painter
    from segstyle_core.regions.files import read_regions
    from segstyle_core.weights import Store

    asked = terminal.recipe(recipe, assign or [], settings or [], {}, preset)
    picture = load_picture(photo)
    regions = read_regions(masks, picture.width, picture.height)
    small = _small(picture, size)
    seen = [
        Region(each.name, resize(each.coverage, small.width, small.height), each.score)
        for each in regions
    ]
    with progress_bar() as progress:
        result = glimpse(small, seen, asked, Painter(Store()), progress)
    if result.missing:
        raise BadInputError(
            f"There is no style “{result.missing[0]}”.", "See them with: segstyle styles list"
        )
    save_png(result.pixels, output)
    console.print(f"The preview is in {output}.", soft_wrap=True)


def sheet(
    photo: Photo,
    output: Out,
    chosen: Annotated[
        list[str] | None, typer.Option("--styles", help="Gallery names or pictures; else all.")
    ] = None,
    size: Annotated[int, typer.Option(min=64, help="Longest side of each picture.")] = 320,
    optimise: Annotated[
        bool, typer.Option("--optimise", help="Paint them, which takes its time.")
    ] = False,
) -> None:
    """Show one photo in all styles, with their titles, on one sheet."""
    from segstyle_core.sheet import contact_sheet

    wanted = [find_style(name) for name in chosen] if chosen else list(styles())
    picture = load_picture(photo)
    paint = _painted if optimise else _glimpsed
    tile = fit_within(picture.width, picture.height, size)
    pictures = [("Photo", resize(_small(picture, size).rgb, *tile))]
    with progress_bar() as progress:
        for number, style in enumerate(wanted):
            part = Part(progress, number / len(wanted), (number + 1) / len(wanted))
            pictures.append((style.title, resize(paint(picture, style, size, part), *tile)))
    save_png(contact_sheet(pictures), output)
    console.print(f"{len(wanted)} styles are in {output}.", soft_wrap=True)


def _glimpsed(picture: Picture, style: Style, _size: int, progress: Progress) -> RgbImage:
    from segstyle_core.methods.glimpse import glimpse
    from segstyle_core.preview import Painter
    from segstyle_core.weights import Store

    small = _small(picture, LONGEST)
    return glimpse(small, [_all_of(small)], _recipe(style), Painter(Store()), progress).pixels


def _painted(picture: Picture, style: Style, size: int, progress: Progress) -> RgbImage:
    from segstyle_core.layers import composite
    from segstyle_core.methods import paint
    from segstyle_core.weights import Store

    small, recipe = _small(picture, size), _recipe(style)
    layers = paint(small, [_all_of(small)], recipe, Store().path(recipe.encoder), progress).layers
    return composite(small, layers)


def _recipe(style: Style) -> Recipe:
    """The whole picture in a style, with the settings that suit it best."""
    everywhere = Assignment(region=EVERYWHERE, style=style.id)
    suited = style.settings.model_dump(exclude_none=True)
    return Recipe(assignments=(everywhere,), quality="quick", **suited)


def _small(picture: Picture, longest: int) -> Picture:
    size = fit_within(picture.width, picture.height, longest)
    alpha = None if picture.alpha is None else resize(picture.alpha, *size)
    return Picture(resize(picture.rgb, *size), alpha)


def _all_of(picture: Picture) -> Region:
    return Region(EVERYWHERE, np.full(picture.rgb.shape[:2], 255, np.uint8))
