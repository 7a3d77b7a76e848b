"""A plug-in's side of the protocol, for tests: starts a real worker and talks to it."""

from __future__ import annotations

import json
import queue
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import numpy as np

from segstyle_core.worker.messages import PROTOCOL

WAIT = 120


class Conversation:
    def __init__(self, hello: bool = True) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="segstyle-test-"))
        self.process = subprocess.Popen(
            [sys.executable, "-m", "segstyle_core", "worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self.progress: list[dict] = []
        self.live: list[dict] = []
        self.losses: list[dict] = []
        self._answers: queue.Queue[dict] = queue.Queue()
        self._next = 0
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self.process.stderr.read, daemon=True).start()
        if hello:
            self.introduction = self.ask("hello", protocol=PROTOCOL, folder=str(self.folder))[
                "result"
            ]

    def _listen(self) -> None:
        for line in self.process.stdout:
            message = json.loads(line)
            if message.get("method") == "progress":
                self.progress.append(message["params"])
            elif message.get("method") == "live":
                self.live.append(message["params"])
            elif message.get("method") == "losses":
                self.losses.append(message["params"])
            else:
                self._answers.put(message)

    def write(self, line: bytes) -> None:
        self.process.stdin.write(line)
        self.process.stdin.flush()

    def send(self, method: str, **params) -> int:
        self._next += 1
        message = {"jsonrpc": "2.0", "id": self._next, "method": method, "params": params}
        self.write(json.dumps(message).encode() + b"\n")
        return self._next

    def answer(self) -> dict:
        return self._answers.get(timeout=WAIT)

    def ask(self, method: str, **params) -> dict:
        asked = self.send(method, **params)
        answer = self.answer()
        assert answer["id"] == asked
        return answer

    def wait_for_progress(self) -> None:
        for _ in range(WAIT * 20):
            if self.progress:
                return
            threading.Event().wait(0.05)
        raise AssertionError("no progress was told")

    def put_photo(self, rgb: np.ndarray, name: str = "photo.rgba") -> dict:
        alpha = np.full((*rgb.shape[:2], 1), 255, np.uint8)
        (self.folder / name).write_bytes(np.concatenate([rgb, alpha], axis=2).tobytes())
        return {"file": name, "width": rgb.shape[1], "height": rgb.shape[0]}

    def read(self, name: str, *shape: int) -> np.ndarray:
        return np.fromfile(self.folder / name, np.uint8).reshape(shape)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.wait(10)
