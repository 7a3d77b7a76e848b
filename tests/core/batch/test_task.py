"""One photo, in this process: painted, packed, refused."""

import hashlib
from dataclasses import replace

import numpy as np
import pytest
from PIL import Image
from trials import SKY, picture

from segstyle_core import __version__
from segstyle_core.batch.errand import Delivery, Errand, Trouble, pack, run_errand, weights_here
from segstyle_core.batch.task import Settings, Task, paint_photo
from segstyle_core.recipe import Recipe

SETTINGS = Settings(segmenter="colours", count=2)


@pytest.fixture
def task(photos, recipe, weights):
    return Task(photos / "p0.png", "p0", recipe, SETTINGS)


@pytest.fixture
def errand(task, tmp_path):
    return Errand(task, __version__, weights_here(task.recipe), tmp_path / "staging")


def made(task, folder):
    folder.mkdir()
    outcome = paint_photo(task, folder)
    return outcome, {file.name: file.read_bytes() for file in folder.iterdir()}


def test_what_is_named_is_painted_and_told_and_the_same_again(task, tmp_path):
    outcome, files = made(task, tmp_path / "one")
    assert set(files) == {"p0.png", "p0.ora"}
    for name, data in files.items():
        told = outcome.files[name]
        assert (told.bytes, told.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert [row["region"] for row in outcome.regions] == [SKY]
    assert outcome.regions[0]["style_loss"] > 0
    assert outcome.segmenter == "colours"
    assert set(outcome.seconds) == {"segmenting", "painting", "writing"}
    assert outcome.warnings[0] == "There is no region “castle”; it was left out."
    before, after = picture(0), np.asarray(Image.open(tmp_path / "one/p0.png"))
    np.testing.assert_array_equal(after[-8:], before[-8:])
    assert (after[:16] != before[:16]).mean() > 0.5
    assert made(task, tmp_path / "two")[1] == files


def test_sent_along_it_is_the_same_also_with_a_picture_as_style(task, errand, tmp_path):
    style = tmp_path / "Own style.png"
    Image.fromarray(picture(7).transpose(1, 0, 2)).save(style)
    recipe = Recipe.from_data(
        task.recipe.model_dump() | {"assignments": [{"region": SKY, "style": str(style)}]}
    )
    task = replace(task, recipe=recipe)
    _, files = made(task, tmp_path / "here")
    parcel = pack(task)
    style.unlink()
    task.photo.unlink()
    there = replace(errand, task=task, staging=None, parcel=parcel)
    answer = run_errand(there, scratch=tmp_path)
    assert isinstance(answer, Delivery)
    assert answer.contents == files
    assert not list(tmp_path.glob("batch-segstyle-*"))


def test_a_photo_without_any_region_of_the_recipe_writes_nothing(task, tmp_path):
    nowhere = Recipe.from_data({"assignments": [{"region": "castle", "style": "kilim"}]})
    outcome, files = made(replace(task, recipe=nowhere), tmp_path / "none")
    assert not files
    assert not outcome.files
    assert outcome.warnings == ("There is no region “castle”; it was left out.",)


def test_a_photo_that_cannot_be_read_is_hopeless(task, errand):
    task.photo.write_text("no picture")
    answer = run_errand(errand)
    assert isinstance(answer, Trouble)
    assert answer.hopeless
    assert "not a picture" in answer.error


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"version": "0.0.1"}, "has SegStyle"),
        ({"weights": {"vgg19": "0" * 64}}, "the same weights"),
    ],
)
def test_a_worker_that_would_paint_otherwise_is_unfit(errand, change, word):
    answer = run_errand(replace(errand, **change))
    assert isinstance(answer, Trouble)
    assert answer.unfit
    assert word in answer.error


def test_a_folder_that_cannot_be_written_is_neither(errand, tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("")
    answer = run_errand(replace(errand, staging=blocked / "staging"))
    assert isinstance(answer, Trouble)
    assert not answer.hopeless
    assert not answer.unfit
