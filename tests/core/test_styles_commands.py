"""segstyle styles as a user calls it."""

import os
import subprocess
import sys

import pytest
from loopback import serving
from PIL import Image


@pytest.fixture
def segstyle(tmp_path):
    places = {
        "SEGSTYLE_STYLES_DIR": str(tmp_path / "styles"),
        "SEGSTYLE_CACHE_DIR": str(tmp_path / "cache"),
    }

    def call(*words, **environment):
        return subprocess.run(
            [sys.executable, "-m", "segstyle_core", "styles", *map(str, words)],
            env=os.environ
            | {name: str(tmp_path / to) for name, to in places.items()}
            | environment,
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def rows(done):
    assert done.returncode == 0, done.stderr
    return dict(line.split(maxsplit=1) for line in done.stdout.splitlines())


def test_own_styles_come_and_go(segstyle, tmp_path):
    Image.effect_noise((64, 64), 90).save(tmp_path / "noise.png")
    done = segstyle("add", "noise.png", "--title", "Grain [bold] :cat:")
    assert rows(done) == {"grain-bold-cat": "ready: Grain [bold] :cat:"}
    listed = rows(segstyle())
    assert listed["grain-bold-cat"] == "your own: Grain [bold] :cat:"
    assert listed["oil-swirls"] == "Oil swirls (SegStyle authors, CC0-1.0)"
    assert listed["great-wave"].startswith("to be fetched: The Great Wave off Kanagawa (Kat")
    assert "1 style is in mine.zip." in segstyle("export", "-o", "mine.zip").stdout
    assert rows(segstyle("remove", "grain-bold-cat")) == {"grain-bold-cat": "removed"}
    assert rows(segstyle("add", "mine.zip")) == {"grain-bold-cat": "ready: Grain [bold] :cat:"}


def test_a_painting_is_fetched_and_removed(segstyle, tmp_path):
    Image.effect_noise((64, 64), 90).save(tmp_path / "great-wave.jpg")
    with serving(tmp_path) as server:
        done = segstyle("fetch", "great-wave", SEGSTYLE_MASTERS_URL=server.address)
    assert done.returncode == 0, done.stderr
    told, page = done.stdout.splitlines()
    assert "ready: The Great Wave off Kanagawa (Katsushika Hokusai, Public domain)" in told
    assert page.strip().startswith("https://commons.wikimedia.org/wiki/File:")
    assert rows(segstyle("list"))["great-wave"].startswith("The Great Wave off Kanagawa (")
    assert rows(segstyle("remove", "great-wave")) == {"great-wave": "removed"}


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["add", "nowhere.png"], "There is no file nowhere.png"),
        (["remove", "oil-swirls"], "“oil-swirls” came with SegStyle"),
        (["remove", "nothing"], "There is no style “nothing” of your own"),
        (["export", "-o", "x.zip"], "You have no styles of your own"),
        (["export", "nothing", "-o", "x.zip"], "There is no style “nothing” on this machine"),
        (["fetch", "nothing"], "There is no painting “nothing”"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_2(segstyle, words, told):
    done = segstyle(*words)
    assert done.returncode == 2
    assert told in done.stderr and len(done.stderr.strip().splitlines()) == 1
