"""Running pytest inside a headless GIMP."""

from __future__ import annotations

import contextlib
import importlib.util
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from real_gimp.places import REPOSITORY, Gimp

__all__ = ["Profile", "run_inside"]

BATCH = """\
import os, sys
sys.dont_write_bytecode = True
try:
    import pytest
except ImportError:
    sys.path.append({site!r})
    import pytest
sys.path.insert(0, {inside!r})
status = pytest.main(["-q", "-rA", "--tb=short", "-p", "no:cacheprovider", "-c", os.devnull,
                      "--rootdir", {inside!r}, {file!r}])
open({result!r}, "w").write(str(int(status)))
"""


class Profile:
    """A GIMP profile of its own, in a folder that vanishes with it.

    It has a copy of this repository's plug-in and just the plug-ins of GIMP that the tests need, so
    that GIMP starts in a second.
    """

    NEEDED = ("python-eval", "script-fu", "file-png", "file-jpeg")
    NEEDED_BY_CLASSICS = (
        "file-bmp",
        "file-gif-export",
        "file-gif-load",
        "file-tiff",
        "compose",
        "decompose",
        "grid",
    )

    PROBES = REPOSITORY / "tests/plugin/plug-ins"
    CLASSICS = REPOSITORY / "tests/plugin/classics"

    def __init__(self, gimp: Gimp, scheme: str = "light", *, classics: bool = False) -> None:
        self.gimp = gimp
        self.folder = Path(tempfile.mkdtemp(prefix="gimp-profile-", dir="/tmp"))
        system = self.folder / "system"
        system.mkdir()
        for name in (*self.NEEDED, *(self.NEEDED_BY_CLASSICS if classics else ())):
            (system / name).symlink_to(gimp.system_plug_ins / name)
        ours = self.folder / "plug-ins"
        without = shutil.ignore_patterns("__pycache__", "core.json")
        shutil.copytree(REPOSITORY / "plugin/segstyle", ours / "segstyle", ignore=without)
        path = f"{ours}:{self.PROBES}:{system}"
        if classics:
            self._make_gimpfu_importable()
            path = f"{ours}:{self.CLASSICS}:{system}"
        (self.folder / "gimprc").write_text(
            f'(plug-in-path "{path}")\n'
            f'(config-version "{gimp.version}")\n'
            "(num-processors 2)\n(undo-levels 50)\n(show-welcome-dialog no)\n"
            "(check-updates no)\n(save-session-info no)\n"
            f"(theme-color-scheme {scheme})\n"
        )

    def _make_gimpfu_importable(self) -> None:
        """As install.py does for the user's other plug-ins."""
        spec = importlib.util.spec_from_file_location("_install", REPOSITORY / "install.py")
        assert spec is not None
        assert spec.loader is not None
        install = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = install  # where its data classes look for it
        spec.loader.exec_module(install)
        install.copy_gimpfu(self.folder)

    def __enter__(self) -> Profile:
        return self

    def __exit__(self, *_: object) -> None:
        self._end_processes()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _end_processes(self) -> None:
        """End what a killed GIMP left of its own, such as its Python interpreter.

        Our core has to end by itself: it is given a moment.
        """
        for _ in range(50):
            if not any(b"segstyle_core" in words for words in self._processes().values()):
                break
            time.sleep(0.1)
        for number in self._processes():
            with contextlib.suppress(OSError):
                os.kill(number, signal.SIGKILL)

    def _processes(self) -> dict[int, bytes]:
        """Those that run with this profile, with their command lines."""
        mark = f"GIMP3_DIRECTORY={self.folder}\0".encode()
        found = {}
        for process in Path("/proc").glob("[0-9]*"):
            with contextlib.suppress(OSError):
                if mark in (process / "environ").read_bytes():
                    found[int(process.name)] = (process / "cmdline").read_bytes()
        return found

    def environment(self, **more: str) -> list[str]:
        """``env`` and its words: nothing of the caller's environment but what is named here."""
        words = {
            "PATH": "/usr/bin:/bin:/usr/sbin",
            "HOME": str(self.folder),
            "LC_ALL": "C.UTF-8",
            "GIMP3_DIRECTORY": str(self.folder),
            "XDG_CACHE_HOME": str(self.folder / "cache"),
            "PYTHONDONTWRITEBYTECODE": "1",
            **{name: value for name, value in os.environ.items() if name.startswith("SEGSTYLE_")},
            "SEGSTYLE_CORE": self.gimp.core,
            **more,
        }
        return ["env", "-i", *(f"{name}={value}" for name, value in words.items())]


def run_inside(
    gimp: Gimp, file: Path, seconds: float, *, classics: bool = False, **environment: str
) -> tuple[bool, str]:
    """Run pytest on ``file`` inside a headless ``gimp``: whether all passed, and what was said.

    ``classics``: with the plug-ins of GIMP 2.10 in place of the probes.
    """
    import pytest

    with Profile(gimp, classics=classics) as profile:
        result, batch = profile.folder / "result", profile.folder / "batch.py"
        site = str(Path(pytest.__file__).parents[1])
        names = {"site": site, "file": str(file), "result": str(result)}
        batch.write_text(BATCH.format(inside=str(file.parent), **names))
        code = f"exec(compile(open('{batch}').read(), '{batch}', 'exec'), globals())"
        console = ["gimp-console", "-n", "-i", *([] if classics else ["-d", "-f"])]
        console += ["--batch-interpreter=python-fu-eval", "-b", code, "--quit"]
        command = gimp.command(*profile.environment(**environment), *console)
        try:
            done = subprocess.run(
                command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired as error:
            said = error.stdout or b""
            text = said.decode(errors="replace") if isinstance(said, bytes) else said
            return False, f"GIMP did not end within {seconds:.0f} s.\n{text}"
        return result.exists() and result.read_text() == "0", done.stdout
