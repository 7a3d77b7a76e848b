"""One fault at one moment, and what comes of it."""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from .faults import Fault
from .plug_in import AFTER, PATIENCE, CoreError, Place, PlugIn, SilenceError, works

__all__ = ["NoSmallDiskError", "Outcome", "strike", "styling_seconds"]

SECONDS_TO_GO = 2.5
"""A core ends within two seconds of its input's end; half a second more for a busy machine."""

SILENCE = 2.0


class NoSmallDiskError(Exception):
    """This machine does not let us mount one."""


@dataclass
class Outcome:
    """What came of a case.

    Attributes:
        told: errors, as the user would read them.
        finished: whether the request was answered with a result.
        silent: whether nothing came of it until the user would have been asked.
        processes, folders: what was left.
        next_run: what was wrong with the next one.
    """

    told: list[str] = field(default_factory=list)
    finished: bool = False
    silent: bool = False
    processes: list[int] = field(default_factory=list)
    folders: list[str] = field(default_factory=list)
    next_run: str = ""

    def faults(self, silence_is_fine: bool) -> list[str]:
        """What should not be."""
        wrong = []
        if self.silent and not silence_is_fine:
            wrong.append("nothing was said")
        if not (self.told or self.finished or self.silent):
            wrong.append("no outcome")
        if any(len(words.split()) < 3 for words in self.told if words != "Cancelled."):
            wrong.append(f"an error without words: {self.told}")
        if self.processes:
            wrong.append("a process was left")
        if self.folders:
            wrong.append(f"a folder was left: {self.folders}")
        if self.next_run:
            wrong.append(f"the next run failed: {self.next_run}")
        return wrong


def strike(fault: Fault, message: str, chance: random.Random, moment: float = 0.0) -> Outcome:
    """Let a fault happen at a message, or so many seconds after it was sent.

    Raises:
        NoSmallDiskError: a small disk is wanted, and cannot be had.
    """
    outcome = Outcome()
    with _place(fault.small_disk) as place:
        with place.entered():
            talk = PlugIn()
            try:
                _converse(talk, place, fault, message, chance, moment, outcome)
            except CoreError as error:
                outcome.told.append(str(error))
            except SilenceError:
                outcome.silent = True
            outcome.told += [_words(error) for error in talk.errors if "error" in error]
            talk.core.close()
            _wait_until_gone(place)
        outcome.processes, outcome.folders = place.processes(), place.left()
        (place.folder / "filler").unlink(missing_ok=True)
        outcome.next_run = works(place)
    return outcome


def styling_seconds() -> float:
    """How long a styling takes that nothing happens to."""
    with _place(False) as place, place.entered():
        talk = PlugIn()
        with talk.core:
            talk.ask("hello")
            began = time.monotonic()
            talk.ask("style")
            return time.monotonic() - began


def _converse(
    talk: PlugIn,
    place: Place,
    fault: Fault,
    message: str,
    chance: random.Random,
    moment: float,
    outcome: Outcome,
) -> None:
    running = _lead_up_to(talk, message)
    if fault.first and not moment:
        fault.strike(talk, place, message, chance)
    number = talk.send(message)
    answer = None
    if moment or not fault.first:
        answer = talk.wait(moment or chance.uniform(0.0, 0.3), number)
        fault.strike(talk, place, message, chance)
    patience = SILENCE if fault.silences else PATIENCE
    answer = answer or talk.answer(number, patience)
    _note(answer, outcome)
    if running is not None:
        _note(talk.answer(running, patience), outcome)
    elif fault.first or fault.silences:
        talk.ask("cancel", patience)
    else:
        talk.hear(patience)


def _lead_up_to(talk: PlugIn, message: str) -> int | None:
    """Say what must be said before a message; the id of the job that runs then."""
    if message == "hello":
        return None
    talk.ask("hello")
    before = AFTER.get(message)
    if before == "style":
        return talk.send(before)
    if before:
        talk.ask(before)
    return None


def _note(answer: dict, outcome: Outcome) -> None:
    if "error" in answer:
        outcome.told.append(_words(answer))
    else:
        outcome.finished = True


def _words(answer: dict) -> str:
    error = answer["error"]
    return f"{error['message']} {error['data']['advice']}".strip()


def _wait_until_gone(place: Place) -> None:
    end = time.monotonic() + SECONDS_TO_GO
    while place.processes() and time.monotonic() < end:
        time.sleep(0.02)


@contextmanager
def _place(small_disk: bool) -> Iterator[Place]:
    folder = Path(tempfile.mkdtemp(prefix="faults-"))
    try:
        if small_disk:
            _mount(folder)
        yield Place(folder)
    finally:
        if small_disk:
            with suppress(OSError):
                subprocess.run(["umount", "--lazy", folder], check=False, capture_output=True)
        shutil.rmtree(folder, ignore_errors=True)


def _mount(folder: Path) -> None:
    command = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        subprocess.run(command, check=True, capture_output=True, text=True)
    except (OSError, subprocess.CalledProcessError) as error:
        raise NoSmallDiskError(getattr(error, "stderr", "") or str(error)) from error
