"""Leading a run: errands to the crew, results into the folder, troubles tried again."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from segstyle_core import __version__
from segstyle_core.batch.crew import Crew
from segstyle_core.batch.errand import Delivery, Errand, Trouble, pack, remove, weights_here
from segstyle_core.batch.folder import RunFolder
from segstyle_core.batch.task import Task
from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.recipe import Recipe

__all__ = ["Conductor"]

PATIENCE = 0.5
"""Seconds between two looks at whether the run is to be stopped."""

Tell = Callable[[Task, str, Trouble | None], None]
"""Told of each photo that is over: its state, and why it failed."""


@dataclass(frozen=True)
class _Attempt:
    task: Task
    staging: Path
    number: int = 1
    avoid: frozenset[str] = field(default_factory=frozenset)


class Conductor:
    """Leads tasks through a crew.

    Args:
        run: where results go.
        crew: does the work.
        retries: how often a task is tried again when a worker failed.
        send: photos and results travel with the errands; else workers see the run's folder.
        tell: told of each photo that is over.
    """

    def __init__(self, run: RunFolder, crew: Crew, retries: int, send: bool, tell: Tell) -> None:
        self._run, self._crew, self._retries, self._send = run, crew, retries, send
        self._tell = tell
        self._unfit: frozenset[str] = frozenset()
        self._weights: dict[str, str] = {}
        self._under_way: dict[Path, _Attempt] = {}

    def lead(self, tasks: Iterable[Task], recipe: Recipe) -> bool:
        """Do all tasks; False when it was asked to stop before.

        Raises:
            CoreFailureError: the results cannot be written, or no worker can do anything.
        """
        self._weights = weights_here(recipe)
        waiting = deque(_Attempt(task, self._run.new_staging(task)) for task in tasks)
        while waiting or self._under_way:
            if self._run.asked_to_stop():
                return False
            for _ in range(min(len(waiting), self._crew.room())):
                self._give(waiting.popleft())
            report = self._crew.next(PATIENCE)
            if report is not None:
                errand, answer = report
                again = self._heard(self._under_way.pop(_key(errand)), answer)
                if again is not None:
                    waiting.append(again)
        return True

    def _give(self, attempt: _Attempt) -> None:
        errand = Errand(attempt.task, __version__, self._weights, attempt.staging)
        if self._send:
            try:
                errand = replace(errand, staging=None, parcel=pack(attempt.task))
            except BadInputError as error:
                self._give_up(attempt, Trouble(error.message, error.advice))
                return
        self._run.running(attempt.task, attempt.number)
        self._under_way[_key(errand)] = attempt
        self._crew.give(errand, attempt.avoid | self._unfit)

    def _heard(self, attempt: _Attempt, answer: Delivery | Trouble) -> _Attempt | None:
        """Take an attempt's result; the next attempt, if there is to be one."""
        task = attempt.task
        if isinstance(answer, Delivery):
            state = self._run.publish(task, answer, attempt.staging, attempt.number)
            self._tell(task, state, None)
            return None
        remove(attempt.staging)
        fresh = replace(attempt, staging=self._run.new_staging(task))
        if answer.unfit:
            self._dismiss(answer)
        if answer.lost or answer.unfit:
            return fresh
        if answer.no_room and not self._send:
            raise CoreFailureError(
                answer.error, "Make room there; then the same command goes on where it was."
            )
        if answer.hopeless or attempt.number > self._retries:
            self._give_up(attempt, answer)
            return None
        self._run.note(f"{task.photo.name} is tried again: {answer.error}")
        avoid = attempt.avoid | ({answer.worker} - {""})
        return replace(fresh, number=attempt.number + 1, avoid=avoid)

    def _dismiss(self, trouble: Trouble) -> None:
        """Give a worker no more errands; where there is no other, end."""
        if trouble.worker not in self._unfit:
            self._unfit |= {trouble.worker}
            self._run.note(f"{trouble.error} {trouble.advice}".strip())
        if not self._crew.has_others(self._unfit):
            raise CoreFailureError(trouble.error, trouble.advice)

    def _give_up(self, attempt: _Attempt, trouble: Trouble) -> None:
        self._run.failed(attempt.task, trouble, attempt.number)
        self._tell(attempt.task, "failed", trouble)


def _key(errand: Errand) -> Path:
    """What tells an errand from all others under way."""
    return errand.task.photo
