"""Famous paintings over the worker's pipes, fetched from loopback."""

import socket

import numpy as np
import pytest
from loopback import serving
from PIL import Image

from segstyle_core.gallery import masters

from .conversation import Conversation

ID = "starry-night"


@pytest.fixture
def server(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_STYLES_DIR", str(tmp_path / "styles"))
    rgb = np.random.default_rng(0).integers(0, 256, (600, 800, 3), np.uint8)
    (tmp_path / "served").mkdir()
    Image.fromarray(rgb).save(tmp_path / f"served/{ID}.jpg", quality=95)
    with serving(tmp_path / "served") as server:
        monkeypatch.setenv("SEGSTYLE_MASTERS_URL", server.address)
        yield server


def test_a_painting_is_listed_fetched_and_told_by_the_next_hello(server):
    talk = Conversation()
    listed = {one["id"]: one for one in talk.ask("paintings")["result"]["paintings"]}
    assert list(listed) == list(masters())
    starry = listed[ID]
    assert (starry["artist"], starry["year"]) == ("Vincent van Gogh", 1889)
    assert starry["licence"] == "Public domain" and starry["page"].startswith("https://")
    assert not any(one["ready"] for one in listed.values())

    style = talk.ask("fetch_painting", id=ID)["result"]["style"]
    assert (style["id"], style["title"], style["own"]) == (ID, "The Starry Night", False)
    assert any("Starry Night" in one["text"] for one in talk.progress)
    again = talk.ask("paintings")["result"]["paintings"]
    assert [one["id"] for one in again if one["ready"]] == [ID]
    talk.close()

    later = Conversation()
    assert style in later.introduction["styles"]
    later.close()


def test_no_connection_is_one_clear_line(server, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        nobody = taken.getsockname()[1]
    monkeypatch.setenv("SEGSTYLE_MASTERS_URL", f"http://127.0.0.1:{nobody}")
    talk = Conversation()
    error = talk.ask("fetch_painting", id=ID)["error"]
    unknown = talk.ask("fetch_painting", id="no-such-thing")["error"]
    talk.close()
    assert error["code"] == -32002 and "no connection" in error["message"]
    assert unknown["code"] == -32001 and "no-such-thing" in unknown["message"]
