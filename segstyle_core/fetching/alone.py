"""One process at a time."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from segstyle_core.errors import SegStyleError
from segstyle_core.progress import Progress, check

__all__ = ["alone"]


@contextmanager
def alone(
    lock: Path, progress: Progress, waiting: str, refusal: Callable[[OSError], SegStyleError]
) -> Iterator[None]:
    """Hold off other processes that want the same lock file, which is made with its folder.

    Args:
        lock: the file.
        progress: asked whether to go on waiting.
        waiting: what it is told meanwhile.
        refusal: makes the error of a folder that cannot be written.

    Raises:
        CancelledError: the user does not want to wait.
    """
    held = FileLock(lock)
    while not held.is_locked:
        try:
            lock.parent.mkdir(parents=True, exist_ok=True)
            held.acquire(timeout=0.2)
        except Timeout:
            check(progress, 0.0, waiting)
        except OSError as error:
            raise refusal(error) from error
    try:
        yield
    finally:
        held.release()
