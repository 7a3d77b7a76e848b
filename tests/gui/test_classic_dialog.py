"""The dialog that gimpfu makes of every kind of parameter, in GIMP's window."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
import sklearn.datasets
from PIL import Image

from real_gimp import Gimp, Profile

HERE = Path(__file__).parent
PHOTO = Path(sklearn.datasets.__file__).parent / "images/china.jpg"
TOOLS = ("Xvfb", "openbox", "xdotool", "scrot")


@pytest.mark.gimp
def test_dialog_of_every_kind(gimp: Gimp, tmp_path: Path) -> None:
    missing = [tool for tool in TOOLS if gimp.root is None and not shutil.which(tool)]
    if missing:
        pytest.skip(f"the window test needs {', '.join(missing)}")
    shots = HERE.parent / "artefacts" / f"gimp-{gimp.version}"
    shots.mkdir(parents=True, exist_ok=True)
    photo = tmp_path / "china.png"
    Image.open(PHOTO).resize((480, 320)).save(photo)
    with Profile(gimp, classics=True) as profile:
        words = ["python3", HERE / "inside/classic_dialog.py", profile.folder, photo, shots]
        done = subprocess.run(
            gimp.command(*profile.environment(), *map(str, words)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=900,
            check=False,
        )
        log = profile.folder / "gimp.log"
        said = done.stdout + (log.read_text(errors="replace") if log.exists() else "")
    assert done.returncode == 0, f"in GIMP {gimp.version}:\n{said}"
