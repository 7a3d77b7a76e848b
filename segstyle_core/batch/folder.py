"""A run's folder: what is done, what is left, and results put into their place."""

from __future__ import annotations

import os
import re
import shutil
import socket
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from segstyle_core import __version__
from segstyle_core.batch.errand import Delivery, Trouble
from segstyle_core.batch.manifest import Manifest
from segstyle_core.batch.photos import own_names
from segstyle_core.batch.task import Settings, Task
from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.gallery import find_style
from segstyle_core.gallery.folders import gallery_folder
from segstyle_core.recipe import ORIGINAL, Recipe

__all__ = ["RunFolder"]

NAME = "segstyle-batch"
VERSION = 1
OVER = ("done", "skipped")
REMEMBERED = ("name", "state", "source", "files", "error", "advice")


class RunFolder:
    """The folder of results and, in it, that of the run.

    Args:
        out: where results go; made if it is not there.

    Raises:
        CoreFailureError: it cannot be written.
    """

    def __init__(self, out: Path) -> None:
        self.out = out.absolute()
        self._own = self.out / NAME
        self.staging = self._own / "staging"
        with _telling(self.out):
            self.staging.mkdir(parents=True, exist_ok=True)
        self._manifest = Manifest(self._own / "manifest.jsonl")
        self._begun: dict[str, Any] | None = None
        self._last: dict[Path, dict[str, Any]] = {}

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold off other commands from the same folder, and know what happened in it.

        Raises:
            BadInputError: one is at work.
            CoreFailureError: the manifest is damaged.
        """
        lock = FileLock(self._own / "lock")
        try:
            lock.acquire(timeout=0)
        except Timeout:
            raise BadInputError(
                f"Another batch is at work in {self.out}.", "Wait for it, or use another folder."
            ) from None
        try:
            shutil.rmtree(self.staging, ignore_errors=True)
            self.staging.mkdir()
            self._stop.unlink(missing_ok=True)
            for event in self._manifest.read():
                if event["kind"] == "run":
                    self._begun = event
                elif event["kind"] == "photo":
                    self._remember(event)
            yield
        finally:
            lock.release()

    @property
    def settings(self) -> Settings | None:
        """Those that the run began with; None for a new run."""
        return None if self._begun is None else Settings.model_validate(self._begun["settings"])

    def begin(self, recipe: Recipe, settings: Settings) -> Recipe:
        """Begin the run, or go on with it; the recipe as it is to be painted.

        Pictures that are not the gallery's are copied, so that they stay what they are, and are
        seen wherever the folder is.

        Raises:
            BadInputError: the folder holds a run of another recipe or with other settings, or a
                style is unknown.
        """
        resolved = self._own / "recipe.json"
        if self._begun is not None:
            if Recipe.from_data(self._begun["recipe"]) != recipe:
                raise BadInputError(
                    f"{self.out} holds a run of another recipe.", "Use another folder."
                )
            if self.settings != settings:
                raise BadInputError(
                    f"{self.out} holds a run with other settings.", "Use another folder."
                )
            return Recipe.from_json(resolved.read_bytes())
        told = {"recipe": recipe.model_dump(mode="json"), "settings": settings.model_dump()}
        with _telling(self.out):
            painted = _with_own_pictures(recipe, self._own / "styles")
            resolved.write_text(painted.to_json(), encoding="utf-8")
        self._add("run", version=VERSION, segstyle=__version__, **told)
        return painted

    def tasks(self, photos: Sequence[Path], recipe: Recipe, settings: Settings) -> list[Task]:
        """What is left to do; no result has the name of a file that is not of this run.

        Raises:
            BadInputError: a photo lies where the results go.
        """
        if self.out.resolve() in {folder.resolve() for folder in {each.parent for each in photos}}:
            raise BadInputError(
                f"There are photos in {self.out}, where the results go.", "Use another folder."
            )
        known = {photo: event["name"] for photo, event in self._last.items()}
        others = {file.stem for file in self.out.iterdir()} - set(known.values())
        names = own_names(photos, known, others)
        left = [photo for photo in photos if not self._is_over(photo)]
        return [Task(photo, names[photo], recipe, settings) for photo in left]

    def start(self, photos: int, left: int, workers: int, threads: int, where: str) -> None:
        """Tell that the command begins to paint."""
        who = {"host": socket.gethostname(), "pid": os.getpid()}
        told = {"workers": workers, "threads": threads, "where": where, **who}
        self._add("start", photos=photos, left=left, **told)

    def note(self, text: str) -> None:
        """Tell something about the run."""
        self._add("note", text=text)

    def running(self, task: Task, attempt: int) -> None:
        """Tell that a photo is under way."""
        self._tell(task, "running", attempt=attempt)

    def new_staging(self, task: Task) -> Path:
        """The path of a folder for one attempt's files, which is not there yet."""
        return self.staging / f"{task.name}-{uuid.uuid4().hex[:8]}"

    def publish(self, task: Task, delivery: Delivery, staging: Path, attempt: int) -> str:
        """Put an attempt's files into their place and tell that the photo is done; its state.

        Raises:
            CoreFailureError: there is no room, or the folder cannot be written.
        """
        outcome = delivery.outcome
        told = asdict(outcome) | {"worker": delivery.worker, "attempt": attempt}
        with _telling(self.out):
            for name, data in delivery.contents.items():
                staging.mkdir(exist_ok=True)
                _write_through(staging / name, data)
            for name in outcome.files:
                (staging / name).replace(self.out / name)
            shutil.rmtree(staging, ignore_errors=True)
            if outcome.files:
                self._tell(task, "done", **told)
                return "done"
            kept = {key: told[key] for key in ("warnings", "worker", "attempt", "source")}
            self._tell(task, "skipped", **kept)
            return "skipped"

    def failed(self, task: Task, trouble: Trouble, attempt: int) -> None:
        """Tell that a photo is given up."""
        told = {"error": trouble.error, "advice": trouble.advice, "attempt": attempt}
        self._tell(task, "failed", **told, source=_source(task.photo))

    def end(self, photos: Sequence[Path], seconds: float, stopped: bool) -> Counter[str]:
        """Tell that the command ends; how many photos are in which state."""
        states = Counter(self._last.get(photo, {}).get("state", "left") for photo in photos)
        counted = {state: states[state] for state in (*OVER, "failed")}
        left = len(photos) - sum(counted.values())
        took = round(seconds, 1)
        self._add("end", **counted, left=left, seconds=took, stopped=stopped)
        return Counter(counted | {"left": left})

    def results(self) -> list[tuple[str, list[Path]]]:
        """The photos that are done: the name of each and its files."""
        done = [event for event in self._last.values() if event["state"] == "done"]
        return [
            (event["name"], [self.out / name for name in event["files"]])
            for event in sorted(done, key=lambda event: event["name"])
        ]

    def failures(self) -> list[tuple[Path, str]]:
        """The photos that were given up, and why."""
        return [
            (photo, f"{event['error']} {event['advice']}".strip())
            for photo, event in self._last.items()
            if event["state"] == "failed"
        ]

    @property
    def sheet(self) -> Path:
        """Where the sheet of all results goes."""
        return self._own / "sheet.jpg"

    def asked_to_stop(self) -> bool:
        """Whether somebody has put the file ``stop`` into the run's folder; it is removed."""
        if not self._stop.exists():
            return False
        self._stop.unlink(missing_ok=True)
        return True

    @property
    def _stop(self) -> Path:
        return self._own / "stop"

    def _tell(self, task: Task, state: str, **fields: Any) -> None:
        event = {"photo": str(task.photo), "name": task.name, "state": state, **fields}
        self._add("photo", **event)
        self._remember(event)

    def _remember(self, event: dict[str, Any]) -> None:
        """Keep what is needed later, which is little: there may be a million photos."""
        kept = {field: event[field] for field in REMEMBERED if field in event}
        self._last[Path(event["photo"])] = kept

    def _add(self, kind: str, **fields: Any) -> None:
        with _telling(self.out):
            self._manifest.add(kind, **fields)

    def _is_over(self, photo: Path) -> bool:
        """Whether a photo is done, has not changed since, and its files are there."""
        event = self._last.get(photo, {})
        if event.get("state") not in OVER or event["source"] != _source(photo):
            return False
        files = event.get("files", {})
        return all(_size(self.out / name) == made["bytes"] for name, made in files.items())


def _with_own_pictures(recipe: Recipe, folder: Path) -> Recipe:
    """The recipe with copies of the pictures that are not the gallery's, in a folder."""
    copies: dict[Path, Path] = {}

    def copied(path: Path, title: str) -> str:
        if path not in copies:
            folder.mkdir(parents=True, exist_ok=True)
            stem = re.sub(r'[\\/:*?"<>|\x00-\x1f]', "_", title).strip(". ") or "style"
            taken = {copy.stem.casefold() for copy in copies.values()}
            number, name = 2, stem
            while name.casefold() in taken:
                name, number = f"{stem} {number}", number + 1
            copies[path] = Path(shutil.copyfile(path, folder / f"{name}{path.suffix}"))
        return str(copies[path])

    def settled(word: str) -> str:
        style = find_style(word)
        at_home = style.path.is_relative_to(gallery_folder())
        return style.id if at_home else copied(style.path, style.title)

    assignments = tuple(
        each
        if each.style == ORIGINAL
        else each.model_copy(
            update={
                "style": settled(each.style),
                "part": each.part and copied(Path(each.part), Path(each.part).stem),
            }
        )
        for each in recipe.assignments
    )
    return recipe.model_copy(update={"assignments": assignments})


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise CoreFailureError(
            f"{folder} cannot be written ({error.strerror}).",
            "Make room there; then the same command goes on where it was.",
        ) from error


def _write_through(path: Path, data: bytes) -> None:
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _source(photo: Path) -> dict[str, int]:
    try:
        state = photo.stat()
    except OSError:
        return {}
    return {"bytes": state.st_size, "modified_ns": state.st_mtime_ns}


def _size(file: Path) -> int:
    try:
        return file.stat().st_size
    except OSError:
        return -1
