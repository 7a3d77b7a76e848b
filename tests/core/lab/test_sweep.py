"""Sweeps: every combination, a table, and going on after a kill."""

import csv
import json
import os
import signal
import subprocess
import sys
import time

import pytest

from segstyle_core.errors import BadInputError
from segstyle_core.image import load_picture, save_png
from segstyle_core.lab.trials import axis, trials

VARIED = ("--vary", "content_layer=conv1_1,conv2_1", "--vary", "style_weight=1e2,1e4")
QUICK = ("--set", "steps=6", "--set", "levels=1", "--set", 'style_layers={"conv2_1":1}')
TAKEN = {"seconds", "memory_mib"}


def sweeping(photo, folder, *words):
    command = [sys.executable, "-m", "segstyle_core", "lab", "sweep", str(photo), "oil-swirls"]
    return [*command, "-o", str(folder), *VARIED, *QUICK, *words]


def table(folder):
    with (folder / "table.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def picture(photo, tmp_path_factory):
    file = tmp_path_factory.mktemp("sweep") / "photo.png"
    save_png(photo, file)
    return file


@pytest.fixture(scope="module")
def whole(picture, store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("whole")
    done = subprocess.run(sweeping(picture, folder), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "4 combinations, 4 to be painted: about" in done.stdout
    return folder


def test_every_combination_is_in_the_table_on_the_sheet_and_on_the_page(whole):
    rows = table(whole)
    assert [(row["content_layer"], row["style_weight"]) for row in rows] == [
        ("conv1_1", "1e2"),
        ("conv1_1", "1e4"),
        ("conv2_1", "1e2"),
        ("conv2_1", "1e4"),
    ]
    page = (whole / "index.html").read_text(encoding="utf-8")
    for row in rows:
        assert float(row["seconds"]) > 0 and float(row["memory_mib"]) > 100
        assert int(row["steps"]) == 6
        assert load_picture(whole / row["picture"]).rgb.shape == (64, 96, 3)
        assert f'src="{row["picture"]}"' in page
    assert load_picture(whole / "sheet.png").rgb.shape[1] > 2 * 96
    assert len({row["style_loss"] for row in rows}) == 4


def test_killed_and_gone_on_with_it_gives_the_same_table(whole, picture, tmp_path):
    running = subprocess.Popen(
        sweeping(picture, tmp_path), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    first = tmp_path / "trial-001.json"
    while not first.exists():
        assert running.poll() is None
        time.sleep(0.01)
    os.kill(running.pid, signal.SIGKILL)
    running.wait()
    kept = {file: file.read_bytes() for file in tmp_path.glob("trial-*.json")}
    assert 1 <= len(kept) < 4 and not (tmp_path / "table.csv").exists()
    (tmp_path / "trial-003.json").write_text('{"identity": "cut sh', encoding="utf-8")
    kept.pop(tmp_path / "trial-003.json", None)
    done = subprocess.run(sweeping(picture, tmp_path), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert f"{4 - len(kept)} to be painted" in done.stdout
    assert all(file.read_bytes() == data for file, data in kept.items())
    for mine, theirs in zip(table(tmp_path), table(whole), strict=True):
        assert {k: v for k, v in mine.items() if k not in TAKEN} == {
            k: v for k, v in theirs.items() if k not in TAKEN
        }
    for row in table(whole):
        assert (tmp_path / row["picture"]).read_bytes() == (whole / row["picture"]).read_bytes()


def test_another_recipe_is_not_taken_for_a_kept_one(whole):
    identities = {json.loads(file.read_bytes())["identity"] for file in whole.glob("trial-*.json")}
    assert len(identities) == 4


def test_the_words_of_an_axis():
    (one, other) = trials([axis("style_weight=1e3, 2e3")], {"method": "joint"})
    assert (one.recipe.style, other.recipe.style) == (1.0, 2.0)
    assert one.recipe.method == "joint"
    (both,) = trials([axis("content_layer=conv1_1+conv4_2")], {})
    assert both.recipe.content_layers == {"conv1_1": 1.0, "conv4_2": 1.0}
    (plain,) = trials([axis("encoder=vgg13")], {})
    assert (plain.recipe.encoder, plain.title) == ("vgg13", "vgg13")


@pytest.mark.parametrize("word", ["size", "size=", "=3", "size=1,1"])
def test_what_varies_nothing_is_told(word):
    with pytest.raises(BadInputError, match="varies nothing"):
        axis(word)


def test_a_combination_that_is_none_is_told_before_anything_is_painted():
    axes = [axis("encoder=vgg19,vgg13"), axis("content_layer=conv4_1,conv4_4")]
    with pytest.raises(BadInputError, match="vgg13 has no layer conv4_4"):
        trials(axes, {})
    with pytest.raises(BadInputError, match="is no style_weight"):
        trials([axis("style_weight=much")], {})
