"""The core or the plug-in is killed in the middle of the work: what is left, and what is said."""

import os
import signal
import threading
import time
from pathlib import Path

import pytest
from gi.repository import Gimp
from inputs import PICTURE, STYLE, state
from scene import add_channel, call, new_image

SLOW = {"quality": "best", "size": 512}
TOKEN = os.environ["SEGSTYLE_TEST_TOKEN"]


def processes():
    """The processes of this test run, by number, with their command lines."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if f"SEGSTYLE_TEST_TOKEN={TOKEN}".encode() in (folder / "environ").read_bytes():
                words = (folder / "cmdline").read_bytes().split(b"\0")
                found[int(folder.name)] = b" ".join(words).decode(errors="replace")
        except OSError:
            continue
    return found


def core():
    return [number for number, words in processes().items() if "segstyle_core worker" in words]


def plug_in():
    return [number for number, words in processes().items() if "segstyle.py" in words]


def folders():
    return set(Path(os.environ["TMPDIR"]).glob("segstyle-*"))


def running_job(before):
    """The new private folder, once the core is at work in it."""
    for _ in range(1200):
        for folder in folders() - before:
            if (folder / "live-1.rgb").exists():  # it is painting
                return folder
        time.sleep(0.1)
    raise AssertionError("nothing was painted within two minutes")


def call_and_kill(image, victims):
    """Style while somebody kills; what the call said, and what the killer saw."""
    before = folders()
    seen = {}

    def kill():
        seen["folder"] = running_job(before)
        numbers = victims()
        seen["killed"] = len(numbers)
        for number in numbers:
            os.kill(number, signal.SIGKILL)
        seen["at"] = time.monotonic()

    killer = threading.Thread(target=kill)
    killer.start()
    said = call(STYLE, image, image.get_layers(), assignments=f"sky={PICTURE}", **SLOW)
    killer.join()
    return said, seen


@pytest.fixture
def styled_slowly():
    image = new_image(640, 480)
    add_channel(image, "sky", (0, 0, 640, 200))
    return image


def all_gone_within_two_seconds(seen):
    while core() or plug_in() or seen["folder"].exists():
        left = core(), plug_in(), seen["folder"].exists()
        assert time.monotonic() - seen["at"] < 2.5, left
        time.sleep(0.05)


def test_core_killed(styled_slowly):
    before = state(styled_slowly)
    (succeeded, words), seen = call_and_kill(styled_slowly, core)
    assert seen["killed"] == 1
    assert not succeeded
    assert "was ended by SIGKILL" in words
    assert "Nothing was changed" in words
    all_gone_within_two_seconds(seen)
    assert state(styled_slowly) == before


def test_plug_in_killed(styled_slowly):
    before = state(styled_slowly)
    (succeeded, _), seen = call_and_kill(styled_slowly, plug_in)
    assert seen["killed"] == 1
    assert not succeeded
    all_gone_within_two_seconds(seen)
    assert state(styled_slowly) == before


def test_works_again_afterwards(styled_slowly):
    given = {"assignments": f"sky={PICTURE}", "quality": "quick", "size": 64}
    succeeded, words = call(STYLE, styled_slowly, styled_slowly.get_layers(), **given)
    assert succeeded, words
    assert len(styled_slowly.get_layers()) == 2
    assert not core()
    assert Gimp.get_images()
