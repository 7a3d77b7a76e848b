"""Curves of losses: kept by a run, read from its report, drawn."""

import json
import xml.etree.ElementTree as ElementTree

import numpy as np
import pytest

from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, load_picture
from segstyle_core.lab.curves import plotted, read_runs
from segstyle_core.lab.plots import COLOURS, save
from segstyle_core.lab.snapshots import Snapshots, steps_in
from segstyle_core.methods import paint
from segstyle_core.progress import Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

SETTINGS = {"size": 96, "steps": 4, "margin": 0.0}


@pytest.fixture(scope="module")
def report(photo, vgg19, tmp_path_factory):
    """A painting in two sizes, with pictures at its first and third step."""
    folder = tmp_path_factory.mktemp("reports")
    rows = [{"region": "all", "style": "oil-swirls"}]
    recipe = Recipe.from_data({**SETTINGS, "assignments": rows})
    everywhere = Region("all", np.full(photo.shape[:2], 255, np.uint8))
    watch = Snapshots(folder / "run-pictures", steps_in("1, 3"))
    painting = paint(Picture(photo), [everywhere], recipe, vgg19, Silent(), watch=watch)
    told = {"regions": watch.added_to(painting.report), "notes": []}
    (folder / "run.json").write_text(json.dumps(told), encoding="utf-8")
    return folder / "run.json"


def test_each_evaluation_is_in_the_report(report):
    (row,) = json.loads(report.read_text())["regions"]
    curve = row["curve"]
    assert len(curve["step"]) == row["steps"]
    assert curve["step"][:4] == [1, 2, 3, 4]
    assert all(0 < value < 1e9 for value in curve["style"])
    at = curve["total"].index(min(curve["total"]))
    for loss in ("content", "style"):
        assert 0.3 < curve[loss][at] / row[f"{loss}_loss"] < 3


def test_it_is_read_with_its_pictures_and_drawn_as_png_and_svg(report, tmp_path):
    (run,) = read_runs([report])
    assert run.name == "all – oil-swirls"
    assert [number for number, _, _ in run.pictures][:2] == [1, 3]
    png, svg = save(plotted([run]), tmp_path / "curves.pdf")
    assert (png.name, svg.name) == ("curves.png", "curves.svg")
    pixels = load_picture(png).rgb
    line = np.array([int(COLOURS[0][i : i + 2], 16) for i in (1, 3, 5)])
    assert (np.abs(pixels.astype(int) - line).max(axis=2) < 12).sum() > 300
    words = "".join(ElementTree.parse(svg).getroot().itertext())
    for word in ("Content loss", "squared activations", "Evaluations of the loss", "px"):
        assert word in words


def test_several_runs_are_told_apart_by_their_reports(report, tmp_path):
    other = tmp_path / "other.json"
    told = json.loads(report.read_text())
    told["regions"][0].pop("pictures")
    other.write_text(json.dumps(told))
    runs = read_runs([report, other])
    assert [run.name for run in runs] == [f"{name}: all – oil-swirls" for name in ("run", "other")]
    _, svg = save(plotted(runs), tmp_path / "both")
    words = "".join(ElementTree.parse(svg).getroot().itertext())
    assert "other: all" in words


@pytest.mark.parametrize("text", ["", "[]", '{"regions": [{}]}', '{"regions": []}'])
def test_what_is_no_report_is_told(text, tmp_path):
    (tmp_path / "report.json").write_text(text)
    with pytest.raises(BadInputError, match="--report"):
        read_runs([tmp_path / "report.json"])
    with pytest.raises(BadInputError, match="cannot be read"):
        read_runs([tmp_path / "none.json"])


@pytest.mark.parametrize("words", ["", "0", "1,x", "-3"])
def test_what_are_no_steps_is_told(words):
    with pytest.raises(BadInputError, match="are no steps"):
        steps_in(words)
