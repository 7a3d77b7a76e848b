"""The plug-in's half and a real core, with a real ssh between them and no folder in common."""

from __future__ import annotations

import json
import select
import shlex
import shutil
import sys
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from real_ssh import NoSshError, Ssh, serving
from segstyle_core.demo import sample_photo
from segstyle_core.image import load_picture, resize

PLUGIN = Path(__file__).resolve().parents[2] / "plugin/segstyle"
WIDTH, HEIGHT = 192, 128


@pytest.fixture(scope="module")
def line():
    """A line to what seems another machine: it has a /tmp of its own."""
    try:
        with serving() as ssh:
            yield ssh
    except NoSshError as error:
        pytest.skip(f"NOT TESTED: {error}")


class Talk:
    """A plug-in's side of a conversation that waits for its answers."""

    def __init__(self, core_process: ModuleType) -> None:
        self.core = core_process.Core()
        self.folder = self.core.folder
        self.notes: list[dict] = []
        params = {"protocol": core_process.PROTOCOL, "folder": str(self.folder), "client": "test"}
        self.introduction = self.ask("hello", **params)["result"]

    def hear(self, seconds: float = 120) -> list[dict]:
        assert select.select([self.core.output], [], [], seconds)[0], "nothing came"
        return self.core.receive()

    def answer(self, asked: int) -> dict:
        while True:
            for message in self.hear():
                if message.get("id") == asked:
                    return message
                self.notes.append(message)

    def ask(self, method: str, **params) -> dict:
        return self.answer(self.core.send(method, params))

    def wait_for(self, method: str) -> dict:
        while not any(note.get("method") == method for note in self.notes):
            self.notes += self.hear()
        return next(note for note in self.notes if note.get("method") == method)

    def job(self, rgb: np.ndarray, style: str, quality: str = "quick") -> dict:
        alpha = np.full((*rgb.shape[:2], 1), 255, np.uint8)
        pixels = np.concatenate([rgb, alpha], axis=2)
        (self.folder / "photo.rgba").write_bytes(pixels.tobytes())
        (self.folder / "sky.u8").write_bytes(b"\xff" * (WIDTH * HEIGHT // 2))
        box = [0, 0, WIDTH, HEIGHT // 2]
        recipe = {"assignments": [{"region": "sky", "style": style}], "quality": quality}
        return {
            "picture": {"file": "photo.rgba", "width": WIDTH, "height": HEIGHT},
            "regions": [{"name": "sky", "box": box, "coverage": "sky.u8"}],
            "recipe": recipe,
        }

    def read(self, name: str, *shape: int) -> np.ndarray:
        return np.fromfile(self.folder / name, np.uint8).reshape(shape)


@pytest.fixture
def core_process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PLUGIN))
    import core_process

    return core_process


@pytest.fixture
def talk(core_process, line: Ssh, weights: Path, monkeypatch, tmp_path):
    monkeypatch.setenv("SEGSTYLE_STYLES_DIR", str(tmp_path / "styles"))
    monkeypatch.setenv("SEGSTYLE_CORE", line.worker(OMP_NUM_THREADS="1"))
    talk = Talk(core_process)
    yield talk
    talk.core.close()
    ended(line)


@pytest.fixture(scope="module")
def photo() -> np.ndarray:
    return resize(load_picture(sample_photo()).rgb, WIDTH, HEIGHT)


def ended(line: Ssh) -> None:
    """Wait until no core is left behind the line."""
    for _ in range(100):
        if not line.cores():
            return
        time.sleep(0.1)
    raise AssertionError("a core outlived its line")


def test_segmented_and_styled_elsewhere(talk: Talk, line: Ssh, photo, tmp_path) -> None:
    assert talk.core.is_elsewhere
    thumbnails = [Path(style["thumbnail"]) for style in talk.introduction["styles"]]
    assert all(each.parent == talk.folder and each.is_file() for each in thumbnails)

    own = tmp_path / "größer, my garden.png"
    shutil.copyfile(thumbnails[0], own)
    job = talk.job(photo, str(own))
    talk.ask("look", picture=job["picture"], segmenter="clusters")
    total = np.zeros((HEIGHT, WIDTH), int)
    for row in talk.ask("segment", count=4)["result"]["segments"]:
        x, y, width, height = row["box"]
        total[y : y + height, x : x + width] += talk.read(row["coverage"], height, width)
    assert (total == 255).all()

    answer = talk.ask("style", **job)["result"]
    (layer,) = answer["layers"]
    assert layer["style"] == answer["recipe"]["assignments"][0]["style"] == str(own)
    assert layer["name"] == "sky – größer, my garden"
    x, y, width, height = layer["box"]
    pixels = talk.read(layer["pixels"], height, width, 4)
    assert np.abs(pixels[..., :3].astype(int) - photo[y : y + height]).mean() > 5
    mask = talk.read(layer["mask"], height, width)
    assert (mask[: HEIGHT // 2] == 255).all()
    live = talk.wait_for("live")["params"]
    assert (talk.folder / live["pixels"]).stat().st_size == live["width"] * live["height"] * 3
    assert talk.wait_for("progress")["params"]["text"]

    added = talk.ask("add_style", path=str(own), title=None)["result"]["style"]
    assert added["title"] == "größer, my garden"
    assert Path(added["thumbnail"]).parent == talk.folder


def test_what_cannot_be_had_there_is_told(talk: Talk, core_process, photo, tmp_path) -> None:
    error = talk.ask("style", **talk.job(photo, "/nowhere/at all.png"))["error"]
    assert error["code"] == -32001 and "/nowhere/at all.png" in error["message"]
    told = r"folder .* cannot be sent.*segstyle styles add"
    with pytest.raises(core_process.CoreError, match=told):
        talk.core.send("add_style", {"path": str(tmp_path), "title": None})
    assert talk.ask("cancel")["result"] == {"running": False}


def test_cancelled_and_cut(talk: Talk, line: Ssh, core_process, photo) -> None:
    styling = talk.core.send("style", talk.job(photo, "oil-swirls", "best"))
    talk.wait_for("progress")
    talk.core.send("cancel", {})
    assert talk.answer(styling)["error"]["code"] == -32800
    talk.notes.clear()

    talk.core.send("style", talk.job(photo, "oil-swirls", "best"))
    talk.wait_for("progress")
    assert len(line.cores()) == 1
    line.cut()
    with pytest.raises(core_process.CoreError) as raised:
        while True:
            talk.hear()
    assert "no connection" in raised.value.message
    assert "Nothing was changed" in raised.value.advice
    ended(line)


def test_nobody_there(core_process, monkeypatch) -> None:
    command = "ssh -F none -o BatchMode=yes -p 1 nobody@127.0.0.1 segstyle worker"
    monkeypatch.setenv("SEGSTYLE_CORE", command)
    with pytest.raises(core_process.CoreError, match=r"no connection.*refused.*connection"):
        Talk(core_process)


@pytest.mark.parametrize("name", ["../evil", "/etc/passwd", ".held"])
def test_frames_for_other_files_are_refused(core_process, monkeypatch, tmp_path, name) -> None:
    frame = {"file": name, "at": 0, "bytes": 3, "packed": False}
    notes = [
        {"jsonrpc": "2.0", "method": "frames", "params": {"folder": "/far"}},
        {"jsonrpc": "2.0", "method": "frame", "params": frame},
    ]
    script = tmp_path / "core.py"
    said = "\n".join(map(json.dumps, notes)) + "\nabc"
    script.write_text(f"print({said!r}, flush=True)\ninput()\n")
    monkeypatch.setenv("SEGSTYLE_CORE", shlex.join([sys.executable, str(script)]))
    with core_process.Core() as core, pytest.raises(core_process.CoreError, match="not understood"):
        while select.select([core.output], [], [], 10)[0]:
            core.receive()
