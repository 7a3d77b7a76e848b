"""The dialog that gimpfu makes of every kind of parameter, in GIMP's window."""

from __future__ import annotations

from pathlib import Path

import pytest

from real_gimp import Gimp
from real_gimp.window import walk


@pytest.mark.gimp
def test_dialog_of_every_kind(gimp: Gimp, tmp_path: Path) -> None:
    script = Path(__file__).parent / "inside/classic_dialog.py"
    walk(gimp, script, tmp_path, 900, classics=True)
