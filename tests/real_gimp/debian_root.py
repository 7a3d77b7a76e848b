"""A Debian root with GIMP 3 in it, for machines whose own distribution has none."""

from __future__ import annotations

import fcntl
import os
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

__all__ = ["NoGimpError", "build", "enter"]

PACKAGES = [
    "gimp",
    "gir1.2-gimp-3.0",
    "python3-gi",
    "python3-gi-cairo",
    "python3-pytest",
    "xvfb",
    "openbox",
    "xdotool",
    "scrot",
    "x11-utils",
    "fonts-dejavu-core",
    "adwaita-icon-theme",
]

ENTER = """
set -e
root=$1 repository=$2; shift 2
mkdir -p "$root/host" "$root$repository"
mount -t proc proc "$root/proc"
mount --rbind /dev "$root/dev"
mount --bind /tmp "$root/tmp"
case $repository in /tmp/*) ;; *) mount --bind "$repository" "$root$repository" ;; esac
mount --rbind / "$root/host"
exec chroot "$root" /usr/bin/env -C "$repository" "$@"
"""


class NoGimpError(Exception):
    """No GIMP 3 can be had on this machine; the text says why."""


def enter(root: Path, repository: Path, words: Iterable[str]) -> list[str]:
    """The command line that runs ``words`` inside ``root``.

    /tmp and ``repository`` are there at their own paths and the whole machine under /host. The
    mounts live in a namespace of the command's own and vanish with it.
    """
    unshare = ["unshare", "--mount", "--propagation", "private"]
    return [*unshare, "bash", "-c", ENTER, "gimp-root", str(root), str(repository), *words]


def build(suite: str) -> Path:
    """The root of a Debian ``suite`` with GIMP, built with mmdebstrap unless it is there.

    Raises:
        NoGimpError: this is no Debian or Ubuntu, we are not root, or the packages cannot be had.
    """
    base = Path(os.environ.get("SEGSTYLE_GIMP_ROOTS", "/var/cache/segstyle-gimp"))
    root = base / f"tests-{suite}"
    stamp = f"1 {suite} {' '.join(PACKAGES)}"
    if _stamp_of(root) == stamp:
        return root
    if not shutil.which("apt-get"):
        raise NoGimpError("GIMP 3 is not installed, and this is no Debian or Ubuntu.")
    if os.geteuid() != 0:
        raise NoGimpError("GIMP 3 is not installed, and building a root for it needs root.")
    base.mkdir(parents=True, exist_ok=True)
    with (base / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if _stamp_of(root) != stamp:
            _bootstrap(suite, root)
            (root / ".segstyle-stamp").write_text(stamp)
    return root


def _stamp_of(root: Path) -> str:
    stamp = root / ".segstyle-stamp"
    return stamp.read_text() if stamp.exists() else ""


def _bootstrap(suite: str, root: Path) -> None:
    if not shutil.which("mmdebstrap"):
        _run(["apt-get", "update", "-qq"])
        _run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", "mmdebstrap"])
    shutil.rmtree(root, ignore_errors=True)
    options = [
        f"--dpkgopt=path-exclude=/usr/share/{folder}/*" for folder in ("doc", "man", "locale")
    ]
    options += [
        "--dpkgopt=force-unsafe-io",
        '--aptopt=Acquire::Languages "none"',
        '--aptopt=Acquire::Check-Valid-Until "false"',  # a mirror may be frozen at a day
        '--aptopt=APT::Install-Recommends "false"',
        '--aptopt=Acquire::Retries "3"',
        f"--include={','.join(PACKAGES)}",
    ]
    unfinished = root.with_name(root.name + ".unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    command = ["mmdebstrap", "--quiet", "--variant=apt", "--mode=root", *options]
    _run([*command, suite, str(unfinished), *_sources(suite)])
    unfinished.rename(root)


def _sources(suite: str) -> list[str]:
    """The ``deb`` lines of ``suite``, from the mirrors that this machine's own apt uses."""
    main = _mirror("Debian")
    lines = [f"deb {main} {suite} main"]
    if suite != "forky":
        lines.append(f"deb {main} {suite}-updates main")
        lines.append(f"deb {_mirror('Debian-Security')} {suite}-security main")
    return lines


def _mirror(label: str) -> str:
    targets = ["apt-get", "indextargets", "--format", "$(LABEL)|$(REPO_URI)"]
    said = subprocess.run(
        [*targets, "Created-By: Packages"], capture_output=True, text=True, check=False
    )
    for line in said.stdout.splitlines():
        found, _, address = line.partition("|")
        if found == label:
            return address
    raise NoGimpError(f"This machine's apt knows no mirror of {label} to build a GIMP root from.")


def _run(command: list[str]) -> None:
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        last = "\n".join((done.stdout + done.stderr).strip().splitlines()[-8:])
        raise NoGimpError(f"{command[0]} failed:\n{last}")
