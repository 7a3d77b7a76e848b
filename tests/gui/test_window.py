"""Both menu entries in GIMP's window, on a virtual screen; pictures go to tests/artefacts/."""

from __future__ import annotations

import secrets
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
@pytest.mark.usefixtures("weights")
def test_walk_through_both_dialogs(gimp: Gimp, tmp_path: Path) -> None:
    missing = [tool for tool in TOOLS if gimp.root is None and not shutil.which(tool)]
    if missing:
        pytest.skip(f"the window test needs {', '.join(missing)}")
    shots = HERE.parent / "artefacts" / f"gimp-{gimp.version}"
    shots.mkdir(parents=True, exist_ok=True)
    photo = tmp_path / "china.png"
    Image.open(PHOTO).resize((480, 320)).save(photo)
    with Profile(gimp) as profile:
        token = secrets.token_hex(8)
        words = ["python3", HERE / "inside/walk.py", profile.folder, photo, shots]
        styles = str(tmp_path / "styles")
        environment = profile.environment(SEGSTYLE_TEST_TOKEN=token, SEGSTYLE_STYLES_DIR=styles)
        done = subprocess.run(
            gimp.command(*environment, *map(str, words)),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=1800,
            check=False,
        )
        log = profile.folder / "gimp.log"
        said = done.stdout + (log.read_text(errors="replace") if log.exists() else "")
    assert done.returncode == 0, f"in GIMP {gimp.version}:\n{said}"
