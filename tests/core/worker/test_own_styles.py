"""The user's own styles, spoken of over the worker's pipes."""

import numpy as np
import pytest
from PIL import Image

from .conversation import Conversation


@pytest.fixture
def talk(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_STYLES_DIR", str(tmp_path / "styles"))
    conversation = Conversation()
    yield conversation
    conversation.close()


def test_pictures_and_files_become_styles_that_the_next_hello_tells(talk, tmp_path):
    told = {"id", "title", "description", "author", "licence", "own", "settings", "thumbnail"}
    assert all(set(style) == told for style in talk.introduction["styles"])
    assert not any(style["own"] for style in talk.introduction["styles"])

    rgb = np.random.default_rng(0).integers(0, 256, (40, 50, 3), np.uint8)
    picture = talk.put_photo(rgb, "own.rgba")
    open_image = talk.ask("add_style", picture=picture, title="From GIMP")["result"]["style"]
    assert (open_image["id"], open_image["own"]) == ("from-gimp", True)
    with Image.open(open_image["thumbnail"]) as small:
        assert small.size == (50, 40)

    Image.fromarray(rgb).save(tmp_path / "dropped file.png")
    path = str(tmp_path / "dropped file.png")
    dropped = talk.ask("add_style", path=path, title=None)["result"]["style"]
    assert (dropped["id"], dropped["settings"]) == ("dropped-file", {})

    again = Conversation()
    own = [style for style in again.introduction["styles"] if style["own"]]
    again.close()
    assert own == [open_image, dropped]


def test_what_cannot_be_added_is_told(talk, tmp_path):
    assert talk.ask("add_style", title="Nothing")["error"]["code"] == -32602
    error = talk.ask("add_style", path=str(tmp_path / "nowhere.png"), title=None)["error"]
    assert error["code"] == -32001 and "no file" in error["message"]
