"""Pixels in the stream, for a plug-in on another machine: it and the core see no common folder."""

from __future__ import annotations

import os
import tempfile
import time
import zlib
from pathlib import Path
from typing import Any, Protocol, TypeAlias

import numpy as np

from segstyle_core.errors import CoreFailureError
from segstyle_core.image import Bytes
from segstyle_core.worker.folder import PrivateFolder
from segstyle_core.worker.messages import FRAME_LIMIT, Frame, LineError, frame_note, frames_note

__all__ = ["Data", "Packer", "Send", "SentFolder", "common_folder"]

Data: TypeAlias = "bytes | memoryview"
LEVEL = 1
SAMPLE = 32 * 1024
PACKED_A_SECOND = 60e6
"""Bytes, of photos; masks are quicker."""
MEMORY = 0.5
"""How much what was sent before still counts with each frame, for the pace of the line."""


class Send(Protocol):
    """Sends a message, and bytes that belong to it."""

    def __call__(self, message: dict[str, Any], data: Data = b"") -> None:
        """Send them, one right after the other."""


def common_folder(path: str) -> PrivateFolder | None:
    """The plug-in's folder, if it can be seen from here.

    Raises:
        BadInputError: it does not look like one that may be removed with all that is in it.
    """
    folder = Path(path)
    seen = folder.is_absolute() and folder.is_dir() and os.access(folder, os.R_OK | os.W_OK)
    return PrivateFolder(path) if seen else None


class SentFolder(PrivateFolder):
    """A folder of the core's own: what is written goes to the plug-in, what comes is kept here.

    Args:
        send: sends a message to the plug-in.
    """

    def __init__(self, send: Send) -> None:
        super().__init__(os.path.realpath(tempfile.mkdtemp(prefix="segstyle-")))
        self._send = send
        self._packer = Packer()
        self._trouble: OSError | None = None
        send(frames_note(str(self.path)))

    def receive(self, frame: Frame, data: bytes) -> None:
        """Keep what the plug-in has sent; a disk that is full is told to whoever reads the file.

        Raises:
            LineError: the bytes are not what was announced.
        """
        pixels = unpacked(data) if frame.packed else data
        place = self.path / frame.file
        try:
            place.parent.mkdir(mode=0o700, exist_ok=True)
            with place.open("r+b" if frame.at else "wb") as file:
                file.seek(frame.at)
                file.write(pixels)
        except OSError as error:
            self._trouble = error

    def write(self, name: str, pixels: Bytes) -> str:
        """Send an array's bytes, row after row; returns the file's name at the plug-in."""
        self._send_file(name, np.ascontiguousarray(pixels).data.cast("B"))
        return name

    def lend(self, file: Path) -> str:
        """Send a file; returns the path that stands for it."""
        self._send_file(file.name, memoryview(file.read_bytes()))
        return str(self.path / file.name)

    def _read(self, name: str, shape: tuple[int, ...]) -> Bytes:
        trouble, self._trouble = self._trouble, None
        if trouble is not None:
            raise CoreFailureError(
                f"A picture could not be written on the core's machine ({trouble.strerror}).",
                "Free some space in its folder for temporary files.",
            )
        return super()._read(name, shape)

    def _send_file(self, name: str, data: memoryview) -> None:
        for at in range(0, len(data), FRAME_LIMIT):
            piece, packed = self._packer.pack(data[at : at + FRAME_LIMIT])
            began = time.perf_counter()
            self._send(frame_note(name, at, len(piece), packed), piece)
            self._packer.note(len(piece), time.perf_counter() - began)


class Packer:
    """Packs a frame with zlib where that saves more time on the line than it takes."""

    def __init__(self) -> None:
        self._bytes = self._seconds = 0.0

    def pack(self, data: Data) -> tuple[Data, bool]:
        """What is to be sent, and whether it is packed; judged by packing the frame's middle."""
        sample = data[max(0, len(data) - SAMPLE) // 2 :][:SAMPLE]
        saved = 1 - len(zlib.compress(sample, LEVEL)) / max(1, len(sample))
        if saved * self._seconds / max(1.0, self._bytes) > 1 / PACKED_A_SECOND:
            return zlib.compress(data, LEVEL), True
        return data, False

    def note(self, size: int, seconds: float) -> None:
        """Remember how long it took to send so many bytes."""
        self._bytes = MEMORY * self._bytes + size
        self._seconds = MEMORY * self._seconds + seconds


def unpacked(data: bytes) -> bytes:
    """The pixels of a packed frame.

    Raises:
        LineError: they are damaged, or more than a frame may hold.
    """
    packed = zlib.decompressobj()
    try:
        pixels = packed.decompress(data, FRAME_LIMIT)
    except zlib.error as error:
        raise LineError(f"A frame is damaged: {error}.") from None
    if not packed.eof:
        raise LineError("A frame holds more than it may, or is torn.")
    return pixels
