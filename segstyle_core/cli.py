"""The ``segstyle`` command."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from segstyle_core import preview_commands, terminal
from segstyle_core.batch.command import batch
from segstyle_core.errors import SegStyleError, missing_package
from segstyle_core.lab_commands import lab_app
from segstyle_core.process import set_up
from segstyle_core.regions.coverage import SOFTNESS
from segstyle_core.styles_commands import styles_app
from segstyle_core.terminal import console, progress_bar, row_of
from segstyle_core.weights_commands import say_adopted, weights_app

if TYPE_CHECKING:
    from segstyle_core.lab.snapshots import Snapshots

__all__ = ["main"]

app = typer.Typer(
    name="segstyle",
    help="Paint a photo with other people's styles, one named region at a time.",
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(weights_app, name="weights")
app.add_typer(styles_app, name="styles")
app.add_typer(lab_app, name="lab")
app.command()(batch)
app.command()(preview_commands.preview)
app.command()(preview_commands.sheet)

Photo = Annotated[Path, typer.Argument(help="A JPEG, PNG, TIFF or WebP file.")]
Out = Annotated[Path, typer.Option("-o", "--output", help="Where the result goes.")]


def main() -> None:
    """Run the command; exit 2 with one line for what the user got wrong."""
    debug = "--debug" in sys.argv
    set_up(logging.DEBUG if debug else logging.WARNING)
    arguments = [word for word in sys.argv[1:] if word != "--debug"] or ["--help"]
    try:
        code = app(arguments, standalone_mode=False)
    except SegStyleError as error:
        if debug:
            raise
        _fail(str(error))
    except ModuleNotFoundError as error:
        if debug:
            raise
        _fail(str(missing_package(error)))
    except typer.TyperException as error:
        _fail(error.format_message())
    except (KeyboardInterrupt, typer.Abort):
        _fail("Cancelled.", 130)
    sys.exit(code if isinstance(code, int) else 0)


def _fail(line: str, code: int = 2) -> None:
    sys.stderr.write(f"segstyle: {' '.join(line.split())}\n")
    sys.exit(code)


@app.command()
def segment(
    photo: Photo,
    output: Out,
    segmenter: Annotated[str, typer.Option(help="One that `segstyle segmenters` lists.")] = "auto",
    count: Annotated[int | None, typer.Option(help="Exactly so many regions.")] = None,
    softness: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Of the regions' borders; 0 is hard.")
    ] = SOFTNESS,
    min_area: Annotated[
        float, typer.Option(metavar="PERCENT", help="What is smaller goes to its surroundings.")
    ] = 0.0,
    inside: Annotated[Path | None, typer.Option(help="A mask: only there.")] = None,
    box: Annotated[str | None, typer.Option(metavar="X,Y,W,H", help="Where the thing is.")] = None,
    area: Annotated[Path | None, typer.Option(help="A mask: roughly where the thing is.")] = None,
    foreground: Annotated[Path | None, typer.Option(help="A mask: strokes on the thing.")] = None,
    background: Annotated[Path | None, typer.Option(help="A mask: strokes beside it.")] = None,
    masks: Annotated[Path | None, typer.Option(help="A folder of regions to start from.")] = None,
) -> None:
    """Divide a photo into named regions: segments.json, a mask for each, and an overlay."""
    from segstyle_core.image import load_picture
    from segstyle_core.regions.files import write_regions
    from segstyle_core.segmenters import divide

    picture = load_picture(photo)
    hints = terminal.hints(picture, inside, box, area, foreground, background, masks)
    with progress_bar() as progress:
        division = divide(
            picture,
            segmenter,
            count,
            progress,
            hints=hints,
            smallest=min_area / 100.0,
            softness=softness,
        )
    write_regions(division.regions, picture.rgb, output, division.segmenter)
    names = "; ".join(region.name for region in division.regions)
    number = "1 region" if len(division.regions) == 1 else f"{len(division.regions)} regions"
    console.print(f"{number} by {division.segmenter}: {names}")
    console.print(f"They are in {output}.", soft_wrap=True)


@app.command()
def style(
    photo: Photo,
    masks: Annotated[Path, typer.Option(help="A folder that `segstyle segment` wrote.")],
    output: Annotated[
        Path | None, typer.Option("-o", "--output", help="Where the result goes.")
    ] = None,
    assign: Annotated[
        list[str] | None, typer.Option(metavar="NAME=STYLE", help="A region's style; twice: both.")
    ] = None,
    recipe: Annotated[Path | None, typer.Option(help="A recipe to start from, as JSON.")] = None,
    preset: Annotated[str | None, typer.Option(help="A classical recipe: docs/presets.md.")] = None,
    method: Annotated[str | None, typer.Option(help="How several regions are styled.")] = None,
    quality: Annotated[str | None, typer.Option(help="quick, balanced or best.")] = None,
    size: Annotated[int | None, typer.Option(help="Longest side to paint at, in pixels.")] = None,
    seed: Annotated[int | None, typer.Option(help="Of everything random.")] = None,
    minutes: Annotated[float | None, typer.Option(help="Paint at most so long.")] = None,
    settings: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="docs/recipe.md.")
    ] = None,
    report: Annotated[Path | None, typer.Option(help="Write figures as JSON.")] = None,
    pictures_at: Annotated[
        str | None, typer.Option(metavar="STEPS", help="Keep small pictures, for `lab losses`.")
    ] = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on from where the same command was killed.")
    ] = False,
    estimate: Annotated[
        bool, typer.Option("--estimate", help="Only say how long it would take, and how much.")
    ] = False,
) -> None:
    """Style regions: OUT is a .ora file, or a folder for layers and a composite."""
    from segstyle_core import methods
    from segstyle_core.image import load_picture
    from segstyle_core.layers import write_folder, write_openraster
    from segstyle_core.regions.files import read_regions
    from segstyle_core.weights import Store

    if output is None and not estimate:
        raise typer.BadParameter("Say where the result goes: -o OUT.")
    named = {"method": method, "quality": quality, "size": size, "seed": seed, "minutes": minutes}
    asked = terminal.recipe(recipe, assign or [], settings or [], named, preset)
    methods.get_ready()
    picture = load_picture(photo)
    regions = read_regions(masks, picture.width, picture.height)
    encoder = Store().path(asked.encoder)
    if output is None or estimate:
        terminal.show_estimate(asdict(methods.estimate(picture, regions, asked, encoder)))
        return
    watch = _snapshots(report, pictures_at)
    with progress_bar() as progress:
        painting = methods.paint(
            picture, regions, asked, encoder, progress, resume=resume, watch=watch
        )
    write = write_openraster if output.suffix.lower() == ".ora" else write_folder
    write(picture, painting.layers, output)
    if report is not None:
        rows = painting.report if watch is None else watch.added_to(painting.report)
        terminal.write_report(report, rows, painting.notes)
    terminal.show_notes(painting.report, painting.notes)
    console.print(f"{len(painting.layers)} styled regions are in {output}.", soft_wrap=True)


def _snapshots(report: Path | None, steps: str | None) -> Snapshots | None:
    """What keeps pictures beside a report, if they are wanted."""
    if steps is None:
        return None
    if report is None:
        raise typer.BadParameter("--pictures-at goes with --report FILE.")
    from segstyle_core.lab.snapshots import Snapshots, steps_in

    return Snapshots(report.with_name(f"{report.stem}-pictures"), steps_in(steps))


@app.command()
def losses(
    image: Annotated[Path, typer.Argument(help="The picture to judge.")],
    content: Annotated[Path, typer.Option(help="The photo it was made from.")],
    style: Annotated[str, typer.Option(help="A gallery name, or a picture.")],
    mask: Annotated[Path | None, typer.Option(help="A region's mask.")] = None,
    size: Annotated[int | None, typer.Option(help="Judge at this longest side.")] = None,
) -> None:
    """Content, style and variation loss by the engine's own definition, as JSON."""
    from segstyle_core.judging import judge
    from segstyle_core.weights import Store

    console.print_json(data=judge(image, content, style, mask, size, Store().path("vgg19")))


@app.command()
def segmenters() -> None:
    """List the ways of segmenting."""
    from segstyle_core.segmenters import listing

    for row in listing():
        missing = "" if row.ready else " (weights missing)"
        console.print(row_of(row.id, f"{row.title}{terminal.to_mark(row.wants)}{missing}"))


@app.command("export-onnx")
def export_onnx(
    checkpoint: Annotated[Path, typer.Argument(help="A .pth file; CSAIL's two, or their folder.")],
    arch: Annotated[str, typer.Option(help="As torchvision calls it, or CSAIL's ENCODER+DECODER.")],
    name: Annotated[str | None, typer.Option("--as", metavar="ID", help="Its name here.")] = None,
    classes: Annotated[Path | None, typer.Option(help="Its classes, one a line.")] = None,
) -> None:
    """Turn a PyTorch segmentation checkpoint into a network for the segmenter “scene”."""
    from segstyle_core.weights import Store
    from segstyle_core.weights.export import export_onnx

    store = Store()
    with progress_bar() as progress:
        exported = export_onnx(checkpoint, arch, name, classes, store, progress)
    console.print(f"ONNX Runtime and torch differ by at most {exported.difference:.1g}.")
    say_adopted(store, exported.id)


@app.command("evaluate-scene")
def evaluate_scene(
    images: Annotated[Path, typer.Option(help="A folder of JPEG or PNG pictures.")],
    annotations: Annotated[Path, typer.Option(help="ADE20K's: PNG files of the same names.")],
    model: Annotated[str, typer.Option(help="scene, an id in the catalogue or an ONNX file.")],
    report: Annotated[Path | None, typer.Option(help="Write all figures as JSON.")] = None,
) -> None:
    """Judge a scene network by pixel accuracy and mean IoU."""
    from segstyle_core.segmenters.evaluation import evaluate
    from segstyle_core.segmenters.scene import network
    from segstyle_core.weights import Store

    with progress_bar() as progress:
        figures = evaluate(network(model, Store()), images, annotations, progress).report()
    terminal.show_evaluation(figures)
    if report is not None:
        report.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")


@app.command()
def doctor(
    as_json: Annotated[bool, typer.Option("--json", help="For programs.")] = False,
) -> None:
    """Say what works and what to do about what does not; exit 1 if anything is amiss."""
    from segstyle_core.doctor import NO, examine

    findings = examine()
    if as_json:
        console.print_json(data=[asdict(finding) for finding in findings])
    else:
        for finding in findings:
            words = f"{finding.state}: {finding.word} {finding.advice}".rstrip()
            console.print(row_of(finding.what, words), soft_wrap=True)
    if any(finding.state == NO for finding in findings):
        raise typer.Exit(1)


@app.command("forget")
def forget_all(
    purge: Annotated[
        bool, typer.Option("--purge", help="Your own styles and networks too.")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would go.")] = False,
) -> None:
    """Remove caches, fetched weights and paintings: what SegStyle has put beside itself."""
    from segstyle_core.forgetting import forget, things

    gone = (
        [each for each in things() if purge or not each.users] if dry_run else forget(purge=purge)
    )
    for each in gone:
        console.print(f"{'Would remove' if dry_run else 'Removed'} {each.path}", soft_wrap=True)
    for each in things():
        if each not in gone:
            console.print(f"Left: {each.what}, {each.path}", soft_wrap=True)


@app.command()
def worker() -> None:
    """Speak docs/protocol.md on standard input and output, for the plug-in."""
    from segstyle_core.worker.server import serve

    serve()


@app.command()
def demo(
    output: Annotated[Path, typer.Argument(help="Where the pictures go.")] = Path("demo"),
) -> None:
    """Walk a photo the whole way and show what comes of it."""
    from segstyle_core.demo import run

    run(output)
