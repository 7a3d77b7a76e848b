"""A run over many photos, as the plug-in begins and follows it: without GIMP, nothing painted."""

from __future__ import annotations

import json
import shlex
import sys
import textwrap
import time
from pathlib import Path
from types import ModuleType

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugin/segstyle"
OPTIONS = "ora", "same", "skip"


@pytest.fixture
def batch_run(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(str(PLUGIN))
    import batch_run

    return batch_run


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Makes a few lines of Python the command; ``tell`` in them writes into the manifest."""
    head = """
        import json, sys, time
        from pathlib import Path
        given = [word[2:].split("=", 1) for word in sys.argv if "=" in word]
        words = dict(given)
        own = Path(words["output"]) / "segstyle-batch"
        def tell(**event):
            with (own / "manifest.jsonl").open("a") as file:
                file.write(json.dumps({"at": time.time(), **event}) + chr(10))
    """

    def use(lines: str) -> None:
        file = tmp_path / "core.py"
        file.write_text(textwrap.dedent(head) + textwrap.dedent(lines))
        command = shlex.join([sys.executable, str(file), "worker"])
        monkeypatch.setenv("SEGSTYLE_CORE", command)

    return use


def until(condition) -> None:
    for _ in range(600):
        if condition():
            return
        time.sleep(0.05)
    raise AssertionError("it did not come to that")


def test_from_its_beginning_to_its_end(batch_run, scripted, tmp_path) -> None:
    scripted("""
        photos = sys.argv[sys.argv.index("--") + 1:]
        assert sys.argv[1] == "batch" and json.loads(Path(words["recipe"]).read_text()) == {"a": 1}
        while not (own / "go").exists(): time.sleep(0.01)
        tell(kind="start", photos=3, left=3)
        tell(kind="photo", photo=photos[0], state="done")
        tell(kind="photo", photo=photos[1], state="failed", error="Torn.", advice="Copy it again.")
        tell(kind="photo", photo=photos[2], state="running")
        while not (own / "stop").exists(): time.sleep(0.01)
        tell(kind="end", stopped=True)
        print("1 done")
    """)
    out = tmp_path / "out"
    run = batch_run.begin(["a.jpg", "b.jpg", "-c.jpg"], {"a": 1}, str(out), *OPTIONS)
    assert run.is_there
    assert run.state().phase == batch_run.STARTING
    with pytest.raises(batch_run.CoreError, match="under way"):
        batch_run.begin(["a.jpg"], {}, str(out), *OPTIONS)
    (out / "segstyle-batch/go").touch()
    again = batch_run.Run(str(out))
    until(lambda: again.state().photos == 3 and again.state().over == 2)
    state = again.state()
    assert (state.phase, state.done, state.failed) == (batch_run.RUNNING, 1, 1)
    assert state.troubles == (("b.jpg", "Torn. Copy it again."),)
    assert 0 <= state.seconds_left < 10
    again.stop()
    until(lambda: not run.state().is_under_way)
    assert (run.state().phase, run.state().last_words) == (batch_run.STOPPED, "1 done")


def test_a_run_that_was_killed_is_broken(batch_run, scripted, tmp_path) -> None:
    scripted("""
        import os
        tell(kind="start", photos=1, left=1)
        with (own / "manifest.jsonl").open("a") as file:
            file.write('{"kind": "photo", "torn')
            file.flush()
        os.kill(os.getpid(), 9)
    """)
    run = batch_run.begin(["a.jpg"], {}, str(tmp_path / "out"), *OPTIONS)
    until(lambda: not run.state().is_under_way)
    assert run.state().phase == batch_run.BROKEN
    assert run.state().over == 0


def test_a_command_that_refuses_says_why(batch_run, scripted, tmp_path) -> None:
    own = tmp_path / "out/segstyle-batch"
    own.mkdir(parents=True)
    events = ({"kind": "start", "photos": 1, "left": 0}, {"kind": "end", "stopped": False})
    lines = [json.dumps({"at": 1.0, **event}) for event in events]
    (own / "manifest.jsonl").write_text("\n".join(lines) + "\n")
    assert batch_run.Run(str(tmp_path / "out")).state().phase == batch_run.DONE
    scripted("sys.exit('segstyle: It holds a run of another recipe. Use another folder.')")
    run = batch_run.begin(["a.jpg"], {}, str(tmp_path / "out"), *OPTIONS)
    until(lambda: not run.state().is_under_way)
    assert run.state().phase == batch_run.BROKEN
    assert run.state().last_words == "It holds a run of another recipe. Use another folder."


def test_what_cannot_be_begun(batch_run, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SEGSTYLE_CORE", "/no/such/program worker")
    with pytest.raises(batch_run.CoreError, match="cannot be started"):
        batch_run.begin(["a.jpg"], {}, str(tmp_path / "out"), *OPTIONS)
    assert not batch_run.Run(str(tmp_path / "out")).state().is_under_way
    (tmp_path / "file").write_text("")
    with pytest.raises(batch_run.CoreError, match=r"cannot be written.*another place"):
        batch_run.begin(["a.jpg"], {}, str(tmp_path / "file"), *OPTIONS)
    monkeypatch.setenv("SEGSTYLE_CORE", "/bin/cat")
    with pytest.raises(batch_run.CoreError, match="does not end in “worker”"):
        batch_run.begin(["a.jpg"], {}, str(tmp_path / "out"), *OPTIONS)
