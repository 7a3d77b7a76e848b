"""What the tests of install.py share."""

from __future__ import annotations

import importlib.util
import shlex
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def install():
    """install.py as a module, with the environment that the tests run in."""
    spec = importlib.util.spec_from_file_location("segstyle_install", ROOT / "install.py")
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    module.VENV = Path(sys.prefix)
    yield module
    del sys.modules[spec.name]


@pytest.fixture
def home(tmp_path, monkeypatch):
    """An empty home; only weights are where they were."""
    from segstyle_core.weights import Store

    monkeypatch.setenv("SEGSTYLE_WEIGHTS_DIR", str(Store().folder))
    for name in ("GIMP3_DIRECTORY", "APPDATA", "LOCALAPPDATA", "SEGSTYLE_CORE"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "home"
    for name, part in (("CONFIG", ".config"), ("DATA", ".local/share"), ("CACHE", ".cache")):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(folder / part))
    monkeypatch.setenv("HOME", str(folder))
    monkeypatch.setenv("USERPROFILE", str(folder))
    folder.mkdir()
    return folder


@pytest.fixture
def console(tmp_path):
    """Puts a real GIMP on a PATH of its own: a folder with its gimp-console in it."""

    def put(gimp):
        series = ".".join(gimp.version.split(".")[:2])
        program = tmp_path / "path" / f"gimp-console-{series}"
        program.parent.mkdir(exist_ok=True)
        words = shlex.join(gimp.command("/usr/bin/gimp-console" if gimp.root else "gimp-console"))
        program.write_text(f'#!/bin/sh\nexec {words} "$@"\n')
        program.chmod(0o755)
        return program.parent

    return put
