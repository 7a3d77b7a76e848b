"""Walking through a GIMP's window on a virtual screen."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import sklearn.datasets
from PIL import Image

from real_gimp.places import REPOSITORY, Gimp
from real_gimp.running import Profile

__all__ = ["walk"]

PHOTO = Path(sklearn.datasets.__file__).parent / "images/china.jpg"
TOOLS = ("Xvfb", "openbox", "xdotool", "scrot")


def walk(
    gimp: Gimp, script: Path, folder: Path, seconds: float, *, classics: bool = False, **given: str
) -> None:
    """Run ``script`` with a profile, a small photo and a folder for its pictures, and insist that
    it ends well; it is skipped where a tool is missing.

    The pictures go to tests/artefacts/; ``given`` is added to the environment. Painting gets one
    processor, for there may be tests at the same time.
    """
    import pytest

    missing = [tool for tool in TOOLS if gimp.root is None and not shutil.which(tool)]
    if missing:
        pytest.skip(f"the window test needs {', '.join(missing)}")
    shots = REPOSITORY / "tests/artefacts" / f"gimp-{gimp.version}"
    shots.mkdir(parents=True, exist_ok=True)
    photo = folder / "china.png"
    Image.open(PHOTO).resize((480, 320)).save(photo)
    with Profile(gimp, classics=classics) as profile:
        words = ["python3", script, profile.folder, photo, shots]
        done = subprocess.run(
            gimp.command(*profile.environment(OMP_NUM_THREADS="1", **given), *map(str, words)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=seconds,
            check=False,
        )
        log = profile.folder / "gimp.log"
        said = done.stdout + (log.read_text(errors="replace") if log.exists() else "")
    assert done.returncode == 0, f"in GIMP {gimp.version}:\n{said}"
