"""Pixels in the stream, for a core that does not see our folder (docs/protocol.md).

Knows nothing of GIMP: standard library only.
"""

import contextlib
import hashlib
import json
import queue
import re
import threading
import time
import zlib
from functools import partial
from pathlib import Path

LONGEST = 1 << 20
LEVEL = 1
SAMPLE = 32 << 10
PACKED_A_SECOND = 60e6
"""Bytes, of photos; masks are quicker."""
MEMORY = 0.5
"""How much what was sent before still counts with each frame, for the pace of the line."""
SECONDS_TO_END = 2.0

PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")
FILES = "file", "coverage"
PATHS = "style", "part", "path"
"""Where a request's parameters name a file of the folder, and where the path of any file."""


class FrameError(ValueError):
    """A frame that the protocol does not allow."""


class FolderError(ValueError):
    """A whole folder that the core is to have; the text is its path."""


class Frames:
    """Sends requests with the files that they name, in the background, and keeps what comes.

    ``folder`` is our private folder, ``far`` the path of the core's; ``write(data)`` writes all of
    some bytes into the line.
    """

    def __init__(self, folder, far, write):
        self._folder, self._far, self._write = folder, far, write
        self._own = {}  # the far path of each file that lies elsewhere than in our folder
        self._sent = {}  # what the core has: the digest of each file, by its name there
        self._packer = Packer()
        self._left = queue.SimpleQueue()
        self._hurry = threading.Event()  # files do not matter any more
        self._done = self._whole = 0
        self._sender = threading.Thread(target=self._send_all, daemon=True)
        self._sender.start()

    @property
    def sending(self):
        """How much of the files is sent, 0..1; None while none are."""
        whole = self._whole
        return min(1.0, self._done / whole) if whole else None

    def send(self, request):
        """Send a request after the files that it names; a ``cancel`` overtakes files.

        Raises:
            FolderError: it names a folder.
        """
        files = {}
        request = {**request, "params": self._away(request["params"], files)}
        if request["method"] == "cancel":
            self._hurry.set()
        self._left.put((request, files))

    def check(self, frame):
        """Make sure that the parameters of a ``frame`` are as the protocol has them.

        Raises:
            FrameError: they are not.
        """
        fits = (
            isinstance(frame.get("file"), str)
            and PLAIN.fullmatch(frame["file"])
            and all(isinstance(frame.get(key), int) for key in ("at", "bytes"))
            and frame["at"] >= 0
            and 0 <= frame["bytes"] <= LONGEST
        )
        if not fits:
            raise FrameError

    def keep(self, frame, data):
        """Keep what has come of a file.

        Raises:
            FrameError: it is damaged.
            OSError: there is no room.
        """
        with (self._folder / frame["file"]).open("r+b" if frame["at"] else "wb") as file:
            file.seek(frame["at"])
            file.write(_unpacked(data) if frame.get("packed") else data)

    def near(self, message):
        """A message of the core with our paths in the place of its."""
        return _with_texts(message, self._near)

    def end(self):
        """Send nothing more."""
        self._hurry.set()
        self._left.put(None)
        self._sender.join(SECONDS_TO_END)

    def _near(self, text):
        for path, far in self._own.items():
            text = text.replace(far, path)
        return text.replace(self._far, str(self._folder))

    def _away(self, value, files):
        if isinstance(value, dict):
            return {key: self._named(key, one, files) for key, one in value.items()}
        if isinstance(value, list):
            return [self._away(one, files) for one in value]
        return value

    def _named(self, key, value, files):
        if key in FILES and isinstance(value, str):
            files[value] = self._folder / value
            return value
        if key in PATHS and isinstance(value, str):
            return self._far_path(value, files)
        return self._away(value, files)

    def _far_path(self, text, files):
        path = Path(text).expanduser()
        if not path.is_absolute() or not path.exists():
            return text
        if path.is_dir():
            raise FolderError(text)
        far = self._own.setdefault(text, f"{self._far}/{len(self._own) + 1}/{path.name}")
        files[far[len(self._far) + 1 :]] = path
        return far

    def _send_all(self):
        """Send what there is to send, until the end or until nobody reads any more."""
        with contextlib.suppress(OSError, ValueError):
            for request, files in iter(self._left.get, None):
                self._whole = sum(path.stat().st_size for path in files.values() if path.is_file())
                for name, path in files.items():
                    self._send_file(name, path)
                self._done = self._whole = 0
                self._write(json.dumps(request).encode() + b"\n")
                if request["method"] == "cancel":
                    self._hurry.clear()

    def _send_file(self, name, path):
        """Send a file unless the core has it; one that cannot be read is missed by the core."""
        try:
            file = path.open("rb")
        except OSError:
            return
        with file:
            known = self._sent.pop(name, None)
            if known and known == _digest_of(file):
                self._sent[name] = known
                self._done += path.stat().st_size
                return
            at, digest = 0, hashlib.blake2b()
            for data in iter(partial(file.read, LONGEST), b""):
                if self._hurry.is_set():
                    return
                digest.update(data)
                self._send_frame(name, at, data)
                at += len(data)
                self._done += len(data)
            self._sent[name] = digest.digest()

    def _send_frame(self, name, at, data):
        piece, packed = self._packer.pack(data)
        params = {"file": name, "at": at, "bytes": len(piece), "packed": packed}
        note = {"jsonrpc": "2.0", "method": "frame", "params": params}
        began = time.perf_counter()
        self._write(json.dumps(note).encode() + b"\n")
        self._write(piece)
        self._packer.note(len(piece), time.perf_counter() - began)


class Packer:
    """Packs a frame with zlib where that saves more time on the line than it takes."""

    def __init__(self):
        self._bytes = self._seconds = 0.0

    def pack(self, data):
        """What is to be sent, and whether it is packed; judged by packing the frame's middle."""
        sample = data[max(0, len(data) - SAMPLE) // 2 :][:SAMPLE]
        saved = 1 - len(zlib.compress(sample, LEVEL)) / max(1, len(sample))
        if saved * self._seconds / max(1.0, self._bytes) > 1 / PACKED_A_SECOND:
            return zlib.compress(data, LEVEL), True
        return data, False

    def note(self, size, seconds):
        """Remember how long it took to send so many bytes."""
        self._bytes = MEMORY * self._bytes + size
        self._seconds = MEMORY * self._seconds + seconds


def _unpacked(data):
    packed = zlib.decompressobj()
    try:
        pixels = packed.decompress(data, LONGEST)
    except zlib.error:
        raise FrameError from None
    if not packed.eof:
        raise FrameError
    return pixels


def _digest_of(file):
    file.seek(0)
    digest = hashlib.blake2b()
    for data in iter(partial(file.read, LONGEST), b""):
        digest.update(data)
    file.seek(0)
    return digest.digest()


def _with_texts(value, change):
    """A piece of JSON with every text in it changed."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list):
        return [_with_texts(one, change) for one in value]
    if isinstance(value, dict):
        return {key: _with_texts(one, change) for key, one in value.items()}
    return value
