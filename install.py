#!/usr/bin/env python3
"""Set SegStyle up: its Python environment, its weights, and the plug-in in every GIMP 3.

    python3 install.py              everything, into the GIMP 3 profiles of this user
    python3 install.py --demo       no GIMP needed: paint a sample photo into ./demo
    python3 install.py --test       the linters and the tests
    python3 install.py --gimpfu     let your plug-ins of GIMP 2.10 import gimpfu in GIMP 3
    python3 install.py doctor       what works, and what to do about what does not
    python3 install.py update       bring what is installed to this version
    python3 install.py uninstall    take away everything but what you made
    python3 install.py bundle DIR   all that a machine without a network needs

Standard library only; runs on Python 3.9 so that it can say which Python it needs.
docs/install.md says more.
"""

from __future__ import annotations

import argparse
import ctypes
import glob
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent
VENV = ROOT / ".venv"
PLUGIN = ROOT / "plugin" / "segstyle"
STAMP = "segstyle-stamp.json"
GIMPFU = "segstyle-gimpfu"
INTERPRETERS = "python=/usr/bin/python3\n/usr/bin/python=/usr/bin/python3\n"
OLDEST, NEWEST = (3, 10), (3, 14)
WEIGHTS_NEEDED = ("vgg19", "vgg19_features", "u2netp", "style_predict", "style_transform")
WEIGHTS_WANTED = ("mosaic", "voc_deeplab")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", "core.json")
SIDE_BY_SIDE = ("-n", str(min(os.cpu_count() or 1, 4)), "--dist", "worksteal")
PYTEST = ("python", "-m", "pytest", *SIDE_BY_SIDE, "--durations", "10")
STAGES = {
    "linters": (
        ("ruff", "check", "."),
        ("ruff", "format", "--check", "."),
        ("mypy",),
        ("lint-imports",),
    ),
    "core": ((*PYTEST, "tests", "--ignore=tests/plugin", "--ignore=tests/gui"),),
    "in GIMP": ((*PYTEST, "tests/plugin"),),
    "in GIMP's window": ((*PYTEST, "tests/gui"),),
}
"""What ``test`` runs, in this order: the programs of the environment, with their arguments."""


class InstallError(Exception):
    """What went wrong and what to do, in the user's words."""


# --- The command line --------------------------------------------------------------------------


def main(words: list[str] | None = None) -> int:
    """Do what the command line asks; 0 when all went well."""
    asked = _arguments(words)
    try:
        return _ACTIONS[asked.action](asked)
    except InstallError as error:
        say(f"\nSegStyle is not set up: {error}")
    except KeyboardInterrupt:
        say("\nStopped. Run it again: it goes on from here.")
    return 1


def _arguments(words: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Set SegStyle up: environment, weights, and the plug-in in GIMP 3.",
        epilog="Needs up to 6 GB of disk, most of it PyTorch; 1 GB with --no-torch.",
    )
    add = parser.add_argument
    add("action", nargs="?", choices=("doctor", "update", "uninstall", "bundle"))
    add("folder", nargs="?", type=Path, metavar="DIR", help="where the bundle goes")
    purpose = parser.add_mutually_exclusive_group()
    for flag, what in (
        ("demo", "paint a sample photo into ./demo"),
        ("test", "run the linters and the tests"),
        ("gimpfu", "let plug-ins of GIMP 2.10 import gimpfu in GIMP 3"),
    ):
        purpose.add_argument(f"--{flag}", dest="flag", action="store_const", const=flag, help=what)
    add(
        "--compute",
        choices=("auto", "cpu", "cuda", "rocm", "mps"),
        help="what painting runs on; auto looks for an NVIDIA driver",
    )
    add(
        "--no-torch",
        dest="compute",
        action="store_const",
        const=NO_TORCH,
        help="segmenting and previews alone, without PyTorch",
    )
    add("--python", metavar="PATH", help="the Python that the environment is made with")
    add("--offline", type=Path, metavar="DIR", help="no network: a folder made by bundle")
    add("--develop", action="store_true", help="link the plug-in instead of copying it")
    add("--dry-run", action="store_true", help="only say what would be done")
    add("--json", action="store_true", help="doctor: for programs")
    add("--report", action="store_true", help="doctor: to paste elsewhere, without private paths")
    add("--purge", action="store_true", help="uninstall: your own styles and networks too")
    add(
        "--gimp-profile",
        type=Path,
        metavar="DIR",
        help="GIMP 3's profile folder (with plug-ins inside), where it is not found by itself",
    )
    asked = parser.parse_args(words)
    if asked.action and asked.flag:
        parser.error(f"{asked.action} goes alone")
    asked.action = asked.action or asked.flag or "install"
    if (asked.action == "bundle") != (asked.folder is not None):
        parser.error("bundle DIR, and only bundle, names a folder")
    for option, action in (("json", "doctor"), ("report", "doctor"), ("purge", "uninstall")):
        if getattr(asked, option) and asked.action != action:
            parser.error(f"--{option} belongs to {action}")
    return asked


def say(line: str) -> None:
    """Print at once."""
    print(line, flush=True)


def install(asked: argparse.Namespace) -> int:
    """Environment, weights, and the plug-in in every profile."""
    machine = Machine.here()
    profiles = profiles_of(machine, asked.gimp_profile)
    choice = wanted(asked)
    if asked.dry_run:
        say_what_would_be_done(choice, profiles)
        return 0
    tell_of_old_gimps(machine)
    make_environment(choice)
    bring_weights(choice)
    return install_plugin(profiles, develop=asked.develop)


def say_what_would_be_done(choice: Choice, profiles: list[Profile]) -> None:
    """The plan of an install, without doing any of it."""
    if environment_is_current(choice):
        say(f"The environment {VENV} is as it should be.")
    else:
        build = COMPUTE_IN_WORDS[choice.resolved()]
        say(f"Would set up {VENV} with {build}: about {choice.gigabytes():.1f} GB of disk.")
    say(f"Would fetch the weights that are missing of: {', '.join(WEIGHTS_NEEDED)}.")
    for profile in profiles:
        state = "is as it should be" if plugin_is_current(profile) else "would be put there"
        say(f"The plug-in in {profile.plugin} {state}.")
    if not profiles:
        say("There is no GIMP 3 profile to put the plug-in into.")


def demo(asked: argparse.Namespace) -> int:
    """Paint a sample photo."""
    fresh = make_environment(wanted(asked))
    bring_weights(wanted(asked), scene=fresh)
    return subprocess.call([*core_command("demo"), str(ROOT / "demo")], cwd=ROOT)


def run_tests(asked: argparse.Namespace) -> int:
    """Stage after stage, with a summary of their outcomes and times; 0 when all went well.

    When the linters are not content, nothing else is run.
    """
    choice = wanted(asked)
    choice = replace(choice, extras=choice.extras | {"test"})
    fresh = make_environment(choice)
    bring_weights(choice, scene=fresh)
    rows = []
    for name, commands in STAGES.items():
        if rows and not rows[0][1]:
            break
        say(f"\n=== {name} ===")
        began = time.monotonic()
        outcomes = [_run([str(venv_program(program)), *words]) for program, *words in commands]
        rows.append((name, all(outcomes), time.monotonic() - began))
    say("\n=== summary ===")
    for name, fine, seconds in rows:
        say(f"{'ok ' if fine else 'NO '} {name}: {seconds // 60:.0f} min {seconds % 60:02.0f} s")
    for name in list(STAGES)[len(rows) :]:
        say(f"--  {name}: not run")
    return 0 if len(rows) == len(STAGES) and all(fine for _, fine, _ in rows) else 1


# --- Where GIMP is -----------------------------------------------------------------------------

PROFILES = {
    "Linux": (
        ("", "{config}/GIMP/*"),
        ("Flatpak", "{home}/.var/app/org.gimp.GIMP/config/GIMP/*"),
        ("Snap", "{home}/snap/gimp/current/.config/GIMP/*"),
        ("Snap", "{home}/snap/gimp/common/.config/GIMP/*"),
    ),
    "Darwin": (("", "{home}/Library/Application Support/GIMP/*"),),
    "Windows": (
        ("", "{roaming}/GIMP/*"),
        ("Microsoft Store", "{local}/Packages/*GIMP*/LocalCache/Roaming/GIMP/*"),
    ),
}
"""Where each way of installing GIMP has its profiles, by system."""

FLATPAK = ("flatpak", "run", "--command=gimp-console", "org.gimp.GIMP")
SNAP = ("snap", "run", "gimp")
IT = ("{}",)
PROGRAMS = {
    "Linux": (
        ("installed", "{path}/gimp-console*", IT),
        ("Flatpak", "{root}/var/lib/flatpak/app/org.gimp.GIMP/current", FLATPAK),
        ("Flatpak", "{data}/flatpak/app/org.gimp.GIMP/current", FLATPAK),
        ("Snap", "{root}/snap/gimp/current", SNAP),
        ("AppImage", "{home}/GIMP*.AppImage", IT),
        ("AppImage", "{home}/Applications/GIMP*.AppImage", IT),
        ("AppImage", "{home}/Downloads/GIMP*.AppImage", IT),
        ("AppImage", "{home}/Desktop/GIMP*.AppImage", IT),
        ("AppImage", "{home}/bin/GIMP*.AppImage", IT),
        ("AppImage", "{home}/.local/bin/GIMP*.AppImage", IT),
        ("AppImage", "{root}/opt/GIMP*.AppImage", IT),
    ),
    "Darwin": (
        ("bundle", "{root}/Applications/GIMP*.app/Contents/MacOS/gimp-console*", IT),
        ("bundle", "{home}/Applications/GIMP*.app/Contents/MacOS/gimp-console*", IT),
        ("Homebrew", "{root}/opt/homebrew/Caskroom/gimp/*/*.app/Contents/MacOS/gimp-console*", IT),
        ("Homebrew", "{root}/usr/local/Caskroom/gimp/*/*.app/Contents/MacOS/gimp-console*", IT),
        ("installed", "{path}/gimp-console*", IT),
    ),
    "Windows": (
        ("installer", "{programs}/GIMP *[0-9]/bin/gimp-console*.exe", IT),
        ("installer", "{local}/Programs/GIMP *[0-9]/bin/gimp-console*.exe", IT),
        ("Microsoft Store", "{local}/Microsoft/WindowsApps/gimp-console*.exe", IT),
    ),
}
"""What to look for and what starts it without a window; {} is what was found."""

FENCED = ("Flatpak", "Snap")
"""These run GIMP behind a fence, with folders of its own for data and caches."""

WHY_3 = "SegStyle needs GIMP 3: GIMP 2.10 cannot run plug-ins written in Python 3."


@dataclass(frozen=True)
class Machine:
    """Where a user's things lie: all that it takes to find every GIMP."""

    system: str
    home: Path
    variables: Mapping[str, str]
    root: Path = Path("/")

    @classmethod
    def here(cls) -> Machine:
        """This one."""
        return cls(platform.system(), Path.home(), os.environ)

    def folder(self, variable: str, usual: str) -> Path:
        """The folder that an environment variable names, or where it usually is at home."""
        return Path(self.variables.get(variable) or self.home / usual)

    def matching(self, pattern: str) -> list[Path]:
        """The files and folders of a pattern of PROFILES or PROGRAMS."""
        root = str(self.root).rstrip("/\\")
        places = {
            "root": root,
            "home": self.home,
            "config": self.folder("XDG_CONFIG_HOME", ".config"),
            "data": self.folder("XDG_DATA_HOME", ".local/share"),
            "roaming": self.folder("APPDATA", "AppData/Roaming"),
            "local": self.folder("LOCALAPPDATA", "AppData/Local"),
            "programs": self.variables.get("ProgramFiles") or f"{root}/Program Files",
        }
        escaped = {name: glob.escape(str(place)) for name, place in places.items()}
        folders = [""]
        if "{path}" in pattern:
            folders = self.variables.get("PATH", "").split(os.pathsep)
        patterns = [pattern.format(path=glob.escape(each), **escaped) for each in folders]
        return [Path(found) for each in patterns for found in sorted(glob.glob(each))]  # noqa: PTH207


@dataclass(frozen=True)
class Gimp:
    """A GIMP: how it was installed, its version, and the words that start it without a window."""

    kind: str
    version: str
    console: tuple[str, ...]

    @property
    def series(self) -> str:
        """Such as "3.0"."""
        return ".".join(self.version.split(".")[:2])

    @property
    def is_old(self) -> bool:
        """Whether it is from before GIMP 3."""
        return int(self.version.split(".")[0]) < 3

    def __str__(self) -> str:
        return f"GIMP {self.version} ({self.kind})"


@dataclass(frozen=True)
class Profile:
    """The folder of a user's settings and plug-ins for one series of GIMP."""

    folder: Path
    kind: str = ""

    @property
    def plugin(self) -> Path:
        """Where SegStyle's plug-in lies in it."""
        return self.folder / "plug-ins" / "segstyle"

    def belongs_to(self, gimp: Gimp) -> bool:
        """Whether that GIMP uses it; a folder with a name of the user's own may be any GIMP 3's."""
        named = re.fullmatch(r"\d+\.\d+", self.folder.name)
        series = self.folder.name if named else gimp.series
        if gimp.is_old or gimp.series != series:
            return False
        return not self.kind or self.kind == gimp.kind


def profiles_of(machine: Machine, named: Path | None = None) -> list[Profile]:
    """The GIMP 3 profiles: the named one, GIMP3_DIRECTORY's, or all that lie in usual places."""
    named = named or machine.variables.get("GIMP3_DIRECTORY")
    if named:
        return [Profile(Path(named).expanduser().absolute())]
    return _profiles(machine, r"3\.\d+")


def _profiles(machine: Machine, name: str) -> list[Profile]:
    found: dict[Path, Profile] = {}
    for kind, pattern in PROFILES.get(machine.system, PROFILES["Linux"]):
        folders = [path for path in machine.matching(pattern) if re.fullmatch(name, path.name)]
        for folder in sorted(folders, key=lambda path: [int(n) for n in path.name.split(".")]):
            if folder.is_dir():
                found.setdefault(folder.resolve(), Profile(folder, kind))
    return list(found.values())


def programs(machine: Machine) -> list[tuple[str, tuple[str, ...]]]:
    """How each GIMP was installed and the words that start it, an older or a newer one."""
    found: dict[tuple[str, ...], tuple[str, tuple[str, ...]]] = {}
    for kind, pattern, words in PROGRAMS.get(machine.system, PROGRAMS["Linux"]):
        for path in machine.matching(pattern):
            known_by = (str(path.resolve()),) if words == IT else words
            found.setdefault(known_by, (kind, tuple(word.format(path) for word in words)))
    return list(found.values())


def gimps_of(machine: Machine) -> list[Gimp]:
    """Every GIMP that starts and says its version."""
    found = []
    for kind, words in programs(machine):
        try:
            answer = subprocess.run(
                [*words, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=60
            )
        except (OSError, subprocess.TimeoutExpired):
            continue
        version = re.search(rb"\d+\.\d+\.\d+", answer.stdout)
        if version:
            found.append(Gimp(kind, version[0].decode(), words))
    return found


def tell_of_old_gimps(machine: Machine) -> None:
    """Say why GIMP 2.10, if it is here, gets no plug-in."""
    if _profiles(machine, r"2\.\d+"):
        say(f"There are settings of GIMP 2.10 here. {WHY_3}")


# --- What the environment is to have -----------------------------------------------------------

NO_TORCH = "none"
COMPUTE_IN_WORDS = {
    NO_TORCH: "no PyTorch: segmenting and previews alone",
    "cpu": "PyTorch for the processor",
    "cuda": "PyTorch for NVIDIA's CUDA",
    "rocm": "PyTorch for AMD's ROCm",
    "mps": "PyTorch for Apple's processors",
}
GIGABYTES = {NO_TORCH: 1.0, "cpu": 2.0, "cuda": 6.5, "rocm": 16.0, "mps": 2.0}
"""Room that the environment takes, by what it computes on."""

PYTORCH = "https://download.pytorch.org/whl/"
BUILDS = {
    ("Linux", "cpu"): "cpu",
    ("Linux", "rocm"): "rocm6.4",
    ("Windows", "cuda"): "cu128",
}
"""Folders of PyTorch's own index, where the registry's build is another one, or larger."""

IMPOSSIBLE = {
    ("Darwin", "cuda"): "CUDA is for NVIDIA's cards, which no Mac has any more",
    ("Darwin", "rocm"): "PyTorch has builds for ROCm on Linux only",
    ("Windows", "rocm"): "PyTorch has builds for ROCm on Linux only",
    ("Linux", "mps"): "MPS is for Macs",
    ("Windows", "mps"): "MPS is for Macs",
}


@dataclass(frozen=True)
class Choice:
    """What the user wants of the environment.

    Attributes:
        compute: "auto", "cpu", "cuda", "rocm", "mps", or NO_TORCH.
        extras: of pyproject.toml, beside what ``compute`` asks for.
        python: the Python to make it with; None for whatever fits.
        offline: a folder made by ``bundle``; None for the network.
    """

    compute: str = "auto"
    extras: frozenset[str] = frozenset()
    python: str | None = None
    offline: Path | None = None

    def resolved(self) -> str:
        """What "auto" comes to on this machine."""
        if self.compute != "auto":
            return self.compute
        if platform.system() == "Darwin":
            return "mps"
        return "cuda" if has_nvidia() else "cpu"

    def gigabytes(self) -> float:
        """The room that it takes on the disk."""
        return GIGABYTES[self.resolved()]

    def all_extras(self) -> list[str]:
        """Those of pyproject.toml that are to be installed."""
        painting = set() if self.compute == NO_TORCH else {"style"}
        return sorted(self.extras | painting)

    def project(self) -> str:
        """This folder with those extras, as pip and uv want it written."""
        extras = ",".join(self.all_extras())
        return f"{ROOT}[{extras}]" if extras else str(ROOT)

    def pytorch_index(self) -> str | None:
        """The index that has the wanted build of PyTorch; None for the registry."""
        if self.compute == NO_TORCH or self.offline:
            return None
        build = BUILDS.get((platform.system(), self.resolved()))
        return PYTORCH + build if build else None


def has_nvidia() -> bool:
    """Whether NVIDIA's driver is here."""
    return Path("/proc/driver/nvidia/version").exists() or shutil.which("nvidia-smi") is not None


def wanted(asked: argparse.Namespace) -> Choice:
    """What the command line asks for; what it leaves open is as it was the last time.

    Raises:
        InstallError: it cannot be had on this machine, or the bundle is for another one.
    """
    before = _read_json(VENV / STAMP)
    choice = Choice(
        compute=asked.compute or before.get("compute", "auto"),
        extras=frozenset(before.get("extras", ())) - {"style"},
        python=asked.python,
        offline=asked.offline and asked.offline.expanduser().resolve(),
    )
    reason = IMPOSSIBLE.get((platform.system(), choice.compute))
    if reason:
        raise InstallError(f"{reason}.\nLeave --compute out, or choose --compute auto.")
    return _as_bundled(choice, asked.compute) if choice.offline else choice


def _as_bundled(choice: Choice, compute: str | None) -> Choice:
    """What a bundle has, if it is for a machine like this."""
    about = _read_json(choice.offline / "bundle.json")
    if not about:
        raise InstallError(f"{choice.offline} is no folder that install.py bundle made.")
    if [about["system"], about["processor"]] != [platform.system(), platform.machine()]:
        raise InstallError(
            "the bundle was made on {system} ({processor}), and this is {}.\n".format(
                f"{platform.system()} ({platform.machine()})", **about
            )
            + "Make one on a machine of this kind: install.py bundle DIR"
        )
    if compute and compute != about["compute"]:
        raise InstallError(f"the bundle was made with --compute {about['compute']}.")
    return replace(choice, compute=about["compute"])


# --- The environment ---------------------------------------------------------------------------


def venv_program(name: str, venv: Path | None = None) -> Path:
    """Where a program of the environment lies."""
    windows = os.name == "nt"
    folder = (venv or VENV) / ("Scripts" if windows else "bin")
    return folder / (f"{name}.exe" if windows else name)


def core_command(*words: str) -> list[str]:
    """The core's command line, closed against the caller's Python settings."""
    return [str(venv_program("python")), "-I", "-m", "segstyle_core", *words]


def environment_is_current(choice: Choice) -> bool:
    """Whether `.venv` is what is wanted, and was made from what stands in this folder now."""
    done = _read_json(VENV / STAMP)
    return (
        done.get("state") == _state()
        and set(choice.all_extras()) <= set(done.get("extras", ()))
        and done.get("compute", choice.compute) == choice.compute
        and choice.python is None
    )


def make_environment(choice: Choice) -> bool:
    """Make or refresh `.venv`; False, at once, when nothing has changed since the last time.

    It is made beside the one that is there, by hard links where that can be, and takes its place
    in one step when it works. What an interrupted attempt has left is gone on from.

    Raises:
        InstallError: it cannot be made; the one that was there works as before.
    """
    if environment_is_current(choice):
        return False
    began = time.monotonic()
    unfinished = VENV.with_name(VENV.name + "-next")
    build = COMPUTE_IN_WORDS[choice.resolved()]
    say(f"Setting up SegStyle's own Python in {VENV.name}, with {build}:")
    say(f"about {choice.gigabytes():.1f} GB of disk. The first time takes some minutes, by the")
    say("speed of your network. It can be stopped and run again at any time.\n")
    uv = _begin_environment(unfinished, choice)
    _install_packages(unfinished, choice, uv)
    _insist_that_it_works(unfinished, choice)
    _correct_scripts(unfinished)
    done = {"extras": choice.all_extras(), "compute": choice.compute}
    _write_json(unfinished / STAMP, {"state": _state(unfinished), **done})
    put_in_place(unfinished, VENV)
    say(f"\nThe environment is ready ({time.monotonic() - began:.0f} s).")
    return True


def _state(venv: Path | None = None) -> str:
    """Changes whenever an environment has to be refreshed: place, needs, or Python."""
    files = (ROOT / "pyproject.toml", ROOT / "constraints.txt", (venv or VENV) / "pyvenv.cfg")
    parts = [str(ROOT), *(file.read_text("utf-8") for file in files if file.is_file())]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _begin_environment(unfinished: Path, choice: Choice) -> str | None:
    """Have an environment to install into; returns uv's place, if uv is here."""
    uv = None if choice.offline else shutil.which("uv")
    mark = {"compute": choice.compute, "unfinished": True}
    if _read_json(unfinished / STAMP) == mark and _works(venv_program("python", unfinished)):
        return uv
    remove(unfinished)
    same_build = _read_json(VENV / STAMP).get("compute", choice.compute) == choice.compute
    if same_build and choice.python is None and _works(venv_program("python")):
        _link_environment(unfinished)
    if not unfinished.exists():
        _insist_on_room(choice.gigabytes())
        _create_environment(unfinished, choice, uv)
    _write_json(unfinished / STAMP, mark)
    return uv


def _link_environment(unfinished: Path) -> None:
    """A copy of the environment that takes no room; none where the disk has no hard links."""
    try:
        shutil.copytree(VENV, unfinished, symlinks=True, copy_function=os.link)
    except (OSError, shutil.Error):
        remove(unfinished)


def _insist_on_room(gigabytes: float) -> None:
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < gigabytes:
        raise InstallError(
            f"it needs about {gigabytes:.1f} GB of disk, and {free:.1f} GB are free here.\n"
            "Make room, move this folder to another disk, or leave painting out: --no-torch"
        )


def _create_environment(place: Path, choice: Choice, uv: str | None) -> None:
    python = suitable_python(choice, without_pip=uv is not None)
    if uv and _run([uv, "venv", "--quiet", "--python", python, str(place)]):
        return
    if not _run([python, "-m", "venv", str(place)]):
        remove(place)
        raise InstallError(NO_VENV)


NO_VENV = (
    "this Python cannot make a virtual environment: its part “venv” is missing.\n"
    "On Debian or Ubuntu: sudo apt install python3-venv\n"
    "Elsewhere install uv, which needs no such part. Then run install.py again."
)


def _works(python: str | Path) -> bool:
    """Whether a Python starts and is one that PyTorch has builds for."""
    return _version(python) is not None


def _version(python: str | Path) -> tuple[int, int] | None:
    """A Python's version, if it starts and is neither too old nor too new."""
    try:
        major, minor = _answer(python, "import sys; print(*sys.version_info[:2])").split()
    except ValueError:
        return None
    version = (int(major), int(minor))
    return version if OLDEST <= version <= NEWEST else None


def _answer(python: str | Path, question: str) -> str:
    """What a Python prints for a line of code; nothing if it fails."""
    try:
        ask = [str(python), "-I", "-c", question]
        return subprocess.run(ask, capture_output=True, text=True).stdout.strip()
    except OSError:
        return ""


def suitable_python(choice: Choice, *, without_pip: bool = False) -> str:
    """The named Python, this one, or the newest suitable one on the PATH.

    Raises:
        InstallError: there is none, or none that can make an environment.
    """
    names = [f"python3.{minor}" for minor in range(NEWEST[1], OLDEST[1] - 1, -1)]
    candidates = [sys.executable, *filter(None, map(shutil.which, names))]
    fitting = [each for each in ([choice.python] if choice.python else candidates) if _works(each)]
    if choice.offline:
        bundled = tuple(_read_json(choice.offline / "bundle.json")["python"])
        fitting = [each for each in fitting if _version(each) == bundled]
        if not fitting:
            raise InstallError("the bundle needs Python {}.{}; install that.".format(*bundled))
    if not fitting:
        raise InstallError(
            "it needs Python {}.{} to {}.{}, and {} is {}.\n".format(
                *OLDEST,
                *NEWEST,
                choice.python or "this",
                _answer(choice.python or sys.executable, "import sys; print(sys.version[:6])"),
            )
            + "Install one of them and run install.py again."
        )
    for python in fitting:
        if without_pip or _answer(python, "import ensurepip, venv; print('here')"):
            return python
    raise InstallError(NO_VENV)


def _install_packages(venv: Path, choice: Choice, uv: str | None) -> None:
    """PyTorch's wanted build, then SegStyle, editable, with all that it needs."""
    python = str(venv_program("python", venv))
    source = _source(choice)
    if uv is None and _run([python, "-m", "pip", "install", "--quiet", *source, "uv"]):
        uv = str(venv_program("uv", venv))
    tools = [[uv, "pip", "install", "--python", python]] if uv else []
    tools.append([python, "-m", "pip", "install", "--disable-pip-version-check"])
    _install_torch(tools[0], choice)
    for tool in tools:
        if tool[0] == python and not _run([python, "-m", "pip", "--version"], quiet=True):
            _run([python, "-m", "ensurepip"], quiet=True)
        said = _attempt([*tool, *source, *_constraints(), "-e", choice.project()])
        if said is None:
            return
        say(f"{Path(tool[0]).stem} could not do it.")
    raise InstallError(
        f"the packages could not be installed.\n{advice_on(said)}\n"
        "Then run install.py again: it goes on from here."
    )


def _install_torch(tool: list[str], choice: Choice) -> None:
    """PyTorch from its own index, where that has a build that suits better.

    Raises:
        InstallError: only that index has the build, and it cannot be had.
    """
    index = choice.pytorch_index()
    if index is None:
        return
    said = _attempt([*tool, *_constraints(), "torch", "torchvision", "--index-url", index])
    if said is None:
        return
    if choice.resolved() != "cpu":
        raise InstallError(
            f"PyTorch for {choice.resolved()} could not be had from {index}.\n{advice_on(said)}"
        )
    say("PyTorch's own index cannot be had; the registry's larger build will do as well.")
    if not VENV.exists():
        _insist_on_room(GIGABYTES["cuda"])


def _source(choice: Choice) -> list[str]:
    """Where packages come from: nothing to say for the registry."""
    if choice.offline is None:
        return []
    return ["--no-index", "--find-links", str(choice.offline / "wheels")]


def _constraints() -> list[str]:
    """The versions that this SegStyle was tried with, where they are written down."""
    pins = ROOT / "constraints.txt"
    return ["--constraint", str(pins)] if pins.is_file() else []


def _insist_that_it_works(venv: Path, choice: Choice) -> None:
    """Start the core in an environment, and load torch there, before anyone depends on it."""
    python = str(venv_program("python", venv))
    questions = ["import segstyle_core.cli, segstyle_core.worker.server"]
    if choice.compute != NO_TORCH:
        questions.append("import torch; torch.ones(2, 2) @ torch.ones(2, 2)")
    for question in questions:
        ask = [python, "-I", "-c", question]
        answer = subprocess.run(ask, capture_output=True, text=True, errors="replace")
        if answer.returncode:
            said = f"{answer.stderr}\nended with {answer.returncode}"
            raise InstallError(f"“{question}” fails.\n{advice_on(said)}")


def _correct_scripts(venv: Path) -> None:
    """Let scripts that name the folder they were made in name that of `.venv` instead."""
    old, new = str(venv).encode(), str(VENV).encode()
    for script in venv_program("python", venv).parent.iterdir():
        if script.is_symlink() or not script.is_file():
            continue
        text = script.read_bytes()
        if old in text and b"\0" not in text:
            corrected = script.with_name(script.name + ".new")
            corrected.write_bytes(text.replace(old, new))
            shutil.copymode(script, corrected)
            corrected.replace(script)


def _run(command: list[str], *, quiet: bool = False) -> bool:
    """Run with its output visible; whether it succeeded."""
    sink = subprocess.DEVNULL if quiet else None
    try:
        return subprocess.call(command, cwd=ROOT, stdout=sink, stderr=sink) == 0
    except OSError:
        return False


def _attempt(command: list[str]) -> str | None:
    """Run with its output visible; None if it succeeded, else what it said."""
    said = []
    try:
        with subprocess.Popen(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
        ) as process:
            for line in process.stdout:
                said.append(line)
                say(line.rstrip())
    except OSError as error:
        return str(error)
    return None if process.returncode == 0 else "".join(said)


# --- Failures of pip, uv and torch, in words ---------------------------------------------------

FAILURES = (
    (
        r"No space left on device|os error 28|not enough space on the disk|os error 112",
        "The disk is full. Make room, and mind the folder for temporary files (TMPDIR) too.",
    ),
    (
        r"CERTIFICATE_VERIFY_FAILED|invalid peer certificate|UnknownIssuer",
        "The certificate of the package index is not trusted. If your network looks into https, "
        "name its certificate in PIP_CERT and SSL_CERT_FILE.",
    ),
    (
        r"407 Proxy Authentication|ProxyError|Cannot connect to proxy|tunnel error",
        "The proxy does not let us through. Look at HTTPS_PROXY and NO_PROXY.",
    ),
    (
        r"[Rr]ead timed out|operation timed out|ReadTimeoutError",
        "The network is too slow, or the connection broke off. Try again; what has come is kept.",
    ),
    (
        r"name resolution|dns error|NameResolutionError|getaddrinfo failed|Connection refused|"
        r"ConnectError|NewConnectionError|Network is unreachable|Could not connect",
        "The package index cannot be reached. Connect to the internet (a proxy is named in "
        "HTTPS_PROXY), or bring a bundle from another machine: install.py --offline DIR",
    ),
    (
        r"DO NOT MATCH THE HASHES|Hash mismatch",
        "A download is damaged. Empty the cache (uv cache clean, pip cache purge) and try again.",
    ),
    (
        r"musllinux|no wheels? with a matching platform|not a supported wheel on this platform",
        "A package has no build for this system or processor. PyTorch wants 64 bits and, on "
        "Linux, glibc (not Alpine's musl). Without painting: --no-torch",
    ),
    (
        r"WinError 206|filename or extension is too long|Windows Long Path|LongPathsEnabled",
        "A path is too long for Windows. Move this folder nearer to the drive's root, such as "
        "C:\\SegStyle, or allow long paths in Windows' settings.",
    ),
    (
        r"WinError 126|c10\.dll|fbgemm\.dll",
        "A library of Windows is missing: install Microsoft's Visual C++ Redistributable (x64).",
    ),
    (
        r"WinError 5\b|WinError 32|os error 32|being used by another process",
        "A file is in use. Close GIMP and whatever else uses SegStyle, and try again.",
    ),
    (
        r"Permission denied|os error 13|Read-only file system",
        "A folder cannot be written. Do not use sudo; give yourself this folder, or move it.",
    ),
    (
        r"MemoryError|Cannot allocate memory|ended with -9\b|Killed",
        "The memory did not do. Close other programs and try again.",
    ),
    (
        r"[Ii]llegal instruction|ended with -4\b",
        "This processor is too old for PyTorch's builds. Without painting: --no-torch",
    ),
    (
        r"libcud\w+\.so|libcublas|libnccl|libamdhip64",
        "PyTorch does not find the graphics card's libraries. Take the build for the processor: "
        "--compute cpu",
    ),
    (
        r"undefined symbol|cannot open shared object file|DLL load failed",
        "Libraries do not fit together. Remove the folders .venv and .venv-next and try again.",
    ),
    (
        r"no versions? of torch|requirement torch\b|torch\S* has no wheels|torch\S* cannot be used",
        "PyTorch has no build for this Python and processor. Try another Python, 3.11 to 3.13: "
        "--python PATH, or leave painting out: --no-torch",
    ),
    (
        r"No matching distribution|no versions? of|No solution found",
        "The package index lacks something. If you use a mirror or a bundle, it is incomplete.",
    ),
)
"""What pip, uv and torch say, and what to do about it; the first that fits counts."""


def advice_on(said: str) -> str:
    """What to do about a failure, by what the failing program said."""
    for pattern, advice in FAILURES:
        if re.search(pattern, said):
            return advice
    last = [line.strip() for line in said.splitlines() if line.strip()][-3:]
    return "It said last:\n  " + "\n  ".join(last)


# --- The weights -------------------------------------------------------------------------------


def bring_weights(choice: Choice, *, scene: bool = True) -> None:
    """Have the weights without which nothing works; the scene segmenter's where they can be had.

    Raises:
        InstallError: they could not be had.
    """
    if choice.offline:
        _run([*core_command("weights", "unpack", str(choice.offline / "weights"))])
    if subprocess.call(core_command("weights", "fetch", *WEIGHTS_NEEDED), cwd=ROOT):
        raise InstallError("its weights could not be had; the reason stands above.")
    if not scene or choice.offline:
        return
    attempt = core_command("weights", "fetch", *WEIGHTS_WANTED)
    if subprocess.run(attempt, cwd=ROOT, capture_output=True).returncode:
        say("The segmenter “scene” is not there yet: its weights could not be fetched.")
        say("SegStyle works without it, with “clusters”. Run install.py again when online.")


# --- Folders and files -------------------------------------------------------------------------


def _read_json(path: Path) -> dict:
    try:
        found = json.loads(path.read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}


def _write_json(path: Path, data: dict) -> None:
    """Write a file in one step; what else has a hard link to the old one keeps it."""
    new = path.with_name(path.name + ".new")
    new.write_text(json.dumps(data, indent=2) + "\n", "utf-8")
    new.replace(path)


def put_in_place(fresh: Path, target: Path) -> None:
    """Let a finished folder take the place of an older one, which is removed.

    Linux and macOS exchange the two in one step, so that whenever the power fails one of them is
    in its place. Elsewhere there is a moment between two renamings.
    """
    if hasattr(os, "sync"):
        os.sync()
    if not os.path.lexists(target):
        fresh.rename(target)
        return
    if not _exchange(fresh, target):
        old = fresh.with_name(fresh.name + "-old")
        remove(old)
        target.rename(old)
        try:
            fresh.rename(target)
        except OSError:
            old.rename(target)
            raise
        fresh = old
    remove(fresh)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders' names in one step; False where the system cannot."""
    names = [os.fsencode(one), os.fsencode(other)]
    try:
        library = ctypes.CDLL(None, use_errno=True)
        if sys.platform == "darwin":
            swap = 2
            return library.renamex_np(*names, swap) == 0
        here, exchange = -100, 2
        return library.renameat2(here, names[0], here, names[1], exchange) == 0
    except (AttributeError, OSError, TypeError):
        return False


def remove(path: Path) -> bool:
    """Delete a file or folder, or a link without what it leads to; whether there was one.

    Raises:
        InstallError: it cannot be deleted.
    """
    try:
        if path.is_symlink() or path.is_file():
            path.unlink()
        elif path.exists():
            shutil.rmtree(path)
        else:
            return False
    except OSError as error:
        raise InstallError(f"{path} could not be removed ({error.strerror}).") from error
    return True


# --- The plug-in -------------------------------------------------------------------------------


def install_plugin(profiles: list[Profile], *, develop: bool = False) -> int:
    """Put the plug-in into every profile, and say where it is."""
    if not profiles:
        say("\nNo GIMP 3 profile was found. Start GIMP 3 once, so that it makes one, and run")
        say("install.py again; or name the folder: install.py --gimp-profile DIR")
        say("(in GIMP: Edit > Preferences > Folders > Plug-ins; DIR is the folder above it).")
        return 1
    build_translations()
    for profile in profiles:
        put = link_plugin if develop else copy_plugin
        say(f"The plug-in is in {put(profile)}")
    say("Restart GIMP. You find it in the menu Filters > SegStyle.")
    return 0


def build_translations() -> None:
    """Turn `po/` into what gettext reads, inside the plug-in."""
    if not _run([str(venv_program("python")), str(ROOT / "tools" / "translations.py"), "build"]):
        say("The translations could not be built: SegStyle speaks English.")


def copy_plugin(profile: Profile) -> Path:
    """Put the plug-in into a profile, in place of an older one; returns its folder.

    It is made ready beside the plug-ins and put in place in one step, so that GIMP never sees
    half. A core that the user has chosen in SegStyle's settings stays chosen.

    Raises:
        InstallError: the folder cannot be written; the older plug-in is as it was.
    """
    target = profile.plugin
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for leftover in profile.folder.glob(".segstyle-*"):
            remove(leftover)
        with tempfile.TemporaryDirectory(prefix=".segstyle-", dir=profile.folder) as private:
            fresh = Path(private) / "segstyle"
            shutil.copytree(PLUGIN, fresh, ignore=LEFT_OUT)
            entry = fresh / "segstyle.py"
            entry.chmod(0o755)
            os.utime(entry)  # GIMP looks again at what has another time than it remembers
            _write_json(fresh / "core.json", core_of(profile))
            put_in_place(fresh, target)
    except OSError as error:
        raise _unwritable(target, error) from error
    return target


def link_plugin(profile: Profile) -> Path:
    """Link a profile to this folder's plug-in, for those who change it; returns the link.

    Raises:
        InstallError: there can be no link.
    """
    target = profile.plugin
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        _write_json(PLUGIN / "core.json", core_of(profile))
        remove(target)
        target.symlink_to(PLUGIN, target_is_directory=True)
        os.utime(PLUGIN / "segstyle.py")
    except OSError as error:
        raise _unwritable(target, error) from error
    return target


def _unwritable(target: Path, error: OSError) -> InstallError:
    return InstallError(
        f"{target} could not be written ({error.strerror}).\n"
        "Close GIMP, check the folder's permissions, and run install.py again."
    )


def core_of(profile: Profile) -> dict:
    """What core.json is to hold: this core, unless the user has chosen another kind."""
    before = _read_json(profile.plugin / "core.json")
    command = before.get("command")
    if command and _are_words(command) and not is_installed_core(command):
        return before
    return {**before, "command": worker_command(profile.kind)}


def worker_command(kind: str) -> list[str]:
    """What starts the core from a GIMP; behind a fence it is told where the user's folders are."""
    words = core_command("worker")
    if kind not in FENCED:
        return words
    here = Machine.here()
    data = here.folder("XDG_DATA_HOME", ".local/share")
    caches = here.folder("XDG_CACHE_HOME", ".cache")
    return ["/usr/bin/env", f"XDG_DATA_HOME={data}", f"XDG_CACHE_HOME={caches}", *words]


def is_installed_core(command: object) -> bool:
    """Whether a command is one that some install.py wrote, for a core on this machine."""
    if not _are_words(command) or command[-4:] != core_command("worker")[-4:]:
        return False
    return _python_of(command) is not None


def _are_words(command: object) -> bool:
    return isinstance(command, list) and all(isinstance(word, str) for word in command)


def _python_of(command: list[str]) -> Path | None:
    """The environment's Python in a command; None if another program comes first."""
    words = [word for word in command if "=" not in word and word != "/usr/bin/env"]
    python = Path(words[0])
    return python if python.is_absolute() and python.stem.startswith("python") else None


def plugin_is_current(profile: Profile) -> bool:
    """Whether a profile's plug-in is this folder's, file by file, and starts the right core."""
    there = profile.plugin
    return _contents(there) == _contents(PLUGIN) and core_of(profile) == _read_json(
        there / "core.json"
    )


def _contents(folder: Path) -> dict[Path, bytes]:
    found = [path for path in folder.rglob("*") if path.is_file()]
    ours = [path for path in found if path.suffix != ".pyc" and path.name != "core.json"]
    return {path.relative_to(folder): path.read_bytes() for path in ours}


def gimpfu(asked: argparse.Namespace) -> int:
    """Make gimpfu importable for the plug-ins of every profile."""
    profiles = profiles_of(Machine.here(), asked.gimp_profile)
    if asked.dry_run:
        for profile in profiles:
            say(f"Would put gimpfu into {profile.folder / GIMPFU}")
        return 0
    if not profiles:
        return install_plugin(profiles)
    for profile in profiles:
        say(f"gimpfu is in {copy_gimpfu(profile.folder)}")
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
        raise _unwritable(target, error) from error
    return target


def _gimpfu_environ(profile: Path) -> Path:
    """The file that tells GIMP what to add to its plug-ins' environment."""
    return profile / "environ" / f"{GIMPFU}.env"


def _gimpfu_interpreters(profile: Path) -> Path:
    """The file that tells GIMP what runs plug-ins that begin with `#!/usr/bin/env python`."""
    return profile / "interpreters" / f"{GIMPFU}.interp"


# --- The doctor --------------------------------------------------------------------------------

OK, NOTE, NO = "ok", "note", "NO"
AGAIN = "Run: python3 install.py"


@dataclass(frozen=True)
class Row:
    """What was looked at, how it is (OK, NOTE or NO), a word on it, and what to do if amiss."""

    about: str
    what: str
    state: str
    word: str
    advice: str = ""


def doctor(asked: argparse.Namespace) -> int:
    """Say what works and what to do about what does not; 0 when all is well."""
    rows = examine(Machine.here(), asked.gimp_profile)
    healthy = all(row.state != NO for row in rows)
    if asked.report:
        rows = [
            Row(*(without_private_paths(part) for part in asdict(row).values())) for row in rows
        ]
    if asked.json:
        say(json.dumps({"healthy": healthy, "rows": [asdict(row) for row in rows]}, indent=2))
        return 0 if healthy else 1
    about = ""
    for row in rows:
        if row.about != about:
            about = row.about
            say(f"\n{about}")
        say(f"  {row.state:<4}  {row.what}: {row.word}")
        if row.advice:
            say(f"        -> {row.advice}")
    say("\nAll is well." if healthy else "\nNot all is well: see the rows with NO.")
    return 0 if healthy else 1


def examine(machine: Machine, named: Path | None = None) -> list[Row]:
    """Look at this machine, the core, and SegStyle in every GIMP that is found."""
    rows = [*_machine_rows(), *_core_rows()]
    gimps = gimps_of(machine)
    profiles = profiles_of(machine, named)
    for profile in profiles:
        rows += _profile_rows(profile, [gimp for gimp in gimps if profile.belongs_to(gimp)])
    for gimp in gimps:
        if gimp.is_old:
            rows.append(Row(str(gimp), "version", NOTE, WHY_3))
        elif not any(profile.belongs_to(gimp) for profile in profiles):
            advice = "Start it once, so that it makes one, and run install.py again."
            rows.append(Row(str(gimp), "profile", NOTE if profiles else NO, "it has none", advice))
    if not profiles and all(gimp.is_old for gimp in gimps):
        advice = "Install it and start it once; or name its profile: --gimp-profile DIR"
        rows.append(Row("GIMP", "GIMP 3", NO, "not found", advice))
    if not any(gimp.is_old for gimp in gimps) and _profiles(machine, r"2\.\d+"):
        rows.append(Row("GIMP 2.10", "version", NOTE, WHY_3))
    return rows


def _machine_rows() -> list[Row]:
    about = "This machine"
    python = _version(venv_program("python"))
    there = python is not None
    word = f"Python {python[0]}.{python[1]} in {VENV}" if there else f"none that works in {VENV}"
    free = shutil.disk_usage(ROOT).free / 1e9
    done = _read_json(VENV / STAMP)
    rows = [
        Row(about, "system", OK, f"{platform.platform()} ({platform.machine()})"),
        Row(about, "install.py", OK, f"{ROOT}, run by Python {platform.python_version()}"),
        Row(about, "environment", OK if there else NO, word, "" if there else AGAIN),
        Row(about, "disk", OK if free > 2 else NOTE, f"{free:.1f} GB free for the environment"),
    ]
    if there and done.get("state") != _state():
        rows.append(Row(about, "set up", NOTE, "not for the version that lies here", AGAIN))
    return rows


def _core_rows() -> list[Row]:
    """What the core says of itself."""
    about = "The core"
    if not _works(venv_program("python")):
        return [Row(about, "doctor", NO, "it cannot be asked", AGAIN)]
    answer = subprocess.run(
        core_command("doctor", "--json"), cwd=ROOT, capture_output=True, text=True, errors="replace"
    )
    try:
        return [
            Row(about, row["what"], row["state"], row["word"], row["advice"])
            for row in json.loads(answer.stdout)
        ]
    except ValueError:
        return [Row(about, "doctor", NO, "it does not answer", advice_on(answer.stderr))]


def _profile_rows(profile: Profile, gimps: list[Gimp]) -> list[Row]:
    """How SegStyle is in one profile, and whether each GIMP that uses it would load it."""
    users = ", ".join(map(str, gimps)) or "no GIMP that was found"
    about = f"{profile.folder}, used by {users}"
    target = profile.plugin

    def row(what: str, state: str, word: str, advice: str = "") -> Row:
        return Row(about, what, state, word, advice)

    if not os.access(profile.folder, os.W_OK | os.X_OK):
        advice = "Give yourself the right to write there."
        return [row("folder", NO, "it cannot be written", advice)]
    if not target.is_dir():
        return [row("plug-in", NO, "not there", AGAIN)]
    entry = target / "segstyle.py"
    rows = [row("plug-in", OK, f"linked to {target.resolve()}" if target.is_symlink() else "there")]
    if not plugin_is_current(profile):
        rows.append(row("version", NO, "not the one that lies here", AGAIN))
    if not os.access(entry, os.X_OK):
        advice = f"{AGAIN} (or: chmod +x {entry})"
        rows.append(row("executable", NO, "it may not be run, so GIMP leaves it out", advice))
    rows.append(Row(about, *_greeting(profile)))
    rows += [Row(about, *_limits(kind)) for kind in _kinds(profile, gimps) if kind in FENCED]
    rows += [Row(about, *_loading(gimp, profile)) for gimp in gimps]
    if not gimps:
        word = "not tried: the program of this GIMP was not found"
        rows.append(row("loads", NOTE, word, "Start GIMP and look for Filters > SegStyle."))
    return rows


def _kinds(profile: Profile, gimps: Iterable[Gimp]) -> set[str]:
    return {profile.kind, *(gimp.kind for gimp in gimps)}


def _greeting(profile: Profile) -> tuple[str, ...]:
    """Start a plug-in's core as the plug-in does, and shake hands."""
    command = _read_json(profile.plugin / "core.json").get("command")
    if not command or not _are_words(command):
        return ("core", NO, "the plug-in does not know where it is", AGAIN)
    return ("core", *greet(tuple(command), protocol_of(profile.plugin)))


@cache
def greet(command: tuple[str, ...], protocol: int) -> tuple[str, ...]:
    """How a core answers a plug-in's `hello`: a row's state, word and advice."""
    with tempfile.TemporaryDirectory() as private:
        folder = Path(private) / "segstyle"
        folder.mkdir(mode=0o700)
        params = {"protocol": protocol, "folder": str(folder), "client": "install.py doctor"}
        hello = {"jsonrpc": "2.0", "id": 1, "method": "hello", "params": params}
        try:
            answer = subprocess.run(
                command,
                input=json.dumps(hello) + "\n",
                capture_output=True,
                text=True,
                errors="replace",
                timeout=120,
            )
            reply = json.loads(answer.stdout.splitlines()[0])
        except (OSError, subprocess.TimeoutExpired) as error:
            return (NO, f"{command[0]} cannot be started ({type(error).__name__})", AGAIN)
        except (ValueError, IndexError):
            return (NO, "it does not answer", advice_on(answer.stderr))
    if "result" not in reply:
        advice = (reply["error"].get("data") or {}).get("advice") or AGAIN
        return (NO, reply["error"]["message"], advice)
    return (OK, f"version {reply['result']['version']} answers, protocol {protocol}")


def protocol_of(plugin: Path) -> int:
    """The protocol that a plug-in speaks; 0 if that cannot be read."""
    try:
        code = (plugin / "core_process.py").read_text("utf-8")
    except OSError:
        return 0
    found = re.search(r"^PROTOCOL = (\d+)$", code, re.MULTILINE)
    return int(found[1]) if found else 0


def _limits(kind: str) -> tuple[str, ...]:
    """What a fence around GIMP does to the core."""
    base = _answer(venv_program("python"), "import sys; print(sys.base_prefix)")
    if not base or Path(base).is_relative_to(Path.home()):
        return ("fence", OK, f"{kind} reaches the core's Python")
    return (
        "fence",
        NO,
        f"{kind} shows GIMP another {base} than this machine's, so the core cannot start there",
        "Have a Python in your home folder (uv python install 3.13; uv python find 3.13) and "
        "run: python3 install.py --python THAT",
    )


def _loading(gimp: Gimp, profile: Profile) -> tuple[str, ...]:
    """Start a GIMP on a copy of the plug-in, and look up its procedures."""
    what = f"loads in {gimp}"
    try:
        code = (profile.plugin / "segstyle.py").read_text("utf-8")
        with tempfile.TemporaryDirectory(prefix=".segstyle-", dir=profile.folder) as private:
            folder = Path(private)
            shutil.copytree(profile.plugin, folder / "plug-ins" / "segstyle")
            path = json.dumps(str(folder / "plug-ins"), ensure_ascii=False)
            settings = f"(plug-in-path {path})\n(check-updates no)\n"
            (folder / "gimprc").write_text(settings, "utf-8")
            words = [*gimp.console, "--no-interface", "--no-data", "--no-fonts", "--quit"]
            answer = subprocess.run(
                words,
                stdin=subprocess.DEVNULL,
                capture_output=True,
                env={**os.environ, "GIMP3_DIRECTORY": private},
                timeout=300,
            )
            known = folder / "pluginrc"
            registered = known.read_text("utf-8") if known.is_file() else ""
    except (OSError, shutil.Error, subprocess.TimeoutExpired) as error:
        return (what, NOTE, f"could not be tried ({error})")
    said = answer.stderr.decode("utf-8", "replace").splitlines()
    if not registered:
        return (what, NO, "this GIMP does not start", " ".join(said[-2:]))
    procedures = re.findall(r'"(python-fu-segstyle-[\w-]+)"', code)
    missing = [name for name in procedures if f'"{name}"' not in registered]
    if missing or not procedures:
        reasons = [line.strip() for line in said if re.search(r"\w+(Error|Exception)\b", line)]
        word = f"{len(missing)} of {len(procedures)} procedures are missing"
        return (what, NO, word, " ".join([*reasons[-1:], AGAIN]))
    return (what, OK, f"all {len(procedures)} procedures are there")


def without_private_paths(text: str) -> str:
    """A text without the user's name and folders."""
    for path, name in ((ROOT, "SEGSTYLE"), (Path.home(), "~")):
        if len(str(path)) > 1:
            text = text.replace(str(path), name)
    return re.sub(r"(/home/|/Users/|\\Users\\|/media/|/mnt/|/Volumes/)[^/\\\s,]+", r"\1…", text)


# --- Updating, uninstalling, bundling ----------------------------------------------------------


def update(asked: argparse.Namespace) -> int:
    """Bring what is installed to this version, set up as it was before."""
    profiles = profiles_of(Machine.here(), asked.gimp_profile)
    before = environments_of(profiles)
    words = [sys.executable, str(ROOT / "install.py"), *_as_before(asked, before, profiles)]
    if (ROOT / ".git").exists() and _run(["git", "rev-parse", "@{upstream}"], quiet=True):
        if asked.dry_run:
            say("Would fetch the newest version with: git pull --ff-only")
        elif not _run(["git", "pull", "--ff-only"]):
            raise InstallError("the newest version could not be fetched; the reason stands above.")
    status = subprocess.call(words, cwd=ROOT)
    if status == 0 and not asked.dry_run:
        for venv in before:
            if venv != VENV:
                say(f"The version before is no longer used; you may remove {venv.parent}")
    return status


def environments_of(profiles: list[Profile]) -> list[Path]:
    """The environments that the profiles' plug-ins have used until now."""
    found = []
    for profile in profiles:
        command = _read_json(profile.plugin / "core.json").get("command")
        if is_installed_core(command):
            venv = _python_of(command).parent.parent
            if venv not in found and (venv / STAMP).is_file():
                found.append(venv)
    return found


def _as_before(
    asked: argparse.Namespace, environments: list[Path], profiles: list[Profile]
) -> list[str]:
    """The options with which install.py makes what there was before."""
    words = []
    compute = asked.compute
    if compute is None and environments:
        compute = _read_json(environments[0] / STAMP).get("compute")
    if compute:
        words += ["--no-torch"] if compute == NO_TORCH else ["--compute", compute]
    linked = any(profile.plugin.resolve() == PLUGIN.resolve() for profile in profiles)
    words += ["--develop"] if asked.develop or linked else []
    words += ["--dry-run"] if asked.dry_run else []
    for option in ("python", "offline", "gimp_profile"):
        value = getattr(asked, option)
        words += [f"--{option.replace('_', '-')}", str(value)] if value else []
    return words


def uninstall(asked: argparse.Namespace) -> int:
    """Take away everything but what the user made; with ``--purge`` that too."""
    going = []
    for profile in profiles_of(Machine.here(), asked.gimp_profile):
        going += [profile.plugin, profile.folder / GIMPFU]
        going += [_gimpfu_environ(profile.folder), _gimpfu_interpreters(profile.folder)]
        going += sorted(profile.folder.glob("plug-in-settings/python-fu-segstyle-*"))
    options = ["--purge"] * asked.purge + ["--dry-run"] * asked.dry_run
    if not _run(core_command("forget", *options)):
        say("The core cannot be started, so weights and caches were left where they are:")
        say("in the folders “segstyle” of your user data and caches.")
    for path in [
        *going,
        PLUGIN / "core.json",
        PLUGIN / "locale",
        VENV.with_name(f"{VENV.name}-next"),
        VENV,
    ]:
        if asked.dry_run and os.path.lexists(path):
            say(f"Would remove {path}")
        elif not asked.dry_run and remove(path):
            say(f"Removed {path}")
    say(f"Left as they are: {ROOT}, with demo/, and your images with their channels and layers.")
    return 0


def bundle(asked: argparse.Namespace) -> int:
    """Gather what `--offline` needs: wheels, weights, and a word on what they are for."""
    choice = wanted(asked)
    target = asked.folder.expanduser().resolve()
    if asked.dry_run:
        say(f"Would gather wheels and weights in {target}, about {choice.gigabytes() / 2:.1f} GB.")
        return 0
    make_environment(choice)
    bring_weights(choice)
    wheels = target / "wheels"
    wheels.mkdir(parents=True, exist_ok=True)
    python = str(venv_program("python"))
    versions = wheels / "versions.txt"
    versions.write_text(_answer(python, FREEZE), "utf-8")
    index = choice.pytorch_index()
    download = [python, "-m", "pip", "download", "--disable-pip-version-check"]
    download += ["--dest", str(wheels), "--constraint", str(versions)]
    download += ["--extra-index-url", index] if index else []
    said = _attempt([*download, choice.project(), *_build_needs(), "uv", "pip"])
    if said is not None:
        raise InstallError(f"the wheels could not be had.\n{advice_on(said)}")
    if not _run(core_command("weights", "pack", str(target / "weights"))):
        raise InstallError("the weights could not be copied; the reason stands above.")
    about = {"system": platform.system(), "processor": platform.machine()}
    _write_json(
        target / "bundle.json",
        {**about, "python": list(_version(python)), "compute": choice.resolved()},
    )
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    say(f"\nThe bundle in {target} has {size / 1e9:.1f} GB. On the other machine, in a copy of")
    say("this folder, run: python3 install.py --offline DIR")
    return 0


FREEZE = (
    "import importlib.metadata as m; "
    "print(*(f\"{d.name}=={d.version}\" for d in m.distributions() if d.name != 'segstyle'), "
    "sep='\\n')"
)


def _build_needs() -> list[str]:
    """What is needed to install SegStyle itself, editable, as pyproject.toml has it."""
    text = (ROOT / "pyproject.toml").read_text("utf-8")
    needs = re.search(r"^\[build-system\]\s*requires = \[([^\]]*)\]", text, re.MULTILINE)
    return [*re.findall(r'"([^"]+)"', needs[1]), "editables"]


_ACTIONS = {
    "install": install,
    "demo": demo,
    "test": run_tests,
    "gimpfu": gimpfu,
    "doctor": doctor,
    "update": update,
    "uninstall": uninstall,
    "bundle": bundle,
}

if __name__ == "__main__":
    sys.exit(main())
