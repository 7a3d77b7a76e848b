"""The plug-in's half of a conversation, without GIMP: the plug-in's own ``core_process``."""

from __future__ import annotations

import os
import secrets
import select
import shlex
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "plugin/segstyle"))

from core_process import PROTOCOL, Core, CoreError  # noqa: E402 (its folder first)

__all__ = ["AFTER", "PATIENCE", "REQUESTS", "Place", "PlugIn", "SilenceError"]

PATIENCE = 300.0
"""Seconds after which a busy machine is no excuse any more."""

WIDTH, HEIGHT = 96, 64
PHOTO = {"file": "photo.rgba", "width": WIDTH, "height": HEIGHT}
JOB = {
    "picture": PHOTO,
    "regions": [{"name": "sky", "box": [0, 0, WIDTH, HEIGHT // 2], "coverage": "sky.u8"}],
    "recipe": {
        "assignments": [{"region": "sky", "style": "oil-swirls"}],
        "size": 64,
        "steps": 60,
    },
}
REQUESTS = {
    "hello": {"protocol": PROTOCOL, "client": "the fault harness"},
    "look": {"picture": PHOTO, "segmenter": "colours"},
    "preview": {"count": 3},
    "segment": {"count": 3},
    "glimpse": JOB,
    "style": JOB,
    "estimate": JOB,
    "add_style": {"picture": PHOTO, "title": "Own"},
    "paintings": {},
    "fetch_painting": {"id": "none-of-this-name"},
    "inspect": {"picture": PHOTO, "question": {"what": "features", "layers": ["conv1_1"]}},
    "diagnose": {},
    "cancel": {},
    "stop_and_keep": {},
}
"""Each message of the protocol, with parameters that do."""

AFTER = {"preview": "look", "segment": "look", "cancel": "style", "stop_and_keep": "style"}
"""What must have been asked for before; ``cancel`` and ``stop_and_keep`` come while it runs."""


class SilenceError(Exception):
    """The core has said nothing for as long as was waited."""


class Place:
    """A folder in which one case has all that it writes, and its processes' mark."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.token = secrets.token_hex(8)
        self.clock = folder / "clock"
        self.sockets = folder / "sockets"
        self.temporary = folder / "temporary"

    @contextmanager
    def entered(self) -> Iterator[None]:
        """Have the plug-in and the core write here."""
        self.temporary.mkdir(exist_ok=True)
        core = [sys.executable, "-I", str(Path(__file__).with_name("watched_core.py")), "worker"]
        given = {
            "SEGSTYLE_CORE": shlex.join(core),
            "SEGSTYLE_CACHE_DIR": str(self.folder / "cache"),
            "SEGSTYLE_STYLES_DIR": str(self.folder / "styles"),
            "SEGSTYLE_TEST_CLOCK": str(self.clock),
            "SEGSTYLE_TEST_SOCKETS": str(self.sockets),
            "SEGSTYLE_TEST_TOKEN": self.token,
            "OMP_NUM_THREADS": "1",
        }
        with (
            patch.dict(os.environ, given),
            patch.object(tempfile, "tempdir", str(self.temporary)),
        ):
            yield

    def processes(self) -> list[int]:
        """The processes that carry the mark, but those that only wait to be reaped."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                if (
                    f"SEGSTYLE_TEST_TOKEN={self.token}".encode()
                    in (folder / "environ").read_bytes()
                ):
                    found.append(int(folder.name))
            except OSError:
                continue
        return found

    def left(self) -> list[str]:
        """Private folders that are still there."""
        return [folder.name for folder in self.temporary.glob("segstyle-*")]


class PlugIn:
    """A started core, and the photo for it.

    Raises:
        CoreError: it cannot be started.
    """

    def __init__(self) -> None:
        self.core = Core()
        self.pipe = self.core._process.stdin
        self.pid = self.core._process.pid
        self.errors: list[dict] = []
        self.answers: dict[object, dict] = {}
        random = np.random.default_rng(0)
        photo = random.integers(0, 256, (HEIGHT, WIDTH, 4), np.uint8)
        photo[..., 3] = 255
        (self.core.folder / "photo.rgba").write_bytes(photo.tobytes())
        (self.core.folder / "sky.u8").write_bytes(b"\xff" * (WIDTH * HEIGHT // 2))

    def params(self, method: str) -> dict:
        """A request's parameters."""
        folder = {"folder": str(self.core.folder)} if method == "hello" else {}
        return {**REQUESTS[method], **folder}

    def send(self, method: str) -> int:
        """Send a request; its id."""
        return self.core.send(method, self.params(method))

    def ask(self, method: str, seconds: float = PATIENCE) -> dict:
        """Send a request and wait for its answer; errors that come besides are kept."""
        return self.answer(self.send(method), seconds)

    def answer(self, number: int, seconds: float = PATIENCE) -> dict:
        """Wait for an answer.

        Raises:
            CoreError: the core has ended.
            SilenceError: it said nothing for so long.
        """
        while number not in self.answers:
            self._take(self.hear(seconds))
        return self.answers.pop(number)

    def hear(self, seconds: float) -> list[dict]:
        """What the core says next.

        Raises:
            CoreError: the core has ended.
            SilenceError: it said nothing for so long.
        """
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if select.select([self.core.output], [], [], end - time.monotonic())[0]:
                came = self.core.receive()
                if came:
                    return came
        raise SilenceError

    def wait(self, seconds: float, number: int) -> dict | None:
        """Listen for so long, or until the answer is there."""
        end = time.monotonic() + seconds
        while number not in self.answers and (left := end - time.monotonic()) > 0:
            try:
                self._take(self.hear(left))
            except SilenceError:
                break
        return self.answers.pop(number, None)

    def _take(self, messages: list[dict]) -> None:
        for message in messages:
            if "method" in message:
                continue
            if isinstance(message["id"], int) and message["id"] <= self.core._last_id:
                self.answers[message["id"]] = message
            else:
                self.errors.append(message)


def works(place: Place) -> str:
    """What is wrong with the next run in a place; nothing when it does what it should."""
    with place.entered():
        try:
            talk = PlugIn()
            with talk.core:
                for method in ("hello", "look", "segment"):
                    answer = talk.ask(method)
                    if "result" not in answer:
                        return str(answer["error"])
                return "" if len(answer["result"]["segments"]) == 3 else str(answer)
        except (CoreError, SilenceError) as error:
            return str(error) or "silence"
