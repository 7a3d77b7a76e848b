"""The environment: what is wanted, made beside the old one, in place when it works."""

import ast
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROJECT = """
[build-system]
requires = ["hatchling>=1.27"]
build-backend = "hatchling.build"

[project]
name = "segstyle"
version = "1"
dependencies = ["pip", "{needs}"]

[project.optional-dependencies]
style = []

[project.scripts]
segstyle = "segstyle_core.cli:main"

[tool.hatch.build.targets.wheel]
packages = ["segstyle_core"]
"""


@pytest.fixture
def small(install, tmp_path, monkeypatch):
    """A small project in SegStyle's place, with few needs, to be set up in earnest."""
    root = tmp_path / "project"
    for package in ("segstyle_core", "segstyle_core/worker"):
        (root / package).mkdir(parents=True)
        (root / package / "__init__.py").write_text("")
    (root / "segstyle_core/cli.py").write_text("import toml\n\ndef main():\n    print('core')\n")
    (root / "segstyle_core/worker/server.py").write_text("")
    (root / "pyproject.toml").write_text(PROJECT.format(needs="toml==0.10.2"))
    monkeypatch.setattr(install, "ROOT", root)
    monkeypatch.setattr(install, "VENV", root / ".venv")
    return root


def without_torch(install, **more):
    return install.Choice(compute=install.NO_TORCH, **more)


def version_of_toml(install):
    return install._answer(install.venv_program("python"), "import toml; print(toml.__version__)")


def test_help_runs_from_any_folder(tmp_path):
    answer = subprocess.run(
        [sys.executable, str(ROOT / "install.py"), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )
    words = ("--demo", "--test", "--gimpfu", "doctor", "update", "uninstall", "bundle", "6 GB")
    for word in (*words, "--offline", "--compute", "--no-torch", "--dry-run", "--purge"):
        assert word in answer.stdout


def test_it_is_written_for_python_3_9_and_its_standard_library():
    tree = ast.parse((ROOT / "install.py").read_text("utf-8"), feature_version=(3, 9))
    for node in ast.walk(tree):
        modules = []
        if isinstance(node, ast.Import):
            modules = [name.name for name in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module]
        assert {module.split(".")[0] for module in modules} <= sys.stdlib_module_names


@pytest.mark.parametrize(
    "words",
    [
        ["doctor", "--demo"],
        ["bundle"],
        ["update", "somewhere"],
        ["--purge"],
        ["update", "--json"],
        ["--demo", "--test"],
        ["--compute", "abacus"],
    ],
)
def test_words_that_do_not_go_together_are_refused(install, words, capsys):
    with pytest.raises(SystemExit) as caught:
        install.main(words)
    assert caught.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_it_is_made_in_earnest_refreshed_bundled_and_installed_offline(
    install, small, tmp_path, monkeypatch
):
    choice = without_torch(install)
    python = install.venv_program("python")
    python.parent.mkdir(parents=True)
    python.write_text("not a program")
    assert install.make_environment(choice)
    assert version_of_toml(install) == "0.10.2"
    assert not install.make_environment(choice)
    (small / ".venv/marker").write_text("of the first environment")

    (small / "pyproject.toml").write_text(PROJECT.format(needs="toml==0.10.1"))
    core = (small / "segstyle_core/cli.py").read_text()
    (small / "segstyle_core/cli.py").write_text("import nothing_of_this_name\n")
    with pytest.raises(install.InstallError, match="nothing_of_this_name"):
        install.make_environment(choice)
    assert version_of_toml(install) == "0.10.2"
    assert (small / ".venv-next/marker").is_file()

    (small / "segstyle_core/cli.py").write_text(core)
    (small / ".venv-next/second-attempt").write_text("goes on from what was left")
    assert install.make_environment(choice)
    assert version_of_toml(install) == "0.10.1"
    assert (small / ".venv/second-attempt").is_file()
    assert not (small / ".venv-next").exists()
    script = install.venv_program("segstyle")
    assert subprocess.run([script], capture_output=True, text=True).stdout == "core\n"

    target = tmp_path / "bundle"
    monkeypatch.setattr(install, "bring_weights", lambda _: None)
    monkeypatch.setattr(install, "core_command", lambda *_: [sys.executable, "-c", ""])
    assert install.main(["bundle", str(target), "--no-torch"]) == 0
    wheels = {path.name.split("-")[0] for path in (target / "wheels").glob("*.whl")}
    assert {"toml", "hatchling", "uv", "pip"} <= wheels
    shutil.rmtree(small / ".venv")
    cut_off_from_the_network(monkeypatch)
    asked = install._arguments(["--offline", str(target)])
    assert install.make_environment(install.wanted(asked))
    assert version_of_toml(install) == "0.10.1"


def cut_off_from_the_network(monkeypatch):
    for name in ("HTTPS_PROXY", "HTTP_PROXY", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    for name in ("PIP_NO_CACHE_DIR", "UV_NO_CACHE"):
        monkeypatch.setenv(name, "1")
    monkeypatch.setenv("PIP_CONFIG_FILE", os.devnull)
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)


REFRESH_FOR_EVER = """
import importlib.util, itertools, sys
from pathlib import Path

spec = importlib.util.spec_from_file_location("install", {script!r})
install = importlib.util.module_from_spec(spec)
sys.modules["install"] = install
spec.loader.exec_module(install)
install.ROOT = Path({root!r})
install.VENV = install.ROOT / ".venv"
print("begun", flush=True)
for version in itertools.cycle(("0.10.1", "0.10.2")):
    text = {project!r}.replace("VERSION", version)
    (install.ROOT / "pyproject.toml").write_text(text)
    install.make_environment(install.Choice(compute=install.NO_TORCH))
"""


def test_killed_at_any_moment_there_is_an_environment_that_works(install, small):
    began = time.monotonic()
    install.make_environment(without_torch(install))
    once = time.monotonic() - began
    project = PROJECT.format(needs="toml==VERSION")
    script = str(ROOT / "install.py")
    code = REFRESH_FOR_EVER.format(script=script, root=str(small), project=project)
    chance = random.Random(3)
    for _ in range(4):
        words = [sys.executable, "-c", code]
        with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as process:
            process.stdout.readline()
            time.sleep(chance.uniform(0.2, 1.2) * once)
            os.killpg(process.pid, signal.SIGKILL)
        assert version_of_toml(install) in ("0.10.1", "0.10.2")
        script = install.venv_program("segstyle")
        assert subprocess.run([script], capture_output=True, text=True).stdout == "core\n"
    (small / "pyproject.toml").write_text(PROJECT.format(needs="toml==0.10.0"))
    install.make_environment(without_torch(install))
    assert version_of_toml(install) == "0.10.0"
    assert not (small / ".venv-next").exists()


def test_another_build_begins_anew(install, small, monkeypatch):
    unfinished = small / ".venv-next"
    for place, compute in ((small / ".venv", "cpu"), (unfinished, "cuda")):
        place.mkdir()
        (place / "marker").write_text("")
        (place / install.STAMP).write_text(json.dumps({"compute": compute, "unfinished": True}))
    monkeypatch.setattr(install, "_works", lambda _: True)
    monkeypatch.setattr(install, "_create_environment", lambda place, *_: place.mkdir())
    install._begin_environment(unfinished, install.Choice(compute="cuda"))
    assert (unfinished / "marker").is_file()
    install._begin_environment(unfinished, install.Choice(compute="cpu"))
    assert (unfinished / "marker").is_file()
    install._begin_environment(unfinished, without_torch(install))
    assert not (unfinished / "marker").exists()


def test_a_bundle_for_another_machine_is_refused(install, small, tmp_path):
    asked = install._arguments(["--offline", str(tmp_path)])
    with pytest.raises(install.InstallError, match=r"no folder that install\.py bundle made"):
        install.wanted(asked)
    about = {"system": "Plan 9", "processor": "mips", "python": [3, 11], "compute": "cpu"}
    (tmp_path / "bundle.json").write_text(json.dumps(about))
    with pytest.raises(install.InstallError, match=r"Plan 9 \(mips\)"):
        install.wanted(asked)


def test_a_python_that_torch_does_not_know_is_told(install, monkeypatch):
    monkeypatch.setattr(install, "OLDEST", (9, 0))
    monkeypatch.setattr(install, "NEWEST", (9, 1))
    with pytest.raises(install.InstallError, match=r"needs Python 9\.0 to 9\.1, and this is 3\."):
        install.suitable_python(install.Choice())


def test_too_little_room_is_told_before(install, small, monkeypatch):
    monkeypatch.setitem(install.GIGABYTES, install.NO_TORCH, 1e6)
    with pytest.raises(install.InstallError, match=r"1000000\.0 GB of disk"):
        install.make_environment(without_torch(install))
    assert not (small / ".venv-next").exists()


@pytest.mark.parametrize(
    ("system", "compute", "nvidia", "index"),
    [
        ("Linux", "auto", False, "cpu"),
        ("Linux", "auto", True, None),
        ("Linux", "cpu", True, "cpu"),
        ("Linux", "rocm", False, "rocm6.4"),
        ("Windows", "auto", True, "cu128"),
        ("Windows", "auto", False, None),
        ("Darwin", "auto", False, None),
        ("Linux", "none", False, None),
    ],
)
def test_which_build_of_pytorch(install, monkeypatch, system, compute, nvidia, index):
    monkeypatch.setattr(install.platform, "system", lambda: system)
    monkeypatch.setattr(install, "has_nvidia", lambda: nvidia)
    wanted = install.Choice(compute=compute).pytorch_index()
    assert wanted == (index and install.PYTORCH + index)


@pytest.mark.parametrize(("system", "compute"), [("Darwin", "cuda"), ("Windows", "rocm")])
def test_what_a_system_cannot_have_is_told(install, small, monkeypatch, system, compute):
    monkeypatch.setattr(install.platform, "system", lambda: system)
    with pytest.raises(install.InstallError, match="choose --compute auto"):
        install.wanted(install._arguments(["--compute", compute]))


def test_pytorchs_index_out_of_reach(install, small, monkeypatch, capsys):
    monkeypatch.setattr(install, "PYTORCH", "http://127.0.0.1:9/whl/")
    monkeypatch.setattr(install.platform, "system", lambda: "Linux")
    pip = [
        sys.executable,
        "-m",
        "pip",
        "download",
        "--retries",
        "0",
        "--no-deps",
        "--dest",
        str(small),
    ]
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    install._install_torch(pip, install.Choice(compute="cpu"))
    assert "the registry's larger build will do" in capsys.readouterr().out
    with pytest.raises(install.InstallError, match="rocm could not be had"):
        install._install_torch(pip, install.Choice(compute="rocm"))


def test_what_was_chosen_once_stays_chosen(install, small):
    (small / ".venv").mkdir()
    stamp = {"compute": "none", "extras": ["test"]}
    (small / ".venv" / install.STAMP).write_text(json.dumps(stamp))
    again = install.wanted(install._arguments([]))
    assert (again.compute, again.all_extras()) == ("none", ["test"])
    other = install.wanted(install._arguments(["--compute", "cpu"]))
    assert (other.compute, other.all_extras()) == ("cpu", ["style", "test"])


def test_a_dry_run_changes_nothing(install, home, small, capsys):
    profile = home / ".config/GIMP/3.0"
    profile.mkdir(parents=True)
    before = sorted(small.rglob("*")), sorted(home.rglob("*"))
    for words in ([], ["uninstall"], ["--gimpfu"]):
        assert install.main([*words, "--dry-run"]) == 0
    assert (sorted(small.rglob("*")), sorted(home.rglob("*"))) == before
    said = capsys.readouterr().out
    assert f"Would set up {small / '.venv'}" in said
    assert f"{profile / 'plug-ins/segstyle'} would be put there" in said


def test_debians_python_without_venv_is_told(gimp, tmp_path):
    """Inside a Debian root, whose Python has no venv and where there is no uv."""
    if gimp.root is None:
        pytest.skip("GIMP is installed here, so there is no Debian root to try it in")
    for name in ("install.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    words = ["env", "-i", "PATH=/usr/bin:/bin", f"HOME={tmp_path}", "python3"]
    words += [str(tmp_path / "install.py"), "--no-torch"]
    answer = subprocess.run(gimp.command(*words), capture_output=True, text=True)
    assert answer.returncode == 1
    assert "sudo apt install python3-venv" in answer.stdout
    assert "Traceback" not in answer.stderr
    assert not (tmp_path / ".venv").exists()
