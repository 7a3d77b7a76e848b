"""What can go wrong between a plug-in and its core."""

from __future__ import annotations

import json
import os
import random
import resource
import shutil
import signal
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from .plug_in import Place, PlugIn

__all__ = ["FAULTS", "Fault"]

Strike = Callable[[PlugIn, Place, str, random.Random], None]
"""Does it: to a conversation in a place, when a message is due."""


@dataclass(frozen=True)
class Fault:
    """One of them.

    Attributes:
        name: as the table has it.
        strike: does it.
        first: it is there before the message is sent, not while the core is at it.
        silences: the core says nothing any more; the user, who is asked, ends it.
        small_disk: all that is written lies on a disk of 24 MB.
    """

    name: str
    strike: Strike
    first: bool = False
    silences: bool = False
    small_disk: bool = False


def _killed(talk: PlugIn, *_: object) -> None:
    os.kill(talk.pid, signal.SIGKILL)


def _stopped(talk: PlugIn, *_: object) -> None:
    os.kill(talk.pid, signal.SIGSTOP)


def _torn(talk: PlugIn, _place: Place, message: str, chance: random.Random) -> None:
    line = _line(message, talk.params(message))
    with suppress(OSError):
        talk.pipe.write(line[: chance.randrange(1, len(line) - 1)])
        talk.pipe.close()


def _oversized(talk: PlugIn, *_: object) -> None:
    with suppress(OSError):
        line = memoryview(b'{"jsonrpc": "2.0", "id": 1, "method": "' + b"a" * (17 << 20) + b'"}\n')
        while line:
            line = line[talk.pipe.write(line) :]


def _no_json(talk: PlugIn, _place: Place, message: str, chance: random.Random) -> None:
    line = bytearray(_line(message, talk.params(message)))
    for _ in range(3):
        line[chance.randrange(len(line) - 1)] = chance.choice(b'\x00\xff{]"\\')
    talk.pipe.write(bytes(line))


def _wrong_types(talk: PlugIn, _place: Place, message: str, chance: random.Random) -> None:
    params = json.loads(json.dumps(talk.params(message))) or {"count": 3}
    inner = params
    while True:
        key = chance.choice(list(inner))
        if not isinstance(inner[key], dict) or not inner[key]:
            break
        inner = inner[key]
    inner[key] = chance.choice([None, [], {}, -1, 1e308, "\ud800", True, [[[]]], "../x"])
    talk.pipe.write(_line(message, params, number="wrong"))


def _out_of_order(talk: PlugIn, _place: Place, message: str, chance: random.Random) -> None:
    early = ["segment", "preview", "stop_and_keep", "cancel", "hello", "style"]
    if message == "hello":
        early.remove("hello")
    else:
        early = ["hello", "dance", ""]
    method = chance.choice(early)
    talk.pipe.write(_line(method, {"protocol": -1}, number="early"))


def _plug_in_gone(talk: PlugIn, *_: object) -> None:
    talk.pipe.close()


def _disk_full(_talk: PlugIn, place: Place, *_: object) -> None:
    with suppress(OSError), (place.folder / "filler").open("wb", buffering=0) as file:
        while True:
            file.write(b"\0" * 4096)


def _no_memory(talk: PlugIn, _place: Place, _message: str, chance: random.Random) -> None:
    pages = int(Path(f"/proc/{talk.pid}/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + chance.choice([0, 1 << 20, 1 << 24])
    resource.prlimit(talk.pid, resource.RLIMIT_AS, (most, most))


def _files_gone(talk: PlugIn, _place: Place, _message: str, chance: random.Random) -> None:
    folder, way = talk.core.folder, chance.randrange(3)
    if way == 0:
        shutil.rmtree(folder, ignore_errors=True)
    for file in list(folder.glob("[!.]*")):
        with suppress(OSError):
            file.unlink()
            if way == 1:
                file.mkdir()


def _clock_jumps(_talk: PlugIn, place: Place, _message: str, chance: random.Random) -> None:
    place.clock.write_text(str(chance.choice([-4e8, -86400.0, 86400.0, 4e8])))


def _line(method: str, params: dict, number: int | str = 99) -> bytes:
    message = {"jsonrpc": "2.0", "id": number, "method": method, "params": params}
    return json.dumps(message).encode() + b"\n"


FAULTS = (
    Fault("killed (SIGKILL)", _killed),
    Fault("stopped (SIGSTOP)", _stopped, silences=True),
    Fault("line torn off, plug-in gone", _torn),
    Fault("line of 17 MB", _oversized),
    Fault("line that is no JSON", _no_json, first=True),
    Fault("values of wrong types", _wrong_types, first=True),
    Fault("message out of order", _out_of_order, first=True),
    Fault("pipe closed", _plug_in_gone),
    Fault("disk full", _disk_full, first=True, small_disk=True),
    Fault("no memory (rlimit)", _no_memory, first=True),
    Fault("files gone or unreadable", _files_gone, first=True),
    Fault("clock jumps", _clock_jumps, first=True),
)
