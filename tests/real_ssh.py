"""A real sshd on loopback, with throw-away keys, behind which another machine seems to be."""

from __future__ import annotations

import contextlib
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

__all__ = ["NoSshError", "Ssh", "serving"]

PACKAGES = "openssh-server", "libwrap0"
KEPT = Path(os.environ.get("SEGSTYLE_GIMP_ROOTS", "/var/cache/segstyle-gimp")) / "sshd"
SEEN_ELSEWHERE = "/var/tmp"  # not under /tmp, which the other machine has for itself

CONFIG = """\
Port {port}
ListenAddress 127.0.0.1
HostKey {folder}/host
AuthorizedKeysFile {folder}/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
"""

THERE_TOO = {Path(__file__).resolve().parents[1], Path(sys.base_prefix), Path.home()}

BEHIND = """
set -e
folder="$1"
shift
mount --bind "$folder/passwd" /etc/passwd
for seen in "$@"; do mkdir -p "$folder/kept$seen"; mount --rbind "$seen" "$folder/kept$seen"; done
mount -t tmpfs tmpfs /tmp
for seen in "$@"; do mkdir -p "$seen"; mount --rbind "$folder/kept$seen" "$seen"; done
mkdir -p /run/sshd
exec {sshd} -D -e -f "$folder/config"
"""
"""Runs in a namespace of its own: there /tmp is another one, but for what is installed in it, and
sshd has the user it wants."""


class NoSshError(Exception):
    """No sshd can be had on this machine; the text says why."""


class Ssh:
    """An sshd that listens.

    Attributes:
        client: the words that run ``ssh``, up to the command.
        process: the one that listens.
    """

    def __init__(self, client: list[str], process: subprocess.Popen[bytes]) -> None:
        self.client, self.process = client, process

    def worker(self, **environment: str) -> str:
        """What SEGSTYLE_CORE must be for the core behind the line."""
        kept = {name: value for name, value in os.environ.items() if name.startswith("SEGSTYLE_")}
        variables = [f"{name}={value}" for name, value in {**kept, **environment}.items()]
        words = ["env", *variables, sys.executable, "-m", "segstyle_core", "worker"]
        return shlex.join([*self.client, shlex.join(words)])

    def cores(self) -> list[psutil.Process]:
        """The cores that run behind the line."""
        return [
            one
            for one in psutil.Process(self.process.pid).children(recursive=True)
            if _is_core(one)
        ]

    def cut(self) -> None:
        """Kill the sshd of each session, as a machine does that goes down."""
        for session in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.NoSuchProcess):
                if session.name() == "sshd":
                    session.send_signal(signal.SIGKILL)


@contextlib.contextmanager
def serving() -> Iterator[Ssh]:
    """An sshd on a free port, in a mount namespace with a /tmp of its own.

    Raises:
        NoSshError: we are not root, or the program cannot be had.
    """
    if os.geteuid() != 0:
        raise NoSshError("A /tmp of its own needs root.")
    sshd = _sshd()
    with tempfile.TemporaryDirectory(dir=SEEN_ELSEWHERE, prefix="segstyle-sshd-") as name:
        folder, port = Path(name), _free_port()
        for key in ("host", "user"):
            generate = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(folder / key)]
            subprocess.run(generate, check=True)
        (folder / "config").write_text(CONFIG.format(port=port, folder=folder))
        users = Path("/etc/passwd").read_text()
        if "\nsshd:" not in users:
            users += "sshd:x:65533:65534::/run/sshd:/usr/sbin/nologin\n"
        (folder / "passwd").write_text(users)
        namespace = ["unshare", "--mount", "--propagation", "private", "bash", "-c"]
        seen = [str(each) for each in THERE_TOO if each.is_relative_to("/tmp")]
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen(
                [*namespace, BEHIND.format(sshd=sshd), "sshd", str(folder), *seen], stderr=log
            )
        try:
            _wait_for(port, process, folder / "log")
            yield Ssh(_client(folder, port), process)
        finally:
            for each in (*psutil.Process(process.pid).children(recursive=True), process):
                with contextlib.suppress(psutil.NoSuchProcess):
                    each.kill()
            process.wait()


def _is_core(process: psutil.Process) -> bool:
    try:
        return "segstyle_core" in process.cmdline() and process.name().startswith("python")
    except psutil.NoSuchProcess:  # it has ended since it was listed, or ends right now
        return False


def _client(folder: Path, port: int) -> list[str]:
    options = [
        "BatchMode=yes",
        "StrictHostKeyChecking=accept-new",
        f"UserKnownHostsFile={folder}/known",
        f"IdentityFile={folder}/user",
        "IdentitiesOnly=yes",
    ]
    given = [word for option in options for word in ("-o", option)]
    return ["ssh", "-F", "none", "-p", str(port), *given, "root@127.0.0.1"]


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def _wait_for(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(200):
        if process.poll() is not None:
            raise NoSshError(f"sshd did not start: {log.read_text()}")
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
            return
        time.sleep(0.1)
    raise NoSshError("sshd does not listen.")


def _sshd() -> str:
    """The command for the installed sshd, or one unpacked from the distribution's package."""
    installed = shutil.which("sshd", path=f"{os.environ['PATH']}:/usr/sbin")
    if installed:
        return installed
    if not (KEPT / "usr/sbin/sshd").exists():
        _unpack()
    libraries = ":".join(str(found) for found in KEPT.glob("usr/lib/*-linux-gnu"))
    return f"env LD_LIBRARY_PATH={libraries} {KEPT}/usr/sbin/sshd"


def _unpack() -> None:
    if not shutil.which("apt-get"):
        raise NoSshError("sshd is not installed, and this is no Debian or Ubuntu.")
    KEPT.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=KEPT.parent) as name:
        folder = Path(name)
        got = subprocess.run(
            ["apt-get", "download", "-q", *PACKAGES], cwd=folder, capture_output=True, text=True
        )
        if got.returncode:
            raise NoSshError(f"sshd cannot be had: {got.stderr}")
        for package in folder.glob("*.deb"):
            subprocess.run(["dpkg-deb", "-x", str(package), str(folder / "root")], check=True)
        (folder / "root").replace(KEPT)
