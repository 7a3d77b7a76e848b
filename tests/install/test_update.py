"""An update fetches the newest version and has it set up as the version before was."""

import json
import subprocess

import pytest

NEW = "import pathlib, sys; pathlib.Path('asked').write_text(' '.join(sys.argv[1:]))\n"


def git(folder, *words):
    who = [
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "init.defaultBranch=m",
    ]
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def commit(folder, text):
    (folder / "install.py").write_text(text)
    git(folder, "add", ".")
    git(folder, "commit", "-m", "a version")


@pytest.fixture
def upstream(tmp_path):
    folder = tmp_path / "upstream"
    folder.mkdir()
    git(folder, "init")
    commit(folder, "raise SystemExit('an old version')\n")
    return folder


@pytest.fixture
def checkout(install, upstream, tmp_path, monkeypatch):
    folder = tmp_path / "checkout"
    git(tmp_path, "clone", str(upstream), str(folder))
    monkeypatch.setattr(install, "ROOT", folder)
    monkeypatch.setattr(install, "VENV", folder / ".venv")
    return folder


@pytest.fixture
def before(install, home, tmp_path):
    """The environment of a version before, which the plug-in in a profile uses."""
    venv = tmp_path / "before" / ".venv"
    venv.mkdir(parents=True)
    (venv / install.STAMP).write_text(json.dumps({"compute": "cuda"}))
    profile = install.Profile(home / ".config/GIMP/3.0")
    profile.plugin.mkdir(parents=True)
    command = [str(venv / "bin/python"), "-I", "-m", "segstyle_core", "worker"]
    (profile.plugin / "core.json").write_text(json.dumps({"command": command}))
    return venv


def test_the_new_install_py_is_asked_for_what_there_was(
    install, upstream, checkout, before, capsys
):
    commit(upstream, NEW)
    assert install.main(["update"]) == 0
    assert (checkout / "asked").read_text() == "--compute cuda"
    assert f"you may remove {before.parent}" in capsys.readouterr().out


def test_what_is_asked_for_goes_before(install, upstream, checkout, before):
    commit(upstream, NEW)
    assert install.main(["update", "--no-torch", "--develop", "--python", "/p"]) == 0
    assert (checkout / "asked").read_text() == "--no-torch --develop --python /p"


def test_a_version_that_cannot_be_fetched_is_told(install, upstream, checkout, before, capsys):
    commit(upstream, NEW)
    commit(checkout, "raise SystemExit('a version of my own')\n")
    assert install.main(["update"]) == 1
    assert "could not be fetched" in capsys.readouterr().out


def test_a_folder_without_history_is_set_up_as_it_is(install, tmp_path, before, monkeypatch):
    monkeypatch.setattr(install, "ROOT", tmp_path)
    (tmp_path / "install.py").write_text(NEW)
    assert install.main(["update"]) == 0
    assert (tmp_path / "asked").read_text() == "--compute cuda"
