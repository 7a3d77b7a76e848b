"""What the worker does for the lab and for presets."""

import numpy as np
import pytest

from segstyle_core.image import load_picture, resize
from segstyle_core.presets import presets
from segstyle_core.sample import sample_photo

from .conversation import Conversation


@pytest.fixture(scope="module")
def photo():
    return resize(load_picture(sample_photo()).rgb, 96, 64)


@pytest.fixture(scope="module")
def talk(store):
    conversation = Conversation()
    yield conversation
    conversation.close()


def test_it_tells_the_presets(talk):
    told = {row["id"]: row["title"] for row in talk.introduction["presets"]}
    assert told == {id: preset.title for id, preset in presets().items()}


def test_it_looks_into_a_picture(talk, photo):
    question = {"what": "features", "layers": ["conv1_2"], "top": 4, "size": 48}
    answer = talk.ask("inspect", picture=talk.put_photo(photo), question=question)["result"]
    first, grid = answer["pictures"]
    assert (first["name"], first["width"], first["height"]) == ("Picture", 48, 32)
    pixels = np.fromfile(talk.folder / first["pixels"], np.uint8).reshape(32, 48, 3)
    np.testing.assert_array_equal(pixels, resize(photo, 48, 32))
    assert grid["name"] == "conv1_2: 4 of 64 maps"
    assert (talk.folder / grid["pixels"]).stat().st_size == 3 * grid["width"] * grid["height"]


def test_a_bad_question_is_told_by_its_field(talk, photo):
    error = talk.ask("inspect", picture=talk.put_photo(photo), question={"what": "dreams"})["error"]
    assert error["code"] == -32602
    assert "question.what" in error["message"]


def test_a_preset_is_painted_and_its_losses_are_told(talk, photo):
    everywhere = np.full(photo.shape[:2], 255, np.uint8)
    (talk.folder / "all.u8").write_bytes(everywhere.tobytes())
    rows = [{"region": "all", "style": "oil-swirls"}]
    recipe = {"preset": "isolated-fast", "assignments": rows, "size": 64, "steps": 4}
    answer = talk.ask(
        "style",
        picture=talk.put_photo(photo),
        regions=[{"name": "all", "box": [0, 0, 96, 64], "coverage": "all.u8"}],
        recipe=recipe,
    )["result"]
    used = answer["recipe"]
    assert (used["preset"], used["optimiser"], used["rate"]) == ("isolated-fast", "adam", 0.02)
    (row,) = answer["report"]["regions"]
    assert row["steps"] == 4
    told = talk.losses[0]
    assert (told["run"], told["step"]) == (0, 1)
    assert told["style"] == row["curve"]["style"][0]
