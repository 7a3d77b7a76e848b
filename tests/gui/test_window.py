"""The menu's entries in GIMP's window, on a virtual screen; pictures go to tests/artefacts/."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from real_gimp import Gimp
from real_gimp.window import walk

INSIDE = Path(__file__).parent / "inside"


@pytest.mark.gimp
@pytest.mark.usefixtures("weights")
@pytest.mark.parametrize("name", ["walk", "restyling", "others"])
def test_walk_through_the_dialogs(gimp: Gimp, tmp_path: Path, name: str) -> None:
    own = {
        "SEGSTYLE_TEST_TOKEN": secrets.token_hex(8),
        "SEGSTYLE_STYLES_DIR": str(tmp_path / "styles"),
    }
    walk(gimp, INSIDE / f"{name}.py", tmp_path, 1800, **own)
