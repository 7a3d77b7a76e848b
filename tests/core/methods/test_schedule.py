"""Estimates, time budgets, and going on where a killed run was."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, load_gray, load_picture, resize, save_png
from segstyle_core.methods import METHODS, estimate, paint
from segstyle_core.methods.registry import _job, _method
from segstyle_core.methods.schedule import scheduled
from segstyle_core.methods.workshop import Workshop
from segstyle_core.progress import Silent
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region
from segstyle_core.regions.files import write_regions
from segstyle_core.style.cost import TYPICAL, Pace
from segstyle_core.style.pace import measured_pace


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, 640, 427))


@pytest.fixture(scope="module")
def regions():
    left, right = (np.zeros((427, 640), np.uint8) for _ in range(2))
    left[:, :100] = 255
    right[100:300, 300:500] = 255
    return [Region("left", left), Region("right", right)]


@pytest.fixture(scope="module")
def encoder(store):
    return store.path("vgg19")


def recipe(**settings):
    pairs = tuple(Assignment(region=name, style="oil-swirls") for name in ("left", "right"))
    return Recipe(assignments=pairs, **settings)


def plan(picture, regions, encoder, wish, pace=TYPICAL):
    return scheduled(_job(picture, regions, wish, encoder), _method(wish), pace)


def test_the_machine_itself_is_measured(encoder):
    pace = measured_pace(encoder, "max")
    assert pace.fixed >= 0
    assert pace.step(400_000) > 2 * pace.step(100_000) > 0
    assert 0 < pace.shallow < 1
    assert pace.judging > 0


@pytest.mark.parametrize("margin", [0, 0.03])
@pytest.mark.parametrize("size", [256, 300, 427, 640])
def test_rows_of_lengths_that_processors_like(size, margin, picture, regions, encoder):
    workshop = Workshop(_job(picture, regions, recipe(size=size, margin=margin), encoder))
    whole = workshop.whole
    assert (whole.width % 16, whole.height % 8) == (0, 0)
    for wish in workshop.job.wishes:
        crop = workshop.crop(wish)
        assert (crop.width % 16, crop.height % 8) == (0, 0)
        photo = workshop.photo(crop)
        assert photo.shape == (crop.height, crop.width, 3)
        pixels = workshop.layer(wish, crop, photo).pixels
        assert np.array_equal(pixels, workshop.layer(wish, whole, workshop.photo(whole)).pixels)


@pytest.mark.parametrize("method", METHODS)
def test_more_minutes_never_paint_less(method, picture, regions, encoder):
    done = []
    for minutes in (0.01, 0.1, 0.3, 1, 3, 10, 100):
        made = plan(picture, regions, encoder, recipe(method=method, minutes=minutes))
        steps = sum(scale.steps for canvas in made.canvases for scale in canvas.scales)
        done.append((made.size, steps))
        assert made.seconds <= 60 * minutes or made.size == 256
    assert done == sorted(done) and done[0] < done[2] < done[-1]
    assert done[-1][0] == 640


def test_a_slower_machine_plans_less(picture, regions, encoder):
    slow = Pace(TYPICAL.fixed * 8, TYPICAL.by_pixel * 8)
    sizes = [
        plan(picture, regions, encoder, recipe(minutes=0.7), pace).size for pace in (TYPICAL, slow)
    ]
    assert sizes[0] > sizes[1]


def test_painting_in_tiles_takes_longer(picture, regions, encoder):
    tiled = replace(TYPICAL, whole=20_000)
    as_a_whole, in_tiles = (
        plan(picture, regions, encoder, recipe(size=640), pace) for pace in (TYPICAL, tiled)
    )
    assert 1.2 < in_tiles.seconds / as_a_whole.seconds < 2.3
    assert tiled.step(20_000) == TYPICAL.step(20_000)


def test_what_is_set_stays(picture, regions, encoder):
    made = plan(picture, regions, encoder, recipe(minutes=0.01, size=600, steps=77))
    assert made.size == 600
    assert {scale.steps for canvas in made.canvases for scale in canvas.scales} == {77}


def test_an_estimate_knows_more_from_less(picture, regions, encoder):
    quick, best = (
        estimate(picture, regions, recipe(quality=quality), encoder)
        for quality in ("quick", "best")
    )
    assert 0 < quick.seconds < best.seconds
    assert 500 < quick.memory_mib <= best.memory_mib
    assert quick.size < best.size


def test_a_budget_leaves_no_region_out(picture, regions, encoder):
    painting = paint(picture, regions, recipe(minutes=0.001, size=96, steps=500), encoder, Silent())
    assert [layer.region for layer in painting.layers] == ["left", "right"]
    assert not painting.stopped_early
    for row in painting.report:
        assert 1 <= row["steps"] < 500
        assert any("time" in note for note in row["notes"])


@pytest.fixture
def killed(picture, regions, store, tmp_path):
    """The words of a styling that was killed when its first region was done, and its folders."""
    save_png(picture.rgb, tmp_path / "photo.png")
    write_regions(regions, picture.rgb, tmp_path / "masks", "hand")
    words = [
        *(sys.executable, "-m", "segstyle_core", "style", tmp_path / "photo.png"),
        *("--masks", tmp_path / "masks", "--size", "96", "--set", "steps=4"),
        *("--assign", "left=oil-swirls", "--assign", "right=oil-swirls"),
        *("-o", tmp_path / "out", "--report", tmp_path / "report.json"),
    ]
    kept = tmp_path / "kept" / "checkpoints"
    room = os.environ | {"SEGSTYLE_CACHE_DIR": str(kept.parent)}
    process = subprocess.Popen(words, env=room, stderr=subprocess.DEVNULL)
    while process.poll() is None and not list(kept.glob("*/run-0-done.npz")):
        time.sleep(0.005)
    process.send_signal(signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL and not (tmp_path / "out").exists()
    return words, room


def again(words, room):
    return subprocess.run(
        [*words, "--resume"], env=room, capture_output=True, text=True, check=True
    )


def test_a_killed_styling_goes_on(killed, picture, regions, encoder, tmp_path):
    words, room = killed
    again(words, room)
    report = json.loads((tmp_path / "report.json").read_text())
    first, second = report["regions"]
    assert "Taken from a checkpoint." in first["notes"] and not report["notes"]
    assert "Taken from a checkpoint." not in second["notes"]
    masks = [load_gray(file) for file in sorted((tmp_path / "out").glob("*mask*.png"))]
    assert len(masks) == 2
    assert not list((tmp_path / "kept" / "checkpoints").iterdir())
    told = again(words, room).stdout
    assert "began anew" in told
