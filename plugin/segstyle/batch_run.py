"""A run of `segstyle batch`: begun aside, then looked at and stopped by its folder (docs/batch.md).

Knows nothing of GIMP: standard library only.
"""

import contextlib
import json
import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from core_process import CoreError, command, environment
from texts import _, told

try:
    import fcntl
except ImportError:  # Windows, where a file that is open cannot be renamed: lock enough
    fcntl = None

OWN, ASKED, LOG, LOCK = "segstyle-batch", "asked.json", "log.txt", "lock"
FAILED = "segstyle: "
"""How the line begins that says why the command was not carried out."""
STARTING, RUNNING, DONE, STOPPED, BROKEN = "starting", "running", "done", "stopped", "broken"


class State(NamedTuple):
    """How a run stands.

    ``phase`` is STARTING, RUNNING, DONE, STOPPED (by the user) or BROKEN (it ended without a
    word); of the ``photos`` so many are ``done``, ``skipped`` and ``failed``. ``seconds_left`` is
    None until it can be told, ``troubles`` are (photo, what happened), and ``last_words`` what a
    run said that is not under way.
    """

    phase: str
    photos: int = 0
    done: int = 0
    skipped: int = 0
    failed: int = 0
    seconds_left: float = None
    troubles: tuple = ()
    last_words: str = ""

    @property
    def over(self):
        """How many photos are over."""
        return self.done + self.skipped + self.failed

    @property
    def is_under_way(self):
        """Whether it is at work."""
        return self.phase in (STARTING, RUNNING)


class Run:
    """The run in a folder of results."""

    def __init__(self, out):
        self._own = Path(out) / OWN

    @property
    def is_there(self):
        """Whether the folder holds a run at all."""
        return self._own.is_dir()

    def state(self):
        """How it stands now."""
        events = [*self._events()]
        starts = [place for place, one in enumerate(events) if one["kind"] == "start"]
        since = events[starts[-1] :] if starts else []
        last = {one["photo"]: one for one in events if one["kind"] == "photo"}
        states = [one["state"] for one in last.values()]
        return State(
            self._phase(since),
            since[0]["photos"] if since else 0,
            *(states.count(state) for state in ("done", "skipped", "failed")),
            _seconds_left(since),
            tuple((name, _trouble(one)) for name, one in last.items() if _trouble(one)),
            told(self._last_words().removeprefix(FAILED)),
        )

    def stop(self):
        """Have it end; what is done stays done."""
        with contextlib.suppress(OSError):
            (self._own / "stop").touch()

    def _phase(self, since):
        ends = [one for one in since if one["kind"] == "end"]
        if any(_is_held(self._own / name) for name in (LOG, LOCK)):
            return RUNNING if since and not ends else STARTING
        if not ends or self._last_words().startswith(FAILED):
            return BROKEN
        return STOPPED if ends[-1]["stopped"] else DONE

    def _events(self):
        """Every whole line of the manifest."""
        with contextlib.suppress(FileNotFoundError), (self._own / "manifest.jsonl").open() as file:
            for line in file:
                if line.endswith("\n"):
                    with contextlib.suppress(ValueError):
                        yield json.loads(line)

    def _last_words(self):
        try:
            said = (self._own / LOG).read_text("utf-8", "replace").splitlines()
        except OSError:
            return ""
        return next((line.strip() for line in reversed(said) if line.strip()), "")


def begin(photos, recipe, out, layers, flat, unmatched):
    """Begin a run that goes on whatever becomes of this process; returns its Run.

    ``photos`` are paths of files and folders, ``layers``, ``flat`` and ``unmatched`` are words of
    the command's options.

    The log is locked as long as anyone can write into it, so that a run is known to be under way
    from the first moment to the last.

    Raises:
        CoreError: a run is under way there, the folder cannot be written, or the core cannot be
            started.
    """
    words = command()
    if words[-1] != "worker":
        raise CoreError(
            _("The core's command does not end in “worker”: {}").format(" ".join(words)),
            _("Run SegStyle's install.py again."),
        )
    own = Path(out) / OWN
    options = {"recipe": own / ASKED, "output": out}
    options |= {"layers": layers, "flat": flat, "unmatched": unmatched}
    given = [f"--{name}={value}" for name, value in options.items()]
    try:
        own.mkdir(parents=True, exist_ok=True)
        with _empty_and_locked(own / LOG) as log:
            (own / ASKED).write_text(json.dumps(recipe), encoding="utf-8")
            _begin_aside([*words[:-1], "batch", *given, "--", *map(str, photos)], log)
    except BlockingIOError:
        raise CoreError(
            _("A run is under way in {}.").format(out), _("Wait for it, or use another folder.")
        ) from None
    except OSError as error:
        raise CoreError(
            _("{} cannot be written ({}).").format(out, error.strerror), _("Choose another place.")
        ) from None
    return Run(out)


def _empty_and_locked(file):
    opened = file.open("ab")
    if fcntl is not None:
        try:
            fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            opened.close()
            raise
    opened.truncate(0)
    return opened


def _begin_aside(words, log):
    apart = {"start_new_session": True}
    if os.name == "nt":
        apart = {"creationflags": subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP}
    try:
        subprocess.Popen(
            words,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            cwd=Path.home().anchor,
            env=environment(),
            **apart,
        )
    except OSError as error:
        raise CoreError(
            _("SegStyle's core cannot be started ({}: {}).").format(words[0], error.strerror),
            _("Run SegStyle's install.py again."),
        ) from None


def _is_held(file):
    """Whether a run has it."""
    try:
        if fcntl is None:
            file.rename(file)
        else:
            with file.open("rb") as opened:
                fcntl.flock(opened, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return True
    except OSError:
        pass
    return False


def _seconds_left(since):
    """By the pace of the photos that are over since the run was started; None before one is."""
    over = [one for one in since if one["kind"] == "photo" and one["state"] != "running"]
    if not over:
        return None
    pace = (over[-1]["at"] - since[0]["at"]) / len(over)
    return pace * max(0, since[0]["left"] - len(over))


def _trouble(event):
    if event["state"] == "failed":
        return f"{told(event['error'])} {told(event['advice'])}".strip()
    return " ".join(map(told, event.get("warnings", ()))) if event["state"] == "skipped" else ""
