"""What a person who helps must know of this machine: versions, device, weights, room taken."""

from __future__ import annotations

import contextlib
import importlib.metadata
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from segstyle_core import __version__
from segstyle_core.caches import cache_folder
from segstyle_core.errors import SegStyleError
from segstyle_core.gallery.folders import styles_folder
from segstyle_core.progress import Progress, check
from segstyle_core.weights import Store

__all__ = ["Diagnosis", "Folder", "WeightsRow", "diagnose"]

PACKAGES = ("torch", "onnxruntime", "numpy", "opencv-python-headless", "pillow")
MEBIBYTE = 1 << 20


@dataclass(frozen=True)
class WeightsRow:
    """A network's weights: whether they are here, and how many bytes they take."""

    id: str
    title: str
    ready: bool
    bytes: int


@dataclass(frozen=True)
class Folder:
    """A folder of SegStyle's own, and how many bytes lie in it."""

    holds: str
    path: str
    bytes: int


@dataclass(frozen=True)
class Diagnosis:
    """How things stand.

    Attributes:
        version: SegStyle's.
        python: its version.
        executable: that Python's program.
        system: the operating system and processor, in a line.
        packages: their versions, by name.
        device: what styling runs on, as torch names it; empty without torch.
        number_format: in which it calculates there; empty without torch.
        processors: how many can be used.
        memory_mib, free_memory_mib: of the machine.
        provider: ONNX Runtime's provider that networks run on; empty where there is no network.
        weights: all that there could be.
        folders: with what takes room.
    """

    version: str
    python: str
    executable: str
    system: str
    packages: dict[str, str]
    device: str
    number_format: str
    processors: int
    memory_mib: int
    free_memory_mib: int
    provider: str
    weights: list[WeightsRow]
    folders: list[Folder]


def diagnose(progress: Progress, store: Store | None = None) -> Diagnosis:
    """Look at everything; takes some seconds, for torch is loaded.

    Raises:
        WeightsError: the user's catalogue is damaged.
        CancelledError: the user does not want to go on.
    """
    import psutil

    store = store or Store()
    check(progress, 0.1, "Looking at the machine")
    device, number_format = _device()
    memory = psutil.virtual_memory()
    check(progress, 0.5, "Looking at the weights")
    provider = _provider(store)
    check(progress, 0.8, "Measuring folders")
    return Diagnosis(
        version=__version__,
        python=platform.python_version(),
        executable=sys.executable,
        system=f"{platform.platform()} ({platform.machine()})",
        packages={name: importlib.metadata.version(name) for name in PACKAGES if _here(name)},
        device=device,
        number_format=number_format,
        processors=os.cpu_count() or 1,
        memory_mib=memory.total // MEBIBYTE,
        free_memory_mib=memory.available // MEBIBYTE,
        provider=provider,
        weights=[
            WeightsRow(entry.id, entry.title, store.ready(entry.id), store.bytes_of(entry.id))
            for entry in store.entries()
        ],
        folders=[
            Folder(holds, str(path), _bytes_in(path))
            for holds, path in (
                ("weights", store.folder),
                ("caches", cache_folder("")),
                ("styles", styles_folder()),
            )
        ],
    )


def _here(package: str) -> bool:
    try:
        importlib.metadata.version(package)
    except importlib.metadata.PackageNotFoundError:
        return False
    return True


def _device() -> tuple[str, str]:
    if not _here("torch"):
        return "", ""
    from segstyle_core.style.machine import best_device, fast_dtype

    device = best_device()
    return str(device), str(fast_dtype(device)).removeprefix("torch.")


def _provider(store: Store) -> str:
    """What the first network that is here, and whole, runs on."""
    from segstyle_core.inference import session

    for entry in store.entries():
        if entry.file.endswith(".onnx") and store.ready(entry.id):
            with contextlib.suppress(SegStyleError):
                return str(session(store.path(entry.id)).get_providers()[0])
    return ""


def _bytes_in(folder: Path) -> int:
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.is_symlink()
    )
