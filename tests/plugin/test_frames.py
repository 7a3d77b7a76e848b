"""Both ends of the frames, joined without a process between them."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from segstyle_core.worker.frames import Packer, SentFolder
from segstyle_core.worker.messages import Frame, LineError, parse

PLUGIN = Path(__file__).resolve().parents[2] / "plugin/segstyle"


@pytest.fixture
def frames(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PLUGIN))
    import frames

    return frames


class Line:
    """What the plug-in writes, and the core's folder at the other end."""

    def __init__(self, slow: bool = False) -> None:
        self.requests: list[dict] = []
        self.frames: list[Frame] = []
        self.came = threading.Semaphore(0)
        self.open = threading.Event()
        self.open.set()
        self.sent: list[tuple[dict, bytes]] = []
        self.folder = SentFolder(lambda message, data=b"": self.sent.append((message, bytes(data))))
        self._slow = slow

    def write(self, data: bytes) -> None:
        self.open.wait()
        if self._slow:
            threading.Event().wait(0.05)
        if self.frames and self.frames[-1].bytes and not self._whole:
            self.folder.receive(self.frames[-1], bytes(data))
            self._whole = True
            return
        message = json.loads(data)
        if message["method"] == "frame":
            frame = parse(data)
            assert isinstance(frame, Frame)
            self.frames.append(frame)
            self._whole = False
        else:
            self.requests.append(message)
            self.came.release()

    _whole = True

    def kept(self, name: str) -> bytes:
        return (self.folder.path / name).read_bytes()


@pytest.fixture
def line():
    line = Line()
    yield line
    line.folder.remove()


def request(number: int, method: str = "look", **params) -> dict:
    return {"jsonrpc": "2.0", "id": number, "method": method, "params": params}


def test_files_come_whole_and_only_when_they_have_changed(frames, line, tmp_path) -> None:
    pixels = np.random.default_rng(0).integers(0, 256, 2_500_000, np.uint8).tobytes()
    (tmp_path / "photo.rgba").write_bytes(pixels)
    sender = frames.Frames(tmp_path, str(line.folder.path), line.write)
    asked = {"picture": {"file": "photo.rgba", "width": 1, "height": 1}}
    for number in (1, 2):
        sender.send(request(number, **asked))
        assert line.came.acquire(timeout=10)
    assert line.kept("photo.rgba") == pixels
    assert [frame.at for frame in line.frames] == [0, 1 << 20, 2 << 20]
    assert [one["params"] for one in line.requests] == [asked, asked]
    (tmp_path / "photo.rgba").write_bytes(pixels[:100])
    sender.send(request(3, **asked))
    assert line.came.acquire(timeout=10)
    assert line.kept("photo.rgba") == pixels[:100]
    sender.end()


def test_a_slow_line_is_sent_packed_frames(frames, tmp_path) -> None:
    line = Line(slow=True)
    mask = bytes(3 << 20)
    (tmp_path / "mask.u8").write_bytes(mask)
    sender = frames.Frames(tmp_path, str(line.folder.path), line.write)
    sender.send(request(1, area={"coverage": "mask.u8"}))
    assert line.came.acquire(timeout=10)
    assert [frame.packed for frame in line.frames] == [False, True, True]
    assert line.kept("mask.u8") == mask
    sender.end()
    line.folder.remove()


@pytest.mark.parametrize("side", ["plug-in", "core"])
def test_packing_pays_by_the_pace_of_the_line(frames, side) -> None:
    packers = {"plug-in": frames.Packer, "core": Packer}
    quick, slow = packers[side](), packers[side]()
    quick.note(1 << 20, 1e-6)
    slow.note(1 << 20, 1.0)
    noise = np.random.default_rng(0).integers(0, 256, 1 << 20, np.uint8).tobytes()
    assert not quick.pack(bytes(1 << 20))[1]
    assert slow.pack(bytes(1 << 20))[1]
    assert slow.pack(noise) == (noise, False)


def test_results_come_back_as_they_were(frames, line, tmp_path) -> None:
    receiver = frames.Frames(tmp_path, str(line.folder.path), line.write)
    pixels = np.random.default_rng(1).integers(0, 9, (700, 900, 4), np.uint8)
    line.folder._packer.note(1 << 20, 1.0)  # as over a slow line
    name = line.folder.write("layer-1.rgba", pixels[:, ::2])
    announced, *pieces = line.sent
    assert announced[0]["params"] == {"folder": str(line.folder.path)}
    for message, data in pieces:
        receiver.check(message["params"])
        assert message["params"]["packed"]
        receiver.keep(message["params"], data)
    assert (tmp_path / name).read_bytes() == pixels[:, ::2].tobytes()
    assert not (line.folder.path / name).exists()
    receiver.end()


def test_a_cancel_does_not_wait_for_files(frames, line, tmp_path) -> None:
    (tmp_path / "photo.rgba").write_bytes(bytes(64 << 20))
    sender = frames.Frames(tmp_path, str(line.folder.path), line.write)
    line.open.clear()
    sender.send(request(1, picture={"file": "photo.rgba"}))
    while sender.sending is None:
        time.sleep(0.01)
    sender.send(request(2, "cancel"))
    line.open.set()
    assert line.came.acquire(timeout=10) and line.came.acquire(timeout=10)
    assert [one["method"] for one in line.requests] == ["look", "cancel"]
    assert len(line.frames) <= 1
    sender.end()


@pytest.mark.parametrize(
    ("change", "data"),
    [({"packed": True}, b"nonsense"), ({"packed": True}, b""), ({"file": "a/../b"}, b"")],
)
def test_the_core_refuses_what_is_damaged(line, change, data) -> None:
    params = {"file": "photo.rgba", "at": 0, "bytes": len(data), "packed": False, **change}
    note = {"jsonrpc": "2.0", "method": "frame", "params": params}
    with pytest.raises(LineError):
        line.folder.receive(parse(json.dumps(note).encode()), data)


def test_paths_of_other_files_are_the_cores_and_come_back_as_ours(frames, line, tmp_path) -> None:
    picture, part = tmp_path / "größer, my garden.png", tmp_path / "part.png"
    picture.write_bytes(b"picture")
    part.write_bytes(b"part")
    far = str(line.folder.path)
    sender = frames.Frames(tmp_path / "private", far, line.write)
    assignments = [
        {"region": "sky", "style": str(picture), "part": str(part), "weight": 1.0},
        {"region": "sea", "style": "/there/but not here.png", "part": None},
        {"region": "rock", "style": "oil-swirls"},
    ]
    sender.send(request(1, "style", recipe={"assignments": assignments, "style": 1.0}))
    assert line.came.acquire(timeout=10)
    asked = line.requests[0]["params"]["recipe"]
    assert asked["style"] == 1.0
    sky, sea, rock = asked["assignments"]
    assert Path(sky["style"]).read_bytes() == b"picture"
    assert Path(sky["style"]).name == picture.name
    assert Path(sky["part"]).read_bytes() == b"part"
    assert sea["style"] == "/there/but not here.png"
    assert rock["style"] == "oil-swirls"
    answer = {"id": 1, "error": {"message": f"{sky['style']} is torn."}, "n": [f"{far}/a.png", 2]}
    near = sender.near(answer)
    assert near["error"]["message"] == f"{picture} is torn."
    assert near["n"] == [str(tmp_path / "private/a.png"), 2]
    with pytest.raises(frames.FolderError, match=tmp_path.name):
        sender.send(request(2, "add_style", path=str(tmp_path)))
    sender.end()
