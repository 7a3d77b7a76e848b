"""Private folders: closed to others, removed by their makers, swept when those were killed."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

PLUGIN = Path(__file__).resolve().parents[2] / "plugin/segstyle"
MAKER = (
    "import private_folder, time; p = private_folder.PrivateFolder(); print(p.path); time.sleep(60)"
)


@pytest.fixture
def private_folder(monkeypatch, tmp_path):
    """The module, with a folder for temporary files of its own."""
    monkeypatch.syspath_prepend(str(PLUGIN))
    import private_folder

    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return private_folder


def test_closed_to_others_and_removed(private_folder):
    folder = private_folder.PrivateFolder()
    assert stat.S_IMODE(folder.path.stat().st_mode) == 0o700
    (folder.path / "photo.rgba").write_bytes(b"1234")
    folder.remove()
    assert not folder.path.exists()


def test_only_what_was_left_behind_is_swept(private_folder, tmp_path):
    mine = private_folder.PrivateFolder()
    command = [sys.executable, "-u", "-c", MAKER]
    given = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(PLUGIN)}
    maker = subprocess.Popen(command, env=given, stdout=subprocess.PIPE, text=True)
    other = Path(maker.stdout.readline().strip())
    strange = tmp_path / "segstyle-notes"
    strange.mkdir()
    elsewhere = tmp_path / "my pictures"
    elsewhere.mkdir()
    (elsewhere / ".held").touch()
    (tmp_path / "segstyle-link").symlink_to(elsewhere)

    private_folder.sweep()
    assert mine.path.exists() and other.exists()

    maker.send_signal(signal.SIGKILL)
    maker.wait()
    maker.stdout.close()
    private_folder.sweep()
    assert not other.exists()
    assert mine.path.exists() and strange.exists() and (elsewhere / ".held").exists()
    mine.remove()
