"""The plug-in's half of the pipe, against cores that do not behave. No GIMP is needed."""

from __future__ import annotations

import json
import os
import select
import shlex
import stat
import sys
import tempfile
import textwrap
import time
from pathlib import Path
from types import ModuleType

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugin/segstyle"


@pytest.fixture
def core_process(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The module, imported as the plug-in imports it."""
    monkeypatch.syspath_prepend(str(PLUGIN))
    import core_process

    return core_process


@pytest.fixture
def scripted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
    """Makes a few lines of Python the core."""

    def use(lines: str) -> None:
        file = tmp_path / "core.py"
        file.write_text("import json, os, sys, time\n" + textwrap.dedent(lines))
        monkeypatch.setenv("SEGSTYLE_CORE", shlex.join([sys.executable, "-u", str(file)]))

    return use


def messages(core, number: int = 1, seconds: float = 10) -> list[dict]:
    """Wait until so many messages have come."""
    end, came = time.monotonic() + seconds, []
    while len(came) < number:
        assert select.select([core.output], [], [], end - time.monotonic())[0], "nothing came"
        came += core.receive()
    return came


def gone(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


def test_requests_and_answers(core_process, scripted) -> None:
    scripted("""
        for line in sys.stdin:
            request = json.loads(line)
            print(json.dumps({"jsonrpc": "2.0", "id": request["id"], "result": request["params"]}))
    """)
    with core_process.Core() as core:
        first, second = core.send("hello", {"name": "größer"}), core.send("other", {"n": 2})
        one, two = messages(core, 2)
    assert (one["id"], two["id"]) == (first, second)
    assert core_process.result_of(one) == {"name": "größer"}
    assert core_process.result_of(two) == {"n": 2}


def test_a_message_may_come_in_pieces(core_process, scripted) -> None:
    scripted("""
        for piece in ('{"jsonrpc": "2.0", ', '"id": 1, "result"', ': {}}\\n{"jsonrpc"'):
            os.write(1, piece.encode())
            time.sleep(0.1)
        sys.stdin.read()
    """)
    with core_process.Core() as core:
        assert messages(core) == [{"jsonrpc": "2.0", "id": 1, "result": {}}]


def test_the_folder_is_private_and_removed(core_process, scripted) -> None:
    scripted("sys.stdin.read()")
    with core_process.Core() as core:
        folder = core.folder
        assert folder.name.startswith("segstyle-")
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        (folder / "photo.rgba").write_bytes(b"1234")
    assert not folder.exists()


def test_environment_without_gimps_own(core_process, scripted, monkeypatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle/lib")
    monkeypatch.setenv("PYTHONHOME", "/bundle")
    monkeypatch.setenv("GTK_PATH", "/bundle/gtk")
    monkeypatch.setenv("GIO_MODULE_DIR", "/bundle/gio")
    monkeypatch.setenv("HTTPS_PROXY", "http://proxy.example")
    seen = core_process.environment()
    assert not {"LD_LIBRARY_PATH", "PYTHONHOME", "GTK_PATH", "GIO_MODULE_DIR"} & set(seen)
    assert seen["HTTPS_PROXY"] == "http://proxy.example"
    assert seen["PATH"] == os.environ["PATH"]


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ("sys.stderr.write('no room\\n'); sys.exit(3)", ["exit code 3", "no room"]),
        ("os.kill(os.getpid(), 9)", ["SIGKILL"]),
        ("print('hello there'); sys.stdin.read()", ["not understood", "hello there"]),
        ("print('[1, 2]'); sys.stdin.read()", ["not understood", "[1, 2]"]),
    ],
)
def test_a_core_that_fails_says_why(core_process, scripted, lines: str, words: list[str]) -> None:
    scripted(lines)
    with core_process.Core() as core, pytest.raises(core_process.CoreError) as raised:
        messages(core)
    assert all(word in str(raised.value) for word in words)
    assert raised.value.advice
    assert not core.folder.exists()


def test_sending_to_a_dead_core_says_why(core_process, scripted) -> None:
    scripted("sys.exit(4)")
    with core_process.Core() as core:
        select.select([core.output], [], [], 10)
        with pytest.raises(core_process.CoreError, match="exit code 4"):
            for _ in range(1000):
                core.send("hello", {})
                time.sleep(0.01)


def test_much_on_standard_error_does_not_block(core_process, scripted) -> None:
    scripted("""
        sys.stderr.write("word " * 400_000)
        print(json.dumps({"jsonrpc": "2.0", "id": 1, "result": {}}))
        sys.stdin.read()
    """)
    with core_process.Core() as core:
        assert messages(core)[0]["id"] == 1


def test_a_stubborn_core_is_killed_with_its_children(core_process, scripted) -> None:
    scripted("""
        import signal, subprocess
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        child = subprocess.Popen(["sleep", "600"])
        print(json.dumps({"jsonrpc": "2.0", "pids": [os.getpid(), child.pid]}))
        time.sleep(600)
    """)
    with core_process.Core() as core:
        pids = messages(core)[0]["pids"]
    for _ in range(100):
        if all(map(gone, pids)):
            break
        time.sleep(0.05)
    assert all(map(gone, pids))


def test_errors_carry_message_advice_and_code(core_process) -> None:
    body = {"code": -32002, "message": "It is damaged.", "data": {"advice": "Fetch it again."}}
    with pytest.raises(core_process.CoreError) as raised:
        core_process.result_of({"id": 1, "error": body})
    assert str(raised.value) == "It is damaged. Fetch it again."
    assert raised.value.code == -32002


def test_the_command_comes_from_core_json(core_process, monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("SEGSTYLE_CORE", raising=False)
    monkeypatch.setattr(core_process, "__file__", str(tmp_path / "core_process.py"))
    with pytest.raises(core_process.CoreError, match=r"not installed.*install\.py"):
        core_process.command()
    (tmp_path / "core.json").write_text('{"command": "python"')
    with pytest.raises(core_process.CoreError, match="damaged"):
        core_process.command()
    words = ["/opt/some folder/python", "-I", "-m", "segstyle_core", "worker"]
    (tmp_path / "core.json").write_text(json.dumps({"command": words}))
    assert core_process.command() == words


def test_a_program_that_is_not_there(core_process, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SEGSTYLE_CORE", "/no/such/program worker")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(core_process.CoreError, match=r"cannot be started \(/no/such/program"):
        core_process.Core()
    assert list(tmp_path.iterdir()) == []


def test_no_room_for_the_private_folder(core_process, monkeypatch, tmp_path) -> None:
    monkeypatch.setenv("SEGSTYLE_CORE", "/bin/cat")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "gone"))
    with pytest.raises(core_process.CoreError, match=r"no room .*No such file.* Free some space"):
        core_process.Core()


def test_an_endless_line_is_refused(core_process, scripted) -> None:
    scripted("""
        while True:
            os.write(1, b"moo " * 16384)
    """)
    with core_process.Core() as core, pytest.raises(core_process.CoreError, match="not understood"):
        while True:
            assert select.select([core.output], [], [], 10)[0], "nothing came"
            core.receive()
