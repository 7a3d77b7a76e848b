"""A Dask cluster of real processes: a scheduler and workers that are started anew when they end."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path

__all__ = ["Cluster", "can_mount"]

DASK = [sys.executable, "-m", "dask"]


def can_mount() -> bool:
    """Whether a process may have a file system of its own here."""
    if os.geteuid() != 0 or not shutil.which("unshare"):
        return False
    trial = ["unshare", "--mount", "mount", "-t", "tmpfs", "none", "/mnt"]
    return subprocess.run(trial, capture_output=True, check=False).returncode == 0


class Cluster:
    """``dask scheduler`` and ``dask worker``, as an administrator's supervisor would keep them.

    Args:
        folder: for logs and the workers' scratch folders.
        environment: in addition to this process's.
    """

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._environment = {**os.environ, **(environment or {})}
        with socket.create_server(("127.0.0.1", 0)) as taken:
            self._port = taken.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{self._port}"
        self._commands: dict[str, list[str]] = {}
        self._running: dict[str, subprocess.Popen[bytes]] = {}
        self._over = threading.Event()
        self._lock = threading.Lock()
        where = ["--host", "127.0.0.1", "--port", str(self._port), "--no-dashboard"]
        self._commands["scheduler"] = [*DASK, "scheduler", *where]

    def add_worker(self, name: str, *words: str, room: str | None = None) -> None:
        """A worker with one thread; ``room``: its scratch folder is a file system so small."""
        scratch = self._folder / name
        scratch.mkdir(parents=True, exist_ok=True)
        command = [*DASK, "worker", self.address, "--nthreads", "1", "--no-nanny", "--no-dashboard"]
        command += ["--name", name, "--local-directory", str(scratch), *words]
        if room is not None:
            mount = f"mount -t tmpfs -o size={room} none '{scratch}' && exec \"$@\""
            command = ["unshare", "--mount", "bash", "-c", mount, "worker", *command]
        self._commands[name] = command
        if self._running:
            self._start(name)

    def __enter__(self) -> Cluster:
        for name in self._commands:
            self._start(name)
        threading.Thread(target=self._keep, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        with self._lock:
            for process in self._running.values():
                process.kill()
            for process in self._running.values():
                process.wait()

    def kill(self, name: str) -> None:
        """End a process without a word; it is started again."""
        self._running[name].send_signal(signal.SIGKILL)

    def _start(self, name: str) -> None:
        with (self._folder / f"{name}.log").open("ab") as log:
            self._running[name] = subprocess.Popen(
                self._commands[name], env=self._environment, stdout=log, stderr=log
            )

    def _keep(self) -> None:
        """Start again whatever has ended."""
        while not self._over.is_set():
            with self._lock:
                for name, process in list(self._running.items()):
                    if not self._over.is_set() and process.poll() is not None:
                        self._start(name)
            time.sleep(0.5)
