"""Curves: what the losses went through, of one run of the engine or of several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage, load_picture
from segstyle_core.lab.plots import COLOURS, LINES, STYLE, new_figure

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

__all__ = ["Run", "plotted", "read_runs"]

PANELS = (
    ("content", "Content loss\n(squared activations)"),
    ("style", "Style loss\n(4th power of activations)"),
    ("variation", "Variation loss\n(squared pixel steps, 0–1)"),
)
MOST_PICTURES = 8


@dataclass(frozen=True)
class Run:
    """A run of the engine.

    Attributes:
        name: for the legend.
        curve: columns ``size``, ``step``, ``content``, ``style``, ``variation`` and ``total``.
        pictures: each with the number of its evaluation over all sizes, from 1, and a title.
    """

    name: str
    curve: dict[str, list[float]]
    pictures: tuple[tuple[int, str, RgbImage], ...] = ()


def read_runs(reports: Sequence[Path]) -> list[Run]:
    """The runs in reports that ``segstyle style --report`` wrote.

    Raises:
        BadInputError: a file that is no such report, or has no losses of steps in it.
    """
    runs = [run for path in reports for run in _runs_in(path, len(reports) > 1)]
    if not runs:
        raise BadInputError("The reports have no runs.", "Write one with: segstyle style --report")
    return runs


def plotted(runs: Sequence[Run]) -> Figure:
    """The three losses by step, on a logarithmic scale, the sizes marked, the runs over each other;
    under them the pictures of the first run that has any."""
    from matplotlib import rc_context

    shown = next((run.pictures for run in runs if run.pictures), ())
    shown = shown[:: -(-len(shown) // MOST_PICTURES)] if shown else ()
    with rc_context(STYLE):
        figure = new_figure(9.0, 7.6 + (1.5 if shown else 0.0))
        heights = [1.0, 1.0, 1.0] + ([0.65] if shown else [])
        grid = figure.add_gridspec(len(heights), 1, height_ratios=heights)
        first: Axes | None = None
        for row, (loss, label) in enumerate(PANELS):
            axes = figure.add_subplot(grid[row], sharex=first)
            first = first or axes
            _draw(axes, runs, loss, label)
        axes.set_xlabel("Evaluations of the loss, over all sizes")
        assert first is not None
        if len(runs) > 1:
            first.legend(frameon=False, fontsize=8, ncols=min(3, len(runs)))
        else:
            first.set_title(runs[0].name, loc="left", fontsize=10)
        _mark_sizes(first, runs[0])
        if shown:
            row_of_pictures = grid[3].subgridspec(1, len(shown), wspace=0.05)
            for column, (number, title, pixels) in enumerate(shown):
                small = figure.add_subplot(row_of_pictures[column])
                small.imshow(pixels)
                small.set_axis_off()
                small.set_title(f"{number}: {title}", fontsize=8)
    return figure


def _draw(axes: Axes, runs: Sequence[Run], loss: str, label: str) -> None:
    for number, run in enumerate(runs):
        values = [value if value > 0 else float("nan") for value in run.curve[loss]]
        axes.plot(
            range(1, len(values) + 1),
            values,
            LINES[number % len(LINES)],
            color=COLOURS[number % len(COLOURS)],
            label=run.name,
        )
    axes.set_yscale("log")
    axes.set_ylabel(label, fontsize=9)


def _mark_sizes(axes: Axes, run: Run) -> None:
    """A line, and the size in pixels, where the first run goes on to another size."""
    sizes = run.curve["size"]
    begins = [place for place, size in enumerate(sizes) if place == 0 or size != sizes[place - 1]]
    for place in begins:
        for panel in axes.figure.axes:
            if place:
                panel.axvline(place + 0.5, color="#777777", linewidth=0.8)
        axes.annotate(
            f"{sizes[place]:.0f} px",
            (place + 1, 1.0),
            xycoords=("data", "axes fraction"),
            xytext=(2, 3),
            textcoords="offset points",
            fontsize=8,
            color="#444444",
        )


def _runs_in(path: Path, named: bool) -> list[Run]:
    rows = _rows(path)
    found = []
    for row in rows:
        name = f"{row['region']} – {row['style']}"
        pictures = tuple(_pictures(path.parent, row))
        found.append(Run(f"{path.stem}: {name}" if named else name, row["curve"], pictures))
    return found


def _rows(path: Path) -> list[dict[str, Any]]:
    try:
        rows = json.loads(path.read_bytes())["regions"]
        if all(len(row["curve"]["step"]) > 0 for row in rows):
            return list(rows)
    except OSError as error:
        raise BadInputError(
            f"The report {path} cannot be read ({error.strerror}).", "Check the name."
        ) from None
    except (ValueError, KeyError, TypeError):
        pass
    raise BadInputError(
        f"{path.name} is no report with the losses of each step.",
        "Write one with: segstyle style --report FILE",
    )


def _pictures(folder: Path, row: dict[str, Any]) -> list[tuple[int, str, RgbImage]]:
    places = {
        (size, step): number
        for number, (size, step) in enumerate(
            zip(row["curve"]["size"], row["curve"]["step"], strict=True), 1
        )
    }
    return [
        (
            places[each["size"], each["step"]],
            f"{each['size']} px",
            load_picture(folder / each["file"]).rgb,
        )
        for each in row.get("pictures", [])
        if (each["size"], each["step"]) in places
    ]
