"""In fresh roots: a release made before, an update without torch, and what uninstalling leaves."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

from segstyle_core.sample import sample_photo
from segstyle_core.weights import Store

ROOT = Path(__file__).resolve().parents[2]
RELEASE_BEFORE = "7bb9ffd"
"""A commit whose install.py knew neither updates nor a choice of what to compute on."""


def run(*words, code=0, **more):
    answer = subprocess.run(
        [str(word) for word in words], capture_output=True, text=True, check=False, **more
    )
    assert answer.returncode == code, answer.stdout + answer.stderr
    return answer.stdout + answer.stderr


def copy_of_this_version(target):
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    for name in run(*listing, cwd=ROOT).split("\0"):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target / name)
    return target


def release_before(target):
    """An older version, with an environment that borrows all it needs from ours."""
    target.mkdir()
    archive = subprocess.run(["git", "archive", RELEASE_BEFORE], cwd=ROOT, stdout=subprocess.PIPE)
    if archive.returncode:
        pytest.skip(f"the history here does not reach back to {RELEASE_BEFORE}")
    subprocess.run(["tar", "x", "-C", target], input=archive.stdout, check=True)
    run(sys.executable, "-m", "venv", "--without-pip", target / ".venv")
    spec = importlib.util.spec_from_file_location("install_before", target / "install.py")
    before = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(before)
    site = next((target / ".venv").rglob("site-packages"))
    (site / "borrowed.pth").write_text(f"{target}\n{sysconfig.get_path('purelib')}\n")
    stamp = {"state": before._state(), "extras": []}
    (target / ".venv/segstyle-stamp.json").write_text(json.dumps(stamp))
    return target


@pytest.fixture
def user(home, weights, tmp_path, monkeypatch):
    """A user with a GIMP 3 profile, another plug-in, and the weights in their own home."""
    monkeypatch.delenv("SEGSTYLE_WEIGHTS_DIR")
    monkeypatch.setenv("UV_CACHE_DIR", os.environ.get("UV_CACHE_DIR", uv_caches()))
    monkeypatch.setenv("RUSTUP_HOME", os.environ.get("RUSTUP_HOME", str(tmp_path / "rustup")))
    other = home / ".config/GIMP/3.0/plug-ins/other/other.py"
    other.parent.mkdir(parents=True)
    other.write_text("another plug-in")
    shutil.copytree(weights, home / ".local/share/segstyle/weights")
    return home


def uv_caches():
    """Where uv's caches are without this test's own home."""
    import pwd

    return str(Path(pwd.getpwuid(os.getuid()).pw_dir) / ".cache" / "uv")


def test_a_life(install, user, tmp_path):
    profile = install.Profile(user / ".config/GIMP/3.0")
    own_photo = sample_photo()
    old = release_before(tmp_path / "before")
    run(sys.executable, old / "install.py")
    before = (profile.plugin / "segstyle.py").read_bytes()
    assert before == (old / "plugin/segstyle/segstyle.py").read_bytes()

    new = copy_of_this_version(tmp_path / "this")
    plan = run(sys.executable, new / "install.py", "update", "--no-torch", "--dry-run")
    assert "would be put there" in plan
    assert (profile.plugin / "segstyle.py").read_bytes() == before
    assert not (new / ".venv").exists()
    told = run(sys.executable, new / "install.py", "update", "--no-torch")
    assert f"you may remove {old}" in told
    assert not (profile.plugin / "old.py").exists()
    command = json.loads((profile.plugin / "core.json").read_text())["command"]
    assert Path(command[0]).is_relative_to(new)
    assert [part.name for part in profile.plugin.parent.iterdir()].count("segstyle") == 1

    core = [command[0], "-I", "-m", "segstyle_core"]
    assert "there" in run(*core, "doctor")
    without_torch(core, own_photo, tmp_path)
    run(*core, "styles", "add", own_photo, "--title", "Mine")

    run(sys.executable, new / "install.py", "--gimpfu")
    last_values = profile.folder / "plug-in-settings/python-fu-segstyle-style.last"
    last_values.parent.mkdir()
    last_values.write_text("as GIMP keeps them")
    assert "Would remove" in run(sys.executable, new / "install.py", "uninstall", "--dry-run")
    assert profile.plugin.is_dir()
    run(sys.executable, new / "install.py", "uninstall")
    assert what_is_left(user) == {
        ".config/GIMP/3.0/plug-ins/other/other.py",
        ".local/share/segstyle/styles/mine.jpg",
        ".local/share/segstyle/styles/styles.toml",
    }
    assert not (new / ".venv").exists()
    assert own_photo.is_file()


def without_torch(core, photo, folder):
    """Segmenting and previews work, painting says what it needs."""
    masks = folder / "masks"
    assert "ModuleNotFoundError" in run(core[0], "-c", "import torch", code=1)
    for segmenter in ("colours", "clusters"):
        found = run(*core, "segment", photo, "-o", masks, "--segmenter", segmenter, "--count", 3)
        assert f"3 regions by {segmenter}" in found
    region = json.loads((masks / "segments.json").read_text())["segments"][0]["name"]
    words = [photo, "--masks", masks, "--assign", f"{region}=oil-swirls"]
    run(*core, "preview", *words, "-o", folder / "preview.png")
    assert (folder / "preview.png").stat().st_size > 10_000
    told = run(*core, "style", *words, "-o", folder / "styled.ora", code=2)
    assert "This needs torch" in told
    assert "install.py --compute auto" in told
    assert not (folder / "styled.ora").exists()


def what_is_left(home):
    files = [path for path in home.rglob("*") if path.is_file() and path.name[-5:] != ".lock"]
    return {path.relative_to(home).as_posix() for path in files}


def test_purging_takes_what_the_user_made_too(user, tmp_path, monkeypatch):
    core = [sys.executable, "-I", "-m", "segstyle_core"]
    run(*core, "styles", "add", sample_photo(), "--title", "Mine")
    network = Store().path("style_predict")
    catalogue = Store().user_catalogue
    shutil.copy(network, network.with_name("own.onnx"))
    catalogue.write_text("# none\n")
    told = run(*core, "forget", "--dry-run")
    assert "Left: your own styles" in told
    run(*core, "forget", "--purge")
    assert not (user / ".local/share/segstyle").exists()
    assert not (user / ".cache/segstyle").exists()
    run(*core, "forget", "--purge")


def test_folders_that_the_user_has_named_are_left(home, tmp_path, monkeypatch):
    for name in ("WEIGHTS", "STYLES", "CACHE"):
        folder = tmp_path / name
        folder.mkdir()
        (folder / "precious").write_text("mine")
        monkeypatch.setenv(f"SEGSTYLE_{name}_DIR", str(folder))
    run(sys.executable, "-I", "-m", "segstyle_core", "forget", "--purge")
    assert all((tmp_path / name / "precious").is_file() for name in ("WEIGHTS", "STYLES", "CACHE"))
