"""``segstyle lab``: looking inside, comparing settings, and the classical recipes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError

from segstyle_core import terminal
from segstyle_core.complaints import first_complaint
from segstyle_core.errors import BadInputError
from segstyle_core.gallery import find_style
from segstyle_core.image import load_picture, save_png
from segstyle_core.presets import presets
from segstyle_core.terminal import console, progress_bar, row_of

__all__ = ["lab_app"]

lab_app = typer.Typer(
    help="Look inside the networks, compare settings, list the classical recipes.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

Photo = Annotated[Path, typer.Argument(help="A JPEG, PNG, TIFF or WebP file.")]
Style = Annotated[str, typer.Argument(help="A gallery name, or a picture.")]
Folder = Annotated[Path, typer.Option("-o", "--output", help="A folder for the pictures.")]
Encoder = Annotated[str, typer.Option(help="vgg13, vgg16, vgg19, vgg19_tv or vgg19_bn.")]
Size = Annotated[int, typer.Option(help="Longest side to look at, in pixels.")]
Steps = Annotated[int, typer.Option(help="Evaluations of the loss for each picture, at most.")]
Seed = Annotated[int, typer.Option(help="Of the noise.")]


@lab_app.command()
def content(
    photo: Photo,
    output: Folder,
    layers: Annotated[str | None, typer.Option(help="Such as conv1_1,conv4_2.")] = None,
    encoder: Encoder = "vgg19",
    size: Size = 256,
    steps: Steps = 150,
    seed: Seed = 0,
) -> None:
    """Rebuild a photo from noise by what each layer alone keeps of it."""
    settings = {"encoder": encoder, "size": size, "steps": steps, "seed": seed}
    _ask(photo, output, what="content", layers=_words(layers), **settings)


@lab_app.command("style")
def texture(
    style: Style,
    output: Folder,
    subsets: Annotated[
        str, typer.Option(help="cumulative, or sets such as conv1_1,conv1_1+conv2_1.")
    ] = "cumulative",
    encoder: Encoder = "vgg19",
    size: Size = 256,
    steps: Steps = 150,
    seed: Seed = 0,
) -> None:
    """Make textures of a style from noise by more and more layers."""
    sets = () if subsets == "cumulative" else _words(subsets)
    settings = {"encoder": encoder, "size": size, "steps": steps, "seed": seed}
    _ask(find_style(style).path, output, what="style", layers=sets, **settings)


@lab_app.command()
def features(
    photo: Photo,
    output: Folder,
    layer: Annotated[str, typer.Option(help="Such as conv1_1.")] = "conv1_1",
    top: Annotated[int | None, typer.Option(help="The strongest so many; else all.")] = None,
    encoder: Encoder = "vgg19",
    size: Size = 256,
) -> None:
    """Show what each channel of a layer sees in a photo."""
    _ask(photo, output, what="features", layers=(layer,), top=top, encoder=encoder, size=size)


@lab_app.command()
def saliency(
    photo: Photo,
    output: Folder,
    category: Annotated[
        str | None, typer.Option("--class", help="One of ImageNet's, by name or number.")
    ] = None,
    layer: Annotated[str | None, typer.Option(help="Else this layer …")] = None,
    channel: Annotated[
        int | None, typer.Option(help="… and its channel; else the loudest.")
    ] = None,
    encoder: Encoder = "vgg19",
    size: Size = 256,
) -> None:
    """Show which pixels a class, or a channel of a layer, depends on."""
    if category is not None and (layer is not None or channel is not None):
        raise typer.BadParameter("Either --class, or --layer and --channel.")
    settings = {"channel": channel, "category": category, "encoder": encoder, "size": size}
    _ask(photo, output, what="saliency", layers=_words(layer), **settings)


@lab_app.command()
def losses(
    reports: Annotated[list[Path], typer.Argument(help="What `style --report` wrote.")],
    output: Annotated[Path, typer.Option("-o", "--output", help="Becomes a .png and a .svg.")],
) -> None:
    """Draw content, style and variation loss by step and size, of one run or of several."""
    from segstyle_core.lab.curves import plotted, read_runs
    from segstyle_core.lab.plots import save

    files = save(plotted(read_runs(reports)), output)
    console.print(f"The curves are in {files[0]} and {files[1]}.", soft_wrap=True)


@lab_app.command()
def sweep(
    photo: Photo,
    style: Style,
    output: Folder,
    vary: Annotated[list[str], typer.Option(metavar="FIELD=VALUE,VALUE", help="docs/lab.md.")],
    preset: Annotated[str | None, typer.Option(help="A classical recipe to start from.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="docs/recipe.md.")
    ] = None,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Only say how long it would take.")
    ] = False,
) -> None:
    """Paint a photo with every combination of settings: a sheet, a table and a page."""
    from segstyle_core.lab.sweep import Sweep
    from segstyle_core.lab.table import write_results
    from segstyle_core.lab.trials import axis, trials
    from segstyle_core.weights import Store

    base = terminal.recipe(None, [], settings or [], {}, preset).model_dump(exclude_unset=True)
    wanted = trials([axis(word) for word in vary], base)
    trying = Sweep(load_picture(photo), style, wanted, Store().path, output)
    left, seconds = trying.seconds_left()
    console.print(f"{len(wanted)} combinations, {left} to be painted: about {seconds:.0f} s.")
    if estimate:
        return
    with progress_bar() as progress:
        findings = trying.run(progress)
    files = write_results(findings, f"{photo.name} in {style}", output)
    console.print(f"Look at {files[-1]}.", soft_wrap=True)


@lab_app.command("presets")
def list_presets() -> None:
    """List the classical recipes, for `--preset`."""
    for preset in presets().values():
        console.print(row_of(preset.id, preset.title), soft_wrap=True)


@lab_app.command("gallery")
def picture_book(
    output: Folder,
    size: Size = 256,
    steps: Annotated[
        int | None, typer.Option(help="At most so many for each picture; else the presets' own.")
    ] = None,
) -> None:
    """Make all pictures of docs/lab.md and docs/presets.md, and the table of the presets."""
    from segstyle_core.lab.gallery import make

    with progress_bar() as progress:
        table = make(output, size, steps, progress)
    console.print(table, soft_wrap=True)


def _words(text: str | None) -> tuple[str, ...]:
    return tuple(word.strip() for word in (text or "").split(",") if word.strip())


def _ask(picture: Path, output: Path, **fields: Any) -> None:
    """Ask the lab, and write each picture of its answer and a sheet of all."""
    from segstyle_core.lab.asking import Question, answer, sheet_of
    from segstyle_core.weights import Store

    try:
        question = Question(**fields)
    except ValidationError as error:
        where, what = first_complaint(error, "question")
        raise BadInputError(f"{where}: {what}.", "See: segstyle lab --help") from None
    with progress_bar() as progress:
        found = answer(question, load_picture(picture).rgb, Store(), progress)
    output.mkdir(parents=True, exist_ok=True)
    for number, (_, pixels) in enumerate(found):
        save_png(pixels, output / f"{number:02}.png")
    save_png(sheet_of(found), output / "sheet.png")
    for number, (label, _) in enumerate(found):
        console.print(row_of(f"{number:02}.png", label), soft_wrap=True)
    console.print(f"They are in {output}, all together in sheet.png.", soft_wrap=True)
