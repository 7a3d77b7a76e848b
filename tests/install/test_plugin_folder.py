"""The plug-in in a profile: whole, current, and never half there."""

import json
import random
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def profile(install, tmp_path):
    return install.Profile(tmp_path / "3.0")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_it_is_copied_whole_and_can_run(install, profile):
    target = install.copy_plugin(profile)
    assert target == profile.folder / "plug-ins" / "segstyle"
    assert (target / "segstyle.py").stat().st_mode & stat.S_IXUSR
    assert (target / "segstyle.py").read_bytes() == (install.PLUGIN / "segstyle.py").read_bytes()
    assert not list(target.rglob("__pycache__"))
    command = json.loads((target / "core.json").read_text("utf-8"))["command"]
    assert command[1:] == ["-I", "-m", "segstyle_core", "worker"]
    assert Path(command[0]).is_absolute()
    assert names(profile.folder) == ["plug-ins"]
    assert names(target.parent) == ["segstyle"]
    assert install.plugin_is_current(profile)


def test_gimp_is_made_to_look_again(install, profile):
    before = time.time() - 1
    target = install.copy_plugin(profile)
    assert (target / "segstyle.py").stat().st_mtime > before


def test_an_update_replaces_the_old_plug_in_and_leaves_the_others(install, profile):
    target = install.copy_plugin(profile)
    (target / "gone_in_the_new_version.py").write_text("")
    (target / "segstyle.py").write_text("old")
    other = profile.folder / "plug-ins" / "other" / "other.py"
    other.parent.mkdir()
    other.write_text("another plug-in")
    assert not install.plugin_is_current(profile)
    install.copy_plugin(profile)
    assert install.plugin_is_current(profile)
    assert not (target / "gone_in_the_new_version.py").exists()
    assert other.read_text() == "another plug-in"
    assert names(profile.folder) == ["plug-ins"]


def test_a_core_that_moved_makes_the_plug_in_outdated(install, profile):
    target = install.copy_plugin(profile)
    moved = ["/elsewhere/python3", "-I", "-m", "segstyle_core", "worker"]
    for text in (json.dumps({"command": moved}), "damaged", json.dumps({"command": 7})):
        (target / "core.json").write_text(text)
        assert not install.plugin_is_current(profile)
    install.copy_plugin(profile)
    assert install.plugin_is_current(profile)


def test_a_core_that_the_user_chose_stays(install, profile):
    target = install.copy_plugin(profile)
    chosen = {"command": ["ssh", "workshop", "segstyle", "worker"]}
    (target / "core.json").write_text(json.dumps(chosen))
    assert install.plugin_is_current(profile)
    install.copy_plugin(profile)
    assert json.loads((target / "core.json").read_text("utf-8")) == chosen


def test_behind_a_fence_the_core_is_told_where_the_users_folders_are(install, home, tmp_path):
    fenced = install.Profile(tmp_path / "3.0", "Flatpak")
    install.copy_plugin(fenced)
    assert install.plugin_is_current(fenced)
    command = json.loads((fenced.plugin / "core.json").read_text("utf-8"))["command"]
    assert command[0] == "/usr/bin/env"
    inside = [
        *command[: command.index("-m")],
        "-c",
        "import os; print(os.environ['XDG_DATA_HOME'])",
    ]
    flatpaks = {"XDG_DATA_HOME": "/home/ann/.var/app/org.gimp.GIMP/data"}
    answer = subprocess.run(inside, env=flatpaks, capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == str(home / ".local/share")


def test_a_failed_update_leaves_the_old_plug_in(install, profile, tmp_path, monkeypatch):
    target = install.copy_plugin(profile)
    plugin = tmp_path / "incomplete"
    shutil.copytree(install.PLUGIN, plugin)
    (plugin / "segstyle.py").unlink()
    monkeypatch.setattr(install, "PLUGIN", plugin)
    with pytest.raises(install.InstallError):
        install.copy_plugin(profile)
    assert (target / "segstyle.py").is_file()
    assert names(profile.folder) == ["plug-ins"]


def test_a_profile_that_cannot_be_written_is_told(install, profile):
    profile.folder.write_text("a file in the profile's place")
    with pytest.raises(install.InstallError, match="could not be written"):
        install.copy_plugin(profile)


def test_a_linked_plug_in_is_unlinked_not_emptied(install, profile, tmp_path):
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    (workshop / "precious.py").write_text("mine")
    profile.plugin.parent.mkdir(parents=True)
    profile.plugin.symlink_to(workshop)
    install.copy_plugin(profile)
    assert not profile.plugin.is_symlink()
    assert (workshop / "precious.py").read_text() == "mine"


def test_develop_links_this_folders_plug_in(install, profile, tmp_path, monkeypatch):
    plugin = tmp_path / "checkout"
    shutil.copytree(install.PLUGIN, plugin, ignore=install.LEFT_OUT)
    monkeypatch.setattr(install, "PLUGIN", plugin)
    install.copy_plugin(profile)
    install.link_plugin(profile)
    assert profile.plugin.resolve() == plugin
    assert install.plugin_is_current(profile)
    install.link_plugin(profile)
    install.remove(profile.plugin)
    assert (plugin / "segstyle.py").is_file()


def test_exchanging_without_the_systems_help(install, tmp_path, monkeypatch):
    monkeypatch.setattr(install, "_exchange", lambda *_: False)
    fresh, target = tmp_path / "fresh", tmp_path / "target"
    for folder in (fresh, target):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    install.put_in_place(fresh, target)
    assert (target / "name").read_text() == "fresh"
    assert names(tmp_path) == ["target"]


INSTALL_FOR_EVER = """
import importlib.util, sys
from pathlib import Path

spec = importlib.util.spec_from_file_location("install", {script!r})
install = importlib.util.module_from_spec(spec)
sys.modules["install"] = install
spec.loader.exec_module(install)
profile = install.Profile(Path({profile!r}))
while True:
    for plugin in {plugins!r}:
        print("next", flush=True)
        install.PLUGIN = Path(plugin)
        install.copy_plugin(profile)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there are two steps")
def test_killed_at_any_moment_one_version_is_there_whole(install, profile, tmp_path):
    plugins = []
    for version in ("old", "new"):
        plugin = tmp_path / version
        shutil.copytree(install.PLUGIN, plugin, ignore=install.LEFT_OUT)
        (plugin / "VERSION").write_text(version)
        (plugin / f"only_in_{version}.py").write_text(f"VERSION = {version!r}\n")
        plugins.append(str(plugin))
    began = time.monotonic()
    install.copy_plugin(profile)
    one_install = time.monotonic() - began
    whole = [install._contents(Path(plugin)) for plugin in plugins] + [
        install._contents(install.PLUGIN)
    ]
    code = INSTALL_FOR_EVER.format(
        script=str(ROOT / "install.py"), profile=str(profile.folder), plugins=plugins
    )
    chance = random.Random(7)
    seen, interrupted, kills = set(), 0, 0
    while kills < 10 or (kills < 60 and not (len(seen) > 1 and interrupted)):
        kills += 1
        with subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE) as process:
            for _ in range(chance.randint(1, 4)):
                process.stdout.readline()
            time.sleep(chance.uniform(0.0, one_install))
            process.kill()
        there = install._contents(profile.plugin)
        assert there in whole
        assert install.is_installed_core(
            json.loads((profile.plugin / "core.json").read_text("utf-8"))["command"]
        )
        seen.add(whole.index(there))
        interrupted += len(list(profile.folder.glob(".segstyle-*")))
    assert len(seen) > 1
    assert interrupted
    install.copy_plugin(profile)
    assert names(profile.folder) == ["plug-ins"]
    assert install.plugin_is_current(profile)


def test_gimpfu_is_put_where_other_plug_ins_find_it(install, home, profile):
    (profile.folder / "plug-ins").mkdir(parents=True)
    assert install.main(["--gimpfu", "--gimp-profile", str(profile.folder)]) == 0
    target = profile.folder / "segstyle-gimpfu"
    line = (profile.folder / "environ" / "segstyle-gimpfu.env").read_text("utf-8")
    assert line.split()[1] == f"PYTHONPATH={target}"
    assert {"gimpfu", "gimp.py", "gimpenums.py", "gimpui.py"} <= set(names(target))
    assert not (target / "gimpfu" / "modules").exists()
    (target / "gone_in_the_new_version.py").write_text("")
    install.copy_gimpfu(profile.folder)
    assert "gone_in_the_new_version.py" not in names(target)
