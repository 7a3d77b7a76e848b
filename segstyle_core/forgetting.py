"""What SegStyle has put on this machine beside itself, and taking it away again."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from segstyle_core.caches import cache_folder
from segstyle_core.errors import CoreFailureError
from segstyle_core.gallery.folders import styles_folder
from segstyle_core.gallery.masters import Paintings
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import FileWeights
from segstyle_core.weights.user_catalogue import read

__all__ = ["Left", "forget", "things"]


@dataclass(frozen=True)
class Left:
    """A file or folder, what it is, and whether the user made it."""

    what: str
    path: Path
    users: bool = False


def things() -> list[Left]:
    """All there is: caches, weights, paintings, and the user's own networks and styles.

    Folders that the user has named in an environment variable are not looked into: other things
    may lie there.

    Raises:
        WeightsError: the user's catalogue of networks is damaged.
    """
    found: list[Left] = []
    if "SEGSTYLE_CACHE_DIR" not in os.environ:
        found += _there(Left("caches", cache_folder("")))
    if "SEGSTYLE_WEIGHTS_DIR" not in os.environ:
        found += _weights(Store())
    if "SEGSTYLE_STYLES_DIR" not in os.environ:
        found += _styles(styles_folder(), Paintings().folder)
    return found


def forget(*, purge: bool) -> list[Left]:
    """Remove what was fetched or computed; with ``purge`` what the user made, too.

    Returns:
        what was removed.

    Raises:
        CoreFailureError: something cannot be removed.
        WeightsError: the user's catalogue of networks is damaged.
    """
    going = [each for each in things() if purge or not each.users]
    for each in going:
        try:
            if each.path.is_dir():
                shutil.rmtree(each.path)
            else:
                each.path.unlink()
        except OSError as error:
            raise CoreFailureError(
                f"{each.path} cannot be removed ({error.strerror}).", "Remove it by hand."
            ) from error
    _remove_if_empty(Store().folder, styles_folder(), Store().folder.parent)
    return going


def _weights(store: Store) -> Iterator[Left]:
    """The folder of weights, or what is in it where the user's own networks are among them."""
    own = {each.file for each in read(store.user_catalogue) if isinstance(each, FileWeights)}
    if not own:
        yield from _there(Left("weights", store.folder))
        return
    own.add(store.user_catalogue.name)
    for path in sorted(store.folder.iterdir()):
        users = path.name in own
        yield Left("your own network" if users else "weights", path, users)


def _styles(folder: Path, fetched: Path) -> Iterator[Left]:
    yield from _there(Left("famous paintings", fetched))
    if folder.is_dir() and any(path != fetched for path in folder.iterdir()):
        yield Left("your own styles", folder, users=True)


def _there(left: Left) -> list[Left]:
    return [left] if left.path.exists() else []


def _remove_if_empty(*folders: Path) -> None:
    for folder in folders:
        if folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
