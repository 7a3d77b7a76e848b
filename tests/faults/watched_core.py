"""The real ``segstyle`` command; its clock jumps by what a file says, its sockets are noted."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_true = time.time
_jump = Path(os.environ["SEGSTYLE_TEST_CLOCK"])


def _jumped() -> float:
    try:
        return _true() + float(_jump.read_text())
    except (OSError, ValueError):
        return _true()


time.time = _jumped

_notes = Path(os.environ["SEGSTYLE_TEST_SOCKETS"])


def _note(event: str, arguments: tuple[object, ...]) -> None:
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "socket.sendto"):
        with _notes.open("a") as file:
            file.write(f"{event} {arguments}\n")


sys.addaudithook(_note)

from segstyle_core.cli import main  # noqa: E402 (the clock and the hook first)

main()
