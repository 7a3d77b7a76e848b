"""One worker for long, and two at once."""

from __future__ import annotations

import sys

import numpy as np
import psutil
import pytest

from segstyle_core.gallery import masters

from .plug_in import JOB, REQUESTS, Place, PlugIn

pytestmark = pytest.mark.usefixtures("weights")

JOBS = 200
KINDS = ("look", "preview", "segment", "glimpse", "preview", "style", "look", "segment", "diagnose")
MOST_GROWTH = 1.1
HELD = 4096
"""MiB that the first one takes; more than what other tests take or free meanwhile."""


@pytest.fixture
def place(tmp_path):
    return Place(tmp_path)


def test_memory_and_handles_stay_as_they_are(place, monkeypatch):
    monkeypatch.setitem(REQUESTS, "style", {**JOB, "recipe": {**JOB["recipe"], "steps": 2}})
    with place.entered():
        talk = PlugIn()
        with talk.core:
            assert "result" in talk.ask("hello")
            process = psutil.Process(talk.pid)
            resident, handles = [], []
            for number in range(JOBS):
                method = KINDS[number % len(KINDS)]
                answer = talk.ask(method)
                assert "result" in answer, (method, answer)
                resident.append(process.memory_info().rss)
                handles.append(process.num_fds() if sys.platform != "win32" else 0)
    assert resident[-1] <= MOST_GROWTH * resident[9], [round(each / 2**20) for each in resident]
    assert handles[-1] == handles[9]
    assert talk.errors == []
    assert not place.sockets.exists(), place.sockets.read_text()


def test_only_a_fetch_goes_to_the_network(place, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_MASTERS_URL", "http://127.0.0.1:9")
    monkeypatch.setitem(REQUESTS, "fetch_painting", {"id": next(iter(masters()))})
    with place.entered():
        talk = PlugIn()
        with talk.core:
            for method in ("hello", "paintings", "add_style"):
                assert "result" in talk.ask(method)
            assert not place.sockets.exists()
            assert talk.ask("fetch_painting")["error"]["code"] == -32002
    assert "socket.connect" in place.sockets.read_text()


def painted(talk, number):
    """The pixels of the one layer of a styling that was asked for."""
    (layer,) = talk.answer(number)["result"]["layers"]
    return np.fromfile(talk.core.folder / layer["pixels"], np.uint8)


def test_two_at_once_do_not_mix(place, monkeypatch):
    monkeypatch.setitem(REQUESTS, "style", {**JOB, "recipe": {**JOB["recipe"], "steps": 8}})
    with place.entered():
        one, other = PlugIn(), PlugIn()
        with one.core, other.core:
            rows, columns = np.indices((64, 96), np.uint8)
            photo = np.stack([rows * 3, columns * 2, rows + columns, np.full_like(rows, 255)], 2)
            (other.core.folder / "photo.rgba").write_bytes(photo.tobytes())
            for talk in (one, other):
                talk.ask("hello")
            numbers = [(talk, talk.send("style")) for talk in (one, other)]
            together = [painted(talk, number) for talk, number in numbers]
            alone = [painted(talk, talk.send("style")) for talk in (one, other)]
    for with_the_other, by_itself in zip(together, alone, strict=True):
        np.testing.assert_array_equal(with_the_other, by_itself)
    assert (together[0] != together[1]).any()


def test_the_second_is_told_what_the_first_leaves_of_the_memory(place):
    with place.entered():
        talk = PlugIn()
        with talk.core:
            talk.ask("hello")
            before = talk.ask("estimate")["result"]["free_mib"]
            held = np.ones(HELD << 20, np.uint8)
            during = talk.ask("estimate")["result"]["free_mib"]
            del held
    assert before - during > HELD / 2, (before, during)
