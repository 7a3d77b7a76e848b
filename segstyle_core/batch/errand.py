"""A task on its way to a worker, and what the worker brings back."""

from __future__ import annotations

import errno
import os
import shutil
import socket
import tempfile
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from segstyle_core import __version__
from segstyle_core.batch.task import Outcome, Task, paint_photo
from segstyle_core.errors import BadInputError, SegStyleError, WeightsError, missing_package
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.recipe import ENCODERS, Recipe

__all__ = ["Delivery", "Errand", "Parcel", "Trouble", "pack", "run_errand", "weights_here"]

_one_at_a_time = threading.Lock()


@dataclass(frozen=True)
class Parcel:
    """The bytes of a photo and of style pictures, by their paths on the sender's machine."""

    photo: bytes
    pictures: Mapping[Path, bytes]


@dataclass(frozen=True)
class Errand:
    """A task, and what a worker needs to do it.

    Attributes:
        task: what is to be done.
        version: of SegStyle, which must be the worker's.
        weights: as ``weights_here`` gives them, which must be the worker's.
        staging: an empty folder's path, for the files; None has their bytes brought back.
        parcel: None where the worker sees the sender's files.
    """

    task: Task
    version: str
    weights: Mapping[str, str]
    staging: Path | None = None
    parcel: Parcel | None = None


@dataclass(frozen=True)
class Delivery:
    """What came of an errand; ``contents`` are the files' bytes if there is no staging folder."""

    outcome: Outcome
    worker: str
    contents: Mapping[str, bytes]


@dataclass(frozen=True)
class Trouble:
    """Why nothing came of an errand.

    Attributes:
        error, advice: for people.
        worker: where it happened; empty if that is not known.
        hopeless: the photo or the recipe is to blame, so that another attempt is in vain.
        unfit: that worker can do no errand of this run.
        no_room: its disk is full.
        lost: nobody is to blame: the scheduler has forgotten the errand.
    """

    error: str
    advice: str = ""
    worker: str = ""
    hopeless: bool = False
    unfit: bool = False
    no_room: bool = False
    lost: bool = False


def run_errand(errand: Errand, scratch: Path | None = None) -> Delivery | Trouble:
    """Do an errand on this machine; a process does one at a time.

    Args:
        errand: what is to be done.
        scratch: a folder for what is not to stay; None is the system's.
    """
    with _one_at_a_time:
        try:
            _insist_on_fitness(errand)
            if errand.parcel is None and errand.staging is not None:
                errand.staging.mkdir(parents=True, exist_ok=True)
                return Delivery(paint_photo(errand.task, errand.staging), _name(), {})
            with tempfile.TemporaryDirectory(prefix="batch-segstyle-", dir=scratch) as folder:
                return _far_from_home(errand, Path(folder))
        except SegStyleError as error:
            return Trouble(
                error.message,
                error.advice,
                _name(),
                hopeless=isinstance(error, BadInputError),
                unfit=isinstance(error, WeightsError),
            )
        except OSError as error:
            host = socket.gethostname()
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                return Trouble(f"The disk is full on {host}.", "", _name(), no_room=True)
            return Trouble(f"A file could not be used on {host} ({error}).", "", _name())
        except ModuleNotFoundError as error:
            missing = missing_package(error)
            return Trouble(missing.message, missing.advice, _name(), unfit=True)
        except Exception as error:
            return Trouble(f"Painting failed ({type(error).__name__}: {error}).", "", _name())


def weights_here(recipe: Recipe) -> dict[str, str]:
    """The SHA-256 of the files of all weights here that painting by a recipe may use.

    Raises:
        WeightsError: the recipe's encoder is not here, or a file is damaged.
    """
    from segstyle_core.weights import Store

    store = Store()
    others = set(ENCODERS) - {recipe.encoder}
    wanted = [each.id for each in store.entries() if each.id not in others]
    ready = {recipe.encoder, *(id for id in wanted if store.ready(id))}
    return {id: _sha256_of(store.path(id)) for id in sorted(ready)}


def pack(task: Task) -> Parcel:
    """All of a task that lies in files.

    Raises:
        BadInputError: one of them cannot be read.
    """
    try:
        pictures = {path: path.read_bytes() for path in _pictures_of(task.recipe)}
        return Parcel(task.photo.read_bytes(), pictures)
    except OSError as error:
        raise BadInputError(
            f"{error.filename} cannot be read ({error.strerror}).", "Check the file."
        ) from None


@cache
def _sha256_of(path: Path) -> str:
    return sha256_of(path)


def _insist_on_fitness(errand: Errand) -> None:
    """Raise WeightsError where this worker would paint otherwise than the sender."""
    if errand.version != __version__:
        raise WeightsError(
            f"{_name()} has SegStyle {__version__}, but {errand.version} is wanted.",
            "Install the same version everywhere.",
        )
    here = weights_here(errand.task.recipe)
    if here != errand.weights:
        differing = {id for id, _ in here.items() ^ errand.weights.items()}
        raise WeightsError(
            f"{_name()} has not the same weights: {', '.join(sorted(differing))}.",
            "Copy the folder of weights to every worker.",
        )


def _far_from_home(errand: Errand, folder: Path) -> Delivery:
    """Unpack, paint, and take the files' bytes along."""
    task = errand.task if errand.parcel is None else _unpacked(errand.task, errand.parcel, folder)
    made = folder / "made"
    made.mkdir()
    outcome = paint_photo(task, made)
    contents = {name: (made / name).read_bytes() for name in outcome.files}
    return Delivery(outcome, _name(), contents)


def _unpacked(task: Task, parcel: Parcel, folder: Path) -> Task:
    photo = folder / task.photo.name
    photo.write_bytes(parcel.photo)
    styles = folder / "styles"
    styles.mkdir()
    there = {}
    for path, data in parcel.pictures.items():
        there[str(path)] = str(styles / path.name)
        (styles / path.name).write_bytes(data)
    assignments = tuple(
        each.model_copy(
            update={
                "style": there.get(each.style, each.style),
                "part": each.part and there.get(each.part, each.part),
            }
        )
        for each in task.recipe.assignments
    )
    recipe = task.recipe.model_copy(update={"assignments": assignments})
    return replace(task, photo=photo, recipe=recipe)


def _pictures_of(recipe: Recipe) -> list[Path]:
    """The files that a recipe names by their paths."""
    words = [word for each in recipe.styled for word in (each.style, each.part) if word]
    return [Path(word) for word in dict.fromkeys(words) if Path(word).is_absolute()]


def _name() -> str:
    return f"{socket.gethostname()}:{os.getpid()}"


def remove(folder: Path) -> None:
    """Remove a staging folder, if it is there."""
    shutil.rmtree(folder, ignore_errors=True)
