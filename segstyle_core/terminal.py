"""What the command line shows, and how it reads its words."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from segstyle_core.errors import BadInputError
from segstyle_core.image import Box, Bytes, Picture
from segstyle_core.process import peak_bytes
from segstyle_core.progress import Control
from segstyle_core.recipe import Recipe
from segstyle_core.regions.files import load_mask, read_regions
from segstyle_core.segmenters import Hints
from segstyle_core.xcf import channel_parasites, image_parasite, is_xcf

__all__ = [
    "assignment",
    "console",
    "hints",
    "progress_bar",
    "recipe",
    "row_of",
    "show_estimate",
    "show_evaluation",
    "show_notes",
    "to_mark",
    "write_report",
]

console = Console(highlight=False)

MARKS = {"area": "a box", "strokes": "strokes", "channels": "a channel"}
"""What segmenters want, in words."""


class _Bar:
    def __init__(self, bars: Progress) -> None:
        self._bars = bars
        self._task = bars.add_task("Starting", total=1.0)

    def __call__(self, fraction: float, text: str) -> Control:
        self._bars.update(self._task, completed=fraction, description=text)
        return Control.CONTINUE


@contextmanager
def progress_bar() -> Iterator[_Bar]:
    """A progress bar on standard error, gone when the job is done; none if that is a file."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
    seen = Console(stderr=True)
    with Progress(*columns, console=seen, transient=True, disable=not seen.is_terminal) as bars:
        yield _Bar(bars)


def row_of(name: str, words: str) -> str:
    """A line of a list: the name in a column, then the words."""
    return f"{name:<16} {words}"


def to_mark(wants: Sequence[str]) -> str:
    """What the user has to mark for a segmenter, such as “ (mark a box, strokes or a channel)”."""
    if not wants:
        return ""
    *others, last = (MARKS[want] for want in wants)
    return f" (mark {', '.join(others)} or {last})" if others else f" (mark {last})"


def assignment(word: str) -> dict[str, str]:
    """Read ``NAME=STYLE``.

    Raises:
        BadInputError: there is no ``=``, or nothing on one side of it.
    """
    region, _, style = word.rpartition("=")
    if not region.strip() or not style.strip():
        raise BadInputError(
            f"“{word}” does not say which region gets which style.", "Write --assign NAME=STYLE."
        )
    return {"region": region.strip(), "style": style.strip()}


def hints(
    picture: Picture,
    inside: Path | None,
    box: str | None,
    area: Path | None,
    foreground: Path | None,
    background: Path | None,
    masks: Path | None,
) -> Hints:
    """What is marked on a picture, from mask files of its size, a box and a folder of regions.

    Raises:
        BadInputError: a file that is no such mask, a box that is none or lies outside.
    """

    def read(path: Path | None) -> Bytes | None:
        return None if path is None else load_mask(path, picture.width, picture.height)

    regions = () if masks is None else read_regions(masks, picture.width, picture.height)
    marked = read(area) if box is None else _boxed(box, picture)
    return Hints(read(inside), marked, read(foreground), read(background), regions)


def _boxed(word: str, picture: Picture) -> Bytes:
    mask = np.zeros((picture.height, picture.width), np.uint8)
    try:
        x, y, width, height = (int(part) for part in word.split(","))
        if min(x, y) < 0 or min(width, height) < 1:
            raise ValueError
    except ValueError:
        raise BadInputError(f"“{word}” is no box.", "Write --box X,Y,WIDTH,HEIGHT.") from None
    mask[Box(x, y, width, height).slices] = 255
    if not mask.any():
        raise BadInputError(
            f"The box {word} lies outside the picture ({picture.width}×{picture.height} pixels).",
            "Give it in the picture's pixels.",
        )
    return mask


def recipe(
    base: Path | None,
    assign: list[str],
    settings: list[str],
    named: dict[str, Any],
    preset: str | None = None,
) -> Recipe:
    """The recipe in a file, changed by what the command line says.

    Args:
        base: a JSON file, or an XCF with a recipe in it; None for the defaults.
        assign: ``NAME=STYLE`` words; if there are any, they replace the file's assignments.
        settings: ``FIELD=VALUE`` words, the value as JSON, or as it is if it is none.
        named: fields with a flag of their own; None where it was not given.
        preset: a classical recipe's name; of the file's fields only the assignments stay then.

    Raises:
        BadInputError: a file that is no recipe, a word that is none of these, a bad value.
    """
    data = {} if base is None else _kept(base)
    if preset is not None:
        kept = {"assignments": data["assignments"]} if data else {}
        data = {**kept, "preset": preset}
    data |= {field: value for field, value in named.items() if value is not None}
    for word in settings:
        field, equals, value = word.partition("=")
        if not equals:
            raise BadInputError(f"“{word}” sets nothing.", "Write --set FIELD=VALUE.")
        data[field.strip()] = _value(value.strip())
    if assign:
        data["assignments"] = [assignment(word) for word in assign]
    return Recipe.from_data(data)


def _kept(path: Path) -> dict[str, Any]:
    """The recipe of a JSON file, or the one that an image which GIMP saved keeps.

    Regions that GIMP's user has seen in another language are called as the core calls them.
    """
    if not is_xcf(path):
        return Recipe.from_json(_content(path)).model_dump()
    kept = image_parasite(path, "segstyle-recipe")
    if kept is None:
        raise BadInputError(
            f"{path.name} keeps no recipe.",
            "Style it in GIMP first, with Filters ▸ SegStyle ▸ Style Channels, and save it.",
        )
    data = Recipe.from_json(kept).model_dump()
    names = channel_parasites(path, "segstyle-name")
    for each in data["assignments"]:
        each["region"] = names.get(each["region"], each["region"])
    return data


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise BadInputError(
            f"The recipe {path} cannot be read ({error.strerror}).", "Check the name."
        ) from None


def _value(word: str) -> Any:
    try:
        return json.loads(word)
    except ValueError:
        return word


def write_report(path: Path, regions: list[dict[str, Any]], notes: Sequence[str]) -> None:
    """Write a styling's figures as JSON, with the process's peak resident memory in MiB."""
    report = {
        "regions": regions,
        "notes": notes,
        "peak_resident_mib": round(peak_bytes() / 2**20, 1),
    }
    path.write_text(json.dumps(report, indent=2), encoding="utf-8")


def show_notes(regions: list[dict[str, Any]], notes: Sequence[str]) -> None:
    """Print what did not go as planned in a styling."""
    for note in notes:
        console.print(note)
    for row in regions:
        for note in row["notes"]:
            console.print(f"{row['region']}: {note}")


def show_estimate(figures: dict[str, Any]) -> None:
    """Print what a styling would take."""
    console.print(row_of("seconds", f"about {figures['seconds']:.0f}"))
    console.print(row_of("memory", f"about {figures['memory_mib']} MiB"))
    console.print(row_of("painted at", f"{figures['size']} pixels"))
    console.print(row_of("steps", f"at most {figures['steps']}"))


def show_evaluation(figures: dict[str, Any]) -> None:
    """Print what ``Evaluation.report`` gives: a table of the classes, then the figures."""
    table = Table("class", "IoU", "pixels")
    for row in figures["classes"]:
        table.add_row(row["name"], f"{row['iou']:.1%}", f"{row['pixels']:,}")
    console.print(table)
    console.print(
        f"{figures['pictures']} pictures, judged on {figures['judged_classes']} classes of 150; "
        "pixels of others are ignored."
    )
    console.print(f"Pixel accuracy {figures['pixel_accuracy']:.1%}, mIoU {figures['mean_iou']:.1%}")
