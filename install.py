#!/usr/bin/env python3
"""Set SegStyle up: its Python environment, its weights, and the plug-in in every GIMP 3.

    python3 install.py              everything, into the GIMP 3 profiles of this user
    python3 install.py --demo       no GIMP needed: paint a sample photo into ./demo
    python3 install.py --test       the linters and the tests
    python3 install.py --gimpfu     let your plug-ins of GIMP 2.10 import gimpfu in GIMP 3
    python3 install.py doctor       what works, and what to do about what does not
    python3 install.py uninstall    take the plug-in and the environment away again

Standard library only; runs on Python 3.9 so that it can say which Python it needs.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PLUGIN = ROOT / "plugin" / "segstyle"
GIMPFU = "segstyle-gimpfu"
INTERPRETERS = "python=/usr/bin/python3\n/usr/bin/python=/usr/bin/python3\n"
OLDEST, NEWEST = (3, 10), (3, 14)
WEIGHTS_NEEDED = ("vgg19", "vgg19_features", "u2netp", "style_predict", "style_transform")
WEIGHTS_WANTED = ("mosaic", "voc_deeplab")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "core.json")
LINTERS = (
    ("ruff", "check", "."),
    ("ruff", "format", "--check", "."),
    ("mypy",),
    ("lint-imports",),
)


class InstallError(Exception):
    """What went wrong and what to do, in the user's words."""


def main(words: list[str] | None = None) -> int:
    """Do what the command line asks; 0 when all went well."""
    asked = _arguments(words)
    try:
        if asked.action == "doctor":
            return doctor(gimp_profiles(asked.gimp_profile))
        if asked.action == "uninstall":
            return uninstall(gimp_profiles(asked.gimp_profile))
        if asked.gimpfu:
            return install_gimpfu(gimp_profiles(asked.gimp_profile))
        fresh = make_environment({"style", "test"} if asked.test else {"style"})
        fetch_weights()
        if fresh or not (asked.demo or asked.test):
            try_scene_weights()
        if asked.test:
            return run_tests()
        if asked.demo:
            return subprocess.call([*core_command("demo"), str(ROOT / "demo")], cwd=ROOT)
        return install_plugin(gimp_profiles(asked.gimp_profile))
    except InstallError as error:
        say(f"\nSegStyle is not set up: {error}")
    except KeyboardInterrupt:
        say("\nStopped. Run it again: it goes on from here.")
    return 1


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Set SegStyle up: environment, weights, and the plug-in in GIMP 3.",
        epilog="Needs about 6 GB of disk, most of it PyTorch.",
    )
    parser.add_argument("action", nargs="?", choices=("doctor", "uninstall"))
    purpose = parser.add_mutually_exclusive_group()
    purpose.add_argument("--demo", action="store_true", help="paint a sample photo into ./demo")
    purpose.add_argument("--test", action="store_true", help="run the linters and the tests")
    purpose.add_argument(
        "--gimpfu", action="store_true", help="let plug-ins of GIMP 2.10 import gimpfu in GIMP 3"
    )
    parser.add_argument(
        "--gimp-profile",
        type=Path,
        metavar="DIR",
        help="GIMP 3's profile folder (with plug-ins inside), where it is not found by itself",
    )
    asked = parser.parse_args(words)
    if asked.action and (asked.demo or asked.test or asked.gimpfu):
        parser.error(f"{asked.action} goes alone")
    return asked


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


# --- The environment ---------------------------------------------------------------------------


def venv_program(name: str) -> Path:
    """Where a program of the environment lies."""
    windows = os.name == "nt"
    return VENV / ("Scripts" if windows else "bin") / (f"{name}.exe" if windows else name)


def core_command(*words: str) -> list[str]:
    """The core's command line, closed against the caller's Python settings."""
    return [str(venv_program("python")), "-I", "-m", "segstyle_core", *words]


def make_environment(extras: set[str]) -> bool:
    """Make or refresh `.venv`; False, at once, when nothing has changed since the last time."""
    stamp = VENV / "segstyle-stamp.json"
    done = _read_json(stamp)
    if done.get("state") == _state() and extras <= set(done.get("extras", [])):
        return False
    extras = extras | set(done.get("extras", []))
    say("Setting up SegStyle's own Python in .venv: about 6 GB of disk, most of it PyTorch.")
    say("The first time takes some minutes, by the speed of your network. It can be stopped")
    say("and run again at any time.\n")
    began = time.monotonic()
    stamp.unlink(missing_ok=True)
    uv = shutil.which("uv")
    if not _works(venv_program("python")):
        _create_venv(uv)
    _install_project(uv, extras)
    stamp.write_text(json.dumps({"state": _state(), "extras": sorted(extras)}), "utf-8")
    say(f"\nThe environment is ready ({time.monotonic() - began:.0f} s).")
    return True


def _state() -> str:
    """Changes whenever the environment has to be refreshed: place, needs, or Python."""
    parts = [str(ROOT), (ROOT / "pyproject.toml").read_text("utf-8")]
    settings = VENV / "pyvenv.cfg"
    parts.append(settings.read_text("utf-8") if settings.is_file() else "")
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _read_json(path: Path) -> dict:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _works(python: Path) -> bool:
    """Whether the environment's Python starts and is one that PyTorch has builds for."""
    return _version(python) is not None


def _version(python: str | Path) -> tuple[int, int] | None:
    """A Python's version, if it starts and is neither too old nor too new."""
    ask = "import sys; print(*sys.version_info[:2])"
    try:
        answer = subprocess.run([str(python), "-I", "-c", ask], capture_output=True, text=True)
        major, minor = answer.stdout.split()
    except (OSError, ValueError):
        return None
    version = (int(major), int(minor))
    return version if OLDEST <= version <= NEWEST else None


def suitable_python() -> str:
    """This Python, or the newest suitable one on the PATH.

    Raises:
        InstallError: there is none.
    """
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    for candidate in [sys.executable, *filter(None, map(shutil.which, names))]:
        if _version(candidate):
            return candidate
    raise InstallError(
        "it needs Python {}.{} to {}.{}, and this is {}.{}.\n".format(
            *OLDEST, *NEWEST, *sys.version_info[:2]
        )
        + "Install one of them and run install.py again."
    )


def _create_venv(uv: str | None) -> None:
    shutil.rmtree(VENV, ignore_errors=True)
    python = suitable_python()
    if uv and _run([uv, "venv", "--quiet", "--python", python, str(VENV)]):
        return
    if _run([python, "-m", "venv", str(VENV)]):
        return
    shutil.rmtree(VENV, ignore_errors=True)
    raise InstallError(
        "Python could not make a virtual environment.\n"
        "On Debian or Ubuntu: sudo apt install python3-venv\n"
        "Then run install.py again."
    )


def _install_project(uv: str | None, extras: set[str]) -> None:
    """Install the project editable with uv; with pip where uv cannot be had or fails."""
    python = str(venv_program("python"))
    wanted = str(ROOT) + (f"[{','.join(sorted(extras))}]" if extras else "")
    pip = [python, "-m", "pip"]
    if uv is None and _run([*pip, "install", "--quiet", "uv"]):
        uv = str(venv_program("uv"))
    if uv and _run([uv, "pip", "install", "--python", python, "-e", wanted]):
        return
    say("uv could not do it; pip does it now.")
    if not _run([*pip, "--version"], quiet=True):
        _run([python, "-m", "ensurepip"], quiet=True)
    if not _run([*pip, "install", "-e", wanted]):
        free = shutil.disk_usage(ROOT).free / 1e9
        raise InstallError(
            "the packages could not be installed; the reason stands above.\n"
            f"Check the network, and the room on the disk ({free:.1f} GB are free here, "
            "about 6 GB are needed).\nThen run install.py again: it goes on from here."
        )


def _run(command: list[str], *, quiet: bool = False) -> bool:
    """Run with its output visible; whether it succeeded."""
    sink = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call(command, cwd=ROOT, stdout=sink, stderr=sink) == 0
    except OSError:
        return False


# --- The weights -------------------------------------------------------------------------------


def fetch_weights() -> None:
    """Fetch the weights without which nothing works.

    Raises:
        InstallError: they could not be had.
    """
    if subprocess.call(core_command("weights", "fetch", *WEIGHTS_NEEDED), cwd=ROOT):
        raise InstallError("its weights could not be fetched; the reason stands above.")


def try_scene_weights() -> None:
    """Fetch the scene segmenter's weights, or say that they are not there."""
    attempt = core_command("weights", "fetch", *WEIGHTS_WANTED)
    if subprocess.run(attempt, cwd=ROOT, capture_output=True).returncode:
        say("The segmenter “scene” is not there yet: its weights could not be fetched.")
        say("SegStyle works without it, with “clusters”. Run install.py again when online.")


# --- The plug-in -------------------------------------------------------------------------------


def gimp_profiles(named: Path | None = None) -> list[Path]:
    """The folders of GIMP 3 profiles: the named one, or all that lie in the usual places."""
    if named is not None:
        return [named.expanduser().resolve()]
    directory = os.environ.get("GIMP3_DIRECTORY")
    if directory:
        return [Path(directory)]
    home = Path.home()
    parents = [
        Path(os.environ.get("XDG_CONFIG_HOME") or home / ".config") / "GIMP",
        home / "Library" / "Application Support" / "GIMP",
        Path(os.environ.get("APPDATA") or home / "AppData" / "Roaming") / "GIMP",
    ]
    return [found for parent in parents for found in sorted(parent.glob("3.*")) if found.is_dir()]


def install_plugin(profiles: list[Path]) -> int:
    """Put the plug-in into every profile, and say where it is."""
    if not profiles:
        say("\nNo GIMP 3 profile was found. Start GIMP 3 once, so that it makes one, and run")
        say("install.py again; or name the folder: install.py --gimp-profile DIR")
        say("(in GIMP: Edit > Preferences > Folders > Plug-ins; DIR is the folder above it).")
        return 1
    build_translations()
    for profile in profiles:
        say(f"The plug-in is in {copy_plugin(profile)}")
    say("Restart GIMP. You find it in the menu Filters > SegStyle.")
    return 0


def build_translations() -> None:
    """Turn `po/` into what gettext reads, inside the plug-in."""
    if not _run([str(venv_program("python")), str(ROOT / "tools" / "translations.py"), "build"]):
        say("The translations could not be built: SegStyle speaks English.")


def copy_plugin(profile: Path) -> Path:
    """Put the plug-in into a profile, in place of an older one; returns its folder.

    It is made ready beside the plug-ins and moved in by renaming, so that GIMP never sees half.

    Raises:
        InstallError: the folder cannot be written.
    """
    target = profile / "plug-ins" / "segstyle"
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".segstyle-", dir=profile) as private:
            fresh, old = Path(private) / "fresh", Path(private) / "old"
            shutil.copytree(PLUGIN, fresh, ignore=LEFT_OUT)
            (fresh / "segstyle.py").chmod(0o755)
            (fresh / "core.json").write_text(_core_json(), "utf-8")
            if os.path.lexists(target):
                target.rename(old)
            try:
                fresh.rename(target)
            except OSError:
                if os.path.lexists(old):
                    old.rename(target)
                raise
    except OSError as error:
        raise InstallError(
            f"{target} could not be written ({error.strerror}).\n"
            "Close GIMP, check the folder's permissions, and run install.py again."
        ) from error
    return target


def install_gimpfu(profiles: list[Path]) -> int:
    """Make gimpfu importable for the plug-ins of every profile."""
    if not profiles:
        return install_plugin(profiles)
    for profile in profiles:
        say(f"gimpfu is in {copy_gimpfu(profile)}")
    say("Restart GIMP. Each plug-in must lie in a folder of its own name, such as")
    say("plug-ins/sepia/sepia.py, be executable, and be written in Python 3.")
    say("docs/gimpfu.md says what is covered.")
    return 0


def copy_gimpfu(profile: Path) -> Path:
    """Put gimpfu, gimp, gimpenums and their like where a profile's plug-ins import them.

    Raises:
        InstallError: the folder cannot be written.
    """
    target = profile / GIMPFU
    try:
        shutil.rmtree(target, ignore_errors=True)
        modules = PLUGIN / "gimpfu" / "modules"
        shutil.copytree(modules, target, ignore=LEFT_OUT)
        without = shutil.ignore_patterns("__pycache__", "*.pyc", "modules")
        shutil.copytree(PLUGIN / "gimpfu", target / "gimpfu", ignore=without)
        environ = _gimpfu_environ(profile)
        environ.parent.mkdir(exist_ok=True)
        environ.write_text(f"{os.pathsep} PYTHONPATH={target}\n", "utf-8")
        if os.name != "nt":  # there GIMP brings such a file itself
            interpreters = _gimpfu_interpreters(profile)
            interpreters.parent.mkdir(exist_ok=True)
            interpreters.write_text(INTERPRETERS, "utf-8")
    except OSError as error:
        raise InstallError(
            f"{target} could not be written ({error.strerror}).\n"
            "Close GIMP, check the folder's permissions, and run install.py again."
        ) from error
    return target


def _gimpfu_environ(profile: Path) -> Path:
    """The file that tells GIMP what to add to its plug-ins' environment."""
    return profile / "environ" / f"{GIMPFU}.env"


def _gimpfu_interpreters(profile: Path) -> Path:
    """The file that tells GIMP what runs plug-ins that begin with `#!/usr/bin/env python`."""
    return profile / "interpreters" / f"{GIMPFU}.interp"


def _core_json() -> str:
    return json.dumps({"command": core_command("worker")}, indent=2) + "\n"


def plugin_is_current(target: Path) -> bool:
    """Whether a profile's plug-in is this checkout's, file by file, and starts this core."""
    fresh = {path.relative_to(PLUGIN): path.read_bytes() for path in _files(PLUGIN)}
    there = {path.relative_to(target): path.read_bytes() for path in _files(target)}
    command = _read_json(target / "core.json").get("command")
    return there == fresh and command == core_command("worker")


def _files(folder: Path) -> list[Path]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in found if path.suffix != ".pyc" and path.name != "core.json"]


# --- The other commands ------------------------------------------------------------------------


def run_tests() -> int:
    """The linters, then, when they are content, the tests; pytest has the last word."""
    failed = [words for words in LINTERS if not _run([str(venv_program(words[0])), *words[1:]])]
    if failed:
        say("\nNot clean: " + "; ".join(" ".join(words) for words in failed))
        return 1
    pytest = [str(venv_program("python")), "-m", "pytest", "tests"]
    side_by_side = ["-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal"]
    return subprocess.call([*pytest, *side_by_side, "--durations", "15"], cwd=ROOT)


def doctor(profiles: list[Path]) -> int:
    """Say what works and what to do about what does not; 0 when all is well."""
    python = venv_program("python")
    rows = [
        ("Python", True, f"{sys.version.split()[0]} at {sys.executable}"),
        ("environment", _works(python), f"{VENV}" if _works(python) else "run: install.py"),
    ]
    rows.append(_core_row())
    for profile in profiles:
        target = profile / "plug-ins" / "segstyle"
        there = target.is_dir()
        current = there and plugin_is_current(target)
        word = "current" if current else "of another version" if there else "not there"
        advice = "" if current else "; run: install.py"
        rows.append((f"plug-in in {profile}", current, word + advice))
    if not profiles:
        rows.append(("GIMP 3", False, "no profile; start GIMP once, or give --gimp-profile DIR"))
    for what, fine, word in rows:
        say(f"{'ok ' if fine else 'NO '} {what}: {word}")
    healthy = all(fine for _, fine, _ in rows)
    if _works(python):
        say("The core says of itself:")
        healthy &= subprocess.call(core_command("doctor"), cwd=ROOT) == 0
    return 0 if healthy else 1


def _core_row() -> tuple[str, bool, str]:
    """Start the core as the plug-in does, and greet it."""
    with tempfile.TemporaryDirectory() as private:
        folder = Path(private) / "segstyle"
        folder.mkdir(mode=0o700)
        params = {"protocol": _protocol(), "folder": str(folder), "client": "install.py doctor"}
        hello = {"jsonrpc": "2.0", "id": 1, "method": "hello", "params": params}
        try:
            answer = subprocess.run(
                core_command("worker"),
                input=json.dumps(hello) + "\n",
                capture_output=True,
                text=True,
                timeout=60,
            )
            reply = json.loads(answer.stdout.splitlines()[0])
        except (OSError, subprocess.TimeoutExpired, ValueError, IndexError) as error:
            return ("core", False, f"it does not answer ({type(error).__name__}); run: install.py")
    if "result" not in reply:
        return ("core", False, f"{reply['error']['message']} Run: install.py")
    version = reply["result"]["version"]
    return ("core", True, f"version {version} answers")


def _protocol() -> int:
    """The protocol that this checkout's plug-in speaks."""
    code = (PLUGIN / "core_process.py").read_text("utf-8")
    return int(re.search(r"^PROTOCOL = (\d+)$", code, re.MULTILINE)[1])


def uninstall(profiles: list[Path]) -> int:
    """Take the plug-in out of every profile, and remove `.venv`."""
    for profile in profiles:
        target = profile / "plug-ins" / "segstyle"
        if remove(target):
            say(f"Removed {target}")
        if remove(profile / GIMPFU):
            _gimpfu_environ(profile).unlink(missing_ok=True)
            _gimpfu_interpreters(profile).unlink(missing_ok=True)
            say(f"Removed {profile / GIMPFU}")
    if remove(VENV):
        say(f"Removed {VENV}")
    say("Left as they are: this folder, demo/, your images with their channels and layers,")
    say("and the weights in your user data folder (about 100 MB, folder segstyle/weights).")
    return 0


def remove(path: Path) -> bool:
    """Delete a folder, or a link to one without what it leads to; whether there was one.

    Raises:
        InstallError: it cannot be deleted.
    """
    try:
        if path.is_symlink():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
        else:
            return False
    except OSError as error:
        raise InstallError(f"{path} could not be removed ({error.strerror}).") from error
    return True


if __name__ == "__main__":
    sys.exit(main())
