"""The segstyle command as a user calls it."""

import json
import subprocess
import sys

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError
from segstyle_core.image import load_gray, load_picture, resize, save_png


def segstyle(*words):
    command = [sys.executable, "-m", "segstyle_core", *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def photo(tmp_path_factory):
    path = tmp_path_factory.mktemp("photo") / "photo.png"
    save_png(resize(load_picture(sample_photo()).rgb, 192, 128), path)
    return path


@pytest.fixture(scope="module")
def masks(photo, store, tmp_path_factory):
    folder = tmp_path_factory.mktemp("masks")
    done = segstyle("segment", photo, "-o", folder, "--segmenter", "clusters", "--count", 3)
    assert done.returncode == 0, done.stderr
    return folder


def rows(masks):
    return json.loads((masks / "segments.json").read_text())["segments"]


def test_segmenting_writes_exact_masks(masks):
    told = json.loads((masks / "segments.json").read_text())
    total = sum(load_gray(masks / row["mask"]).astype(int) for row in told["segments"])
    assert (told["width"], told["height"]) == (192, 128)
    assert len(told["segments"]) == 3
    assert (total == 255).all()
    assert load_picture(masks / "overlay.png").rgb.shape == (128, 192, 3)


def test_styling_writes_layers_and_figures(photo, masks, tmp_path):
    name, out, report = rows(masks)[0]["name"], tmp_path / "out", tmp_path / "report.json"
    done = segstyle(
        *("style", photo, "--masks", masks, "--assign", f"{name}=oil-swirls", "-o", out),
        *("--quality", "quick", "--report", report, "--pictures-at", "1,5"),
    )
    assert done.returncode == 0, done.stderr
    (layer,) = json.loads((out / "layers.json").read_text())["layers"]
    assert set(layer) == {"name", "style", "x", "y", "width", "height", "pixels", "mask"}
    mask = load_gray(masks / rows(masks)[0]["mask"])
    untouched = load_picture(out / "composite.png").rgb[mask == 0]
    np.testing.assert_array_equal(untouched, load_picture(photo).rgb[mask == 0])
    (figures,) = json.loads(report.read_text())["regions"]
    assert figures["style_loss"] > 0
    assert figures["steps"] > 10
    assert load_picture(tmp_path / figures["pictures"][0]["file"]).rgb.any()
    done = segstyle("lab", "losses", report, "-o", tmp_path / "curves")
    assert done.returncode == 0, done.stderr
    assert load_picture(tmp_path / "curves.png").rgb.shape[1] > 600


def test_a_preview_and_a_sheet_of_styles(photo, masks, tmp_path):
    name, out, sheet = rows(masks)[0]["name"], tmp_path / "preview.png", tmp_path / "sheet.png"
    done = segstyle(
        *("preview", photo, "--masks", masks, "--assign", f"{name}=oil-swirls", "-o", out)
    )
    assert done.returncode == 0, done.stderr
    mask = load_gray(masks / rows(masks)[0]["mask"])
    before, after = load_picture(photo).rgb, load_picture(out).rgb
    np.testing.assert_array_equal(after[mask == 0], before[mask == 0])
    assert np.abs(after[mask == 255].astype(int) - before[mask == 255]).mean() > 15
    two = ("--styles", "oil-swirls", "--styles", "golden-mosaic")
    done = segstyle("sheet", photo, *two, "--size", 96, "-o", sheet)
    assert done.returncode == 0, done.stderr
    height, width = load_picture(sheet).rgb.shape[:2]
    assert width * height > 3 * 96 * 64


def test_losses_know_a_styled_picture_from_the_photo(photo, masks, tmp_path):
    name = rows(masks)[0]["name"]
    mask = masks / rows(masks)[0]["mask"]
    segstyle(
        *("style", photo, "--masks", masks, "--assign", f"{name}=oil-swirls"),
        *("-o", tmp_path, "--quality", "quick"),
    )
    judged = [
        json.loads(
            segstyle(
                "losses", image, "--content", photo, "--style", "oil-swirls", "--mask", mask
            ).stdout
        )
        for image in (photo, tmp_path / "composite.png")
    ]
    assert judged[0]["content"] == 0
    assert judged[1]["style"] < judged[0]["style"] / 3


def test_the_lists_name_what_there_is():
    assert "oil-swirls" in segstyle("styles").stdout
    assert "vgg19" in segstyle("weights").stdout
    assert "clusters" in segstyle("segmenters").stdout


def test_segmenters_say_what_they_need():
    rows = {line.split()[0]: line for line in segstyle("segmenters").stdout.splitlines()}
    assert rows["grabcut"].endswith("(mark a box, strokes or a channel)")
    assert rows["merge"].endswith("(mark a channel)")
    assert "mark" not in rows["clusters"] + rows["colours"]


def segmented(photo, out, *words):
    """The masks, by name, of a segmentation by the command."""
    done = segstyle("segment", photo, "-o", out, *words)
    assert done.returncode == 0, done.stderr
    found = {row["name"]: load_gray(out / row["mask"]) for row in rows(out)}
    assert (sum(mask.astype(int) for mask in found.values()) == 255).all()
    return found


@pytest.fixture
def strokes(tmp_path):
    """Masks of the photo's size: on the pagoda, and on the sky, the trees and the water."""
    on, beside = np.zeros((128, 192), np.uint8), np.zeros((128, 192), np.uint8)
    on[28:95, 58:62] = 255
    beside[20:23, 110:180] = 255
    beside[115:118, 90:180] = 255
    beside[20:100, 4:8] = 255
    save_png(on, tmp_path / "on.png")
    save_png(beside, tmp_path / "beside.png")
    return ("--foreground", tmp_path / "on.png"), ("--background", tmp_path / "beside.png")


def test_grabcut_from_a_box_and_from_strokes(photo, strokes, tmp_path):
    boxed = segmented(photo, tmp_path / "a", "--segmenter", "grabcut", "--box", "24,5,78,108")
    on, beside = strokes
    stroked = segmented(photo, tmp_path / "b", "--segmenter", "grabcut", *on, *beside)
    for found in (boxed, stroked):
        assert set(found) == {"foreground", "background"}
        assert found["foreground"][40:80, 45:75].mean() > 230
        assert found["background"][10:30, 130:180].mean() > 250


def test_grabcut_without_marks_says_what_to_do(photo, tmp_path):
    done = segstyle("segment", photo, "-o", tmp_path, "--segmenter", "grabcut")
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)
    assert "Nothing is marked" in done.stderr


def test_merging_masks_keeps_them(photo, tmp_path):
    by_colour = segmented(photo, tmp_path / "a", "--segmenter", "colours", "--count", 4)
    start = ("--segmenter", "merge", "--masks", tmp_path / "a")
    again = segmented(photo, tmp_path / "b", *start)
    assert list(again) == list(by_colour)
    for name, mask in again.items():
        np.testing.assert_array_equal(mask, by_colour[name])
    fewer = segmented(photo, tmp_path / "c", *start, "--min-area", 45)
    assert 1 <= len(fewer) <= 2
    for mask in fewer.values():
        assert mask.mean() / 255 > 0.44


@pytest.mark.parametrize(
    "words",
    [
        ["segment", "nowhere.jpg", "-o", "x"],
        ["segment"],
        ["dance"],
        ["style", "nowhere.jpg", "--masks", "x", "--assign", "a=b", "-o", "x"],
        ["preview", "nowhere.jpg", "--masks", "x", "--assign", "a=b", "-o", "x"],
        ["sheet", "nowhere.jpg", "-o", "x"],
        ["style", "nowhere.jpg", "--masks", "x", "--assign", "nothing", "-o", "x"],
        ["style", "x.jpg", "--masks", "x", "--assign", "a=b", "-o", "x", "--quality", "superb"],
    ],
)
def test_a_mistake_gets_one_line_and_exit_2(words, tmp_path):
    done = segstyle(*words)
    assert done.returncode == 2
    assert len(done.stderr.strip().splitlines()) == 1
    assert done.stderr.startswith("segstyle: ")
    assert done.stdout == ""


def test_a_count_that_is_too_small_is_told(photo, tmp_path):
    done = segstyle("segment", photo, "-o", tmp_path, "--count", 0)
    assert (done.returncode, len(done.stderr.strip().splitlines())) == (2, 1)


def test_a_recipe_and_its_changes(tmp_path):
    from segstyle_core import terminal

    file = tmp_path / "recipe.json"
    file.write_text('{"assignments": [{"region": "a", "style": "b"}], "method": "cut", "seed": 3}')
    changed = terminal.recipe(file, [], ["style_scale=0.5", "colours=photo"], {"seed": 4})
    assert (changed.method, changed.seed, changed.style_scale) == ("cut", 4, 0.5)
    assert changed.colours == "photo" and changed.assignments[0].style == "b"
    layers = terminal.recipe(None, ["x=y", "x=z"], ['style_layers={"conv2_1": 2}'], {"seed": None})
    assert layers.style_layers == {"conv2_1": 2.0}
    assert [each.style for each in layers.assignments] == ["y", "z"]


@pytest.mark.parametrize(
    ("settings", "word"),
    [(["seed"], "sets nothing"), (["sede=3"], "sede"), (["pooling=median"], "pooling")],
)
def test_a_recipe_s_bad_changes(settings, word):
    from segstyle_core import terminal

    with pytest.raises(BadInputError, match=word):
        terminal.recipe(None, ["x=y"], settings, {})
