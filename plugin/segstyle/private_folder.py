"""The private folder for pixels: made for one core, held meanwhile, swept when left behind.

Knows nothing of GIMP: standard library only.
"""

import contextlib
import os
import shutil
import stat
import tempfile
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be deleted: lock enough
    fcntl = None

PREFIX = "segstyle-"
HELD = ".held"


class PrivateFolder:
    """A new folder that no other user can read, until ``remove``.

    Whoever made it holds a lock on a file in it, which the system lets go of when the process ends,
    however it ends. So ``sweep`` knows the folders that nobody needs any more.

    Raises:
        OSError: it cannot be made.
    """

    def __init__(self):
        self.path = Path(tempfile.mkdtemp(prefix=PREFIX))
        self._held = _hold(self.path)

    def remove(self):
        """Delete it with all that is in it."""
        self._held.close()
        shutil.rmtree(self.path, ignore_errors=True)


def sweep():
    """Delete this user's folders whose makers are gone."""
    for folder in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with contextlib.suppress(OSError):
            if _is_ours(folder) and _is_left(folder / HELD):
                shutil.rmtree(folder, ignore_errors=True)


def _hold(folder):
    """Open and lock the file by which the folder is held; it has its name when it is locked."""
    if fcntl is None:
        return (folder / HELD).open("wb")
    new = folder / f"{HELD}.new"
    file = new.open("wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    new.rename(folder / HELD)
    return file


def _is_ours(folder):
    found = folder.lstat()
    mine = not hasattr(os, "getuid") or found.st_uid == os.getuid()
    return stat.S_ISDIR(found.st_mode) and mine


def _is_left(held):
    """Whether nobody has the file open any more.

    Raises:
        OSError: somebody has, or there is no such file.
    """
    if fcntl is None:
        held.unlink()
        return True
    with held.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return True
