"""Where a GIMP 3 is found, and how a command is run where it lives."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from real_gimp import debian_root
from real_gimp.debian_root import NoGimpError

__all__ = ["REPOSITORY", "Gimp", "NoGimpError", "find"]

REPOSITORY = Path(__file__).resolve().parents[2]
"""The working copy under test."""

CORE_KEEPS = ("HOME", "PATH", "XDG_CONFIG_HOME", "XDG_DATA_HOME")
"""What the core has from this process and not from GIMP, which has a profile of its own."""

SUITES = {"3.0": "trixie", "3.2": "forky"}
"""The Debian suite that has each GIMP."""


@dataclass(frozen=True)
class Gimp:
    """One GIMP 3.

    Attributes:
        version: as it says itself, such as "3.0.4".
        root: the root it lives in; None for an installed one.
    """

    version: str
    root: Path | None

    def command(self, *words: str) -> list[str]:
        """The command line that runs ``words`` where this GIMP lives.

        /tmp and the repository are there at their own paths.
        """
        return list(words) if self.root is None else debian_root.enter(self.root, REPOSITORY, words)

    @property
    def system_plug_ins(self) -> Path:
        """The folder of GIMP's own plug-ins, as GIMP sees it."""
        base = self.root or Path("/")
        for found in base.glob("usr/lib*/**/gimp/3.0/plug-ins"):
            return Path("/") / found.relative_to(base)
        raise NoGimpError("GIMP's own plug-ins were not found under /usr/lib.")

    @property
    def core(self) -> str:
        """What SEGSTYLE_CORE must be for the plug-in in this GIMP to start the core under test.

        The core keeps this process's home, so that it finds the weights already there.
        """
        kept = [f"{name}={os.environ[name]}" for name in CORE_KEEPS if name in os.environ]
        dropped = [f"--unset={name}" for name in CORE_KEEPS if name not in os.environ]
        words = ["/usr/bin/env", f"--chdir={REPOSITORY}", *dropped, *kept]
        words += [sys.executable, "-m", "segstyle_core", "worker"]
        return shlex.join(words if self.root is None else ["/usr/sbin/chroot", "/host", *words])


def find(series: str) -> Gimp:
    """The installed GIMP of ``series`` ("3.0", "3.2"), else one in a root, built when absent.

    Raises:
        NoGimpError: neither can be had here; says why.
    """
    installed = _version(["gimp-console", "--version"]) if shutil.which("gimp-console") else ""
    if installed.startswith(f"{series}."):
        return Gimp(installed, None)
    root = debian_root.build(SUITES[series])
    version = _version(debian_root.enter(root, REPOSITORY, ["gimp-console", "--version"]))
    if not version.startswith(f"{series}."):
        raise NoGimpError(f"Debian {SUITES[series]} brings GIMP {version}, not {series}.")
    return Gimp(version, root)


def _version(command: list[str]) -> str:
    said = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    found = re.search(r"\d+\.\d+\.\d+", said.stdout)
    return found.group() if found else ""
