import ast
import importlib.util
import json
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def install():
    spec = importlib.util.spec_from_file_location("segstyle_install", ROOT / "install.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def home(tmp_path, monkeypatch):
    for name in ("GIMP3_DIRECTORY", "XDG_CONFIG_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    return tmp_path


def names(folder):
    return [path.name for path in folder.iterdir()]


def test_help_runs_from_any_folder(tmp_path):
    answer = subprocess.run(
        [sys.executable, str(ROOT / "install.py"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    for word in ("--demo", "--test", "--gimpfu", "doctor", "uninstall", "--gimp-profile", "6 GB"):
        assert word in answer.stdout


def test_it_is_written_for_python_3_9():
    ast.parse((ROOT / "install.py").read_text("utf-8"), feature_version=(3, 9))


def test_profiles_are_found_where_gimp_makes_them(install, home):
    linux = home / ".config" / "GIMP"
    mac = home / "Library" / "Application Support" / "GIMP"
    for folder in (linux / "3.0", linux / "3.2", linux / "2.10", mac / "3.0"):
        folder.mkdir(parents=True)
    assert install.gimp_profiles() == [linux / "3.0", linux / "3.2", mac / "3.0"]


def test_a_named_profile_goes_before_all(install, home, monkeypatch):
    (home / ".config" / "GIMP" / "3.0").mkdir(parents=True)
    monkeypatch.setenv("GIMP3_DIRECTORY", str(home / "other"))
    assert install.gimp_profiles() == [home / "other"]
    assert install.gimp_profiles(home / "mine") == [home / "mine"]


def test_without_a_profile_it_says_what_to_do(install, home, capsys):
    assert install.install_plugin(install.gimp_profiles()) == 1
    said = capsys.readouterr().out
    assert "Start GIMP 3 once" in said
    assert "--gimp-profile" in said


def test_the_plug_in_is_copied_whole_and_can_run(install, tmp_path):
    target = install.copy_plugin(tmp_path / "3.0")
    assert target == tmp_path / "3.0" / "plug-ins" / "segstyle"
    assert (target / "segstyle.py").stat().st_mode & stat.S_IXUSR
    assert (target / "segstyle.py").read_bytes() == (install.PLUGIN / "segstyle.py").read_bytes()
    assert not list(target.rglob("__pycache__"))
    command = json.loads((target / "core.json").read_text("utf-8"))["command"]
    assert command[1:] == ["-I", "-m", "segstyle_core", "worker"]
    assert Path(command[0]).is_absolute()
    assert names(tmp_path / "3.0") == ["plug-ins"]
    assert names(target.parent) == ["segstyle"]
    assert install.plugin_is_current(target)


def test_an_update_replaces_the_old_plug_in_and_leaves_the_others(install, tmp_path):
    target = install.copy_plugin(tmp_path)
    (target / "gone_in_the_new_version.py").write_text("")
    (target / "segstyle.py").write_text("old")
    other = tmp_path / "plug-ins" / "other" / "other.py"
    other.parent.mkdir()
    other.write_text("another plug-in")
    assert not install.plugin_is_current(target)
    install.copy_plugin(tmp_path)
    assert install.plugin_is_current(target)
    assert not (target / "gone_in_the_new_version.py").exists()
    assert other.read_text() == "another plug-in"


def test_a_core_that_moved_makes_the_plug_in_outdated(install, tmp_path):
    target = install.copy_plugin(tmp_path)
    (target / "core.json").write_text(json.dumps({"command": ["/elsewhere/python"]}))
    assert not install.plugin_is_current(target)
    (target / "core.json").write_text("damaged")
    assert not install.plugin_is_current(target)


def test_a_failed_update_leaves_the_old_plug_in(install, tmp_path, monkeypatch):
    target = install.copy_plugin(tmp_path / "3.0")
    plugin = tmp_path / "incomplete"
    shutil.copytree(install.PLUGIN, plugin)
    (plugin / "segstyle.py").unlink()
    monkeypatch.setattr(install, "PLUGIN", plugin)
    with pytest.raises(install.InstallError):
        install.copy_plugin(tmp_path / "3.0")
    assert (target / "segstyle.py").is_file()
    assert names(tmp_path / "3.0") == ["plug-ins"]


def test_a_profile_that_cannot_be_written_is_told(install, tmp_path):
    (tmp_path / "3.0").write_text("a file in the profile's place")
    with pytest.raises(install.InstallError, match="could not be written"):
        install.copy_plugin(tmp_path / "3.0")


def test_a_linked_plug_in_is_unlinked_not_emptied(install, tmp_path):
    workshop = tmp_path / "workshop"
    workshop.mkdir()
    (workshop / "precious.py").write_text("mine")
    plugins = tmp_path / "3.0" / "plug-ins"
    plugins.mkdir(parents=True)
    (plugins / "segstyle").symlink_to(workshop)
    install.copy_plugin(tmp_path / "3.0")
    assert not (plugins / "segstyle").is_symlink()
    assert (workshop / "precious.py").read_text() == "mine"


def test_gimpfu_is_put_where_other_plug_ins_find_it(install, tmp_path, monkeypatch):
    profile = tmp_path / "3.0"
    (profile / "plug-ins").mkdir(parents=True)
    assert install.main(["--gimpfu", "--gimp-profile", str(profile)]) == 0
    target = profile / "segstyle-gimpfu"
    line = (profile / "environ" / "segstyle-gimpfu.env").read_text("utf-8")
    assert line.split()[1] == f"PYTHONPATH={target}"
    assert {"gimpfu", "gimp.py", "gimpenums.py", "gimpui.py"} <= set(names(target))
    assert not (target / "gimpfu" / "modules").exists()
    (target / "gone_in_the_new_version.py").write_text("")
    install.copy_gimpfu(profile)
    assert "gone_in_the_new_version.py" not in names(target)
    monkeypatch.setattr(install, "VENV", tmp_path / "nowhere")
    install.uninstall([profile])
    assert sorted(names(profile)) == ["environ", "interpreters", "plug-ins"]
    assert names(profile / "environ") == names(profile / "interpreters") == []


def test_uninstall_takes_away_what_install_brought(install, tmp_path, monkeypatch, capsys):
    environment = tmp_path / ".venv"
    environment.mkdir()
    monkeypatch.setattr(install, "VENV", environment)
    target = install.copy_plugin(tmp_path / "3.0")
    assert install.uninstall([tmp_path / "3.0", tmp_path / "3.2"]) == 0
    assert not target.exists()
    assert target.parent.is_dir()
    assert not environment.exists()
    assert "Left as they are" in capsys.readouterr().out


def test_the_environment_is_refreshed_only_when_something_changed(install, tmp_path, monkeypatch):
    calls = []
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "_install_project", lambda _, extras: calls.append(set(extras)))
    install.make_environment(set())
    install.make_environment(set())
    assert calls == [set()]
    install.make_environment({"test"})
    install.make_environment(set())
    assert calls == [set(), {"test"}]
    (tmp_path / ".venv" / "pyvenv.cfg").write_text("another Python")
    install.make_environment(set())
    assert calls[2:] == [{"test"}]


def test_an_interrupted_set_up_is_taken_up_again(install, tmp_path, monkeypatch):
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    calls = []

    def stopped(*_):
        calls.append("stopped")
        raise KeyboardInterrupt

    monkeypatch.setattr(install, "_install_project", stopped)
    with pytest.raises(KeyboardInterrupt):
        install.make_environment(set())
    monkeypatch.setattr(install, "_install_project", lambda *_: calls.append("done"))
    install.make_environment(set())
    install.make_environment(set())
    assert calls == ["stopped", "done"]


def test_a_broken_environment_is_made_anew(install, tmp_path, monkeypatch):
    monkeypatch.setattr(install, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(install, "_install_project", lambda *_: None)
    python = install.venv_program("python")
    python.parent.mkdir(parents=True)
    python.write_text("not a program")
    install.make_environment(set())
    answer = subprocess.run([str(python), "-c", "print(6 * 7)"], capture_output=True, text=True)
    assert answer.stdout.strip() == "42"


def test_a_python_that_torch_does_not_know_is_told(install, monkeypatch):
    monkeypatch.setattr(install, "OLDEST", (9, 0))
    monkeypatch.setattr(install, "NEWEST", (9, 1))
    with pytest.raises(install.InstallError, match=r"needs Python 9\.0 to 9\.1"):
        install.suitable_python()


def test_doctor_notices_a_missing_plug_in(install, tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(install, "VENV", tmp_path / "nowhere")
    assert install.doctor([tmp_path / "3.0"]) == 1
    said = capsys.readouterr().out
    assert "NO  plug-in" in said
    assert "NO  environment" in said
    assert "NO  core" in said
