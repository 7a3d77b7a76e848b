"""Runs plug-ins written for GIMP 2.10 in a real GIMP 3."""

from __future__ import annotations

from pathlib import Path

import pytest

from real_gimp import Gimp, run_inside

pytestmark = pytest.mark.gimp


@pytest.mark.parametrize("name", ["classics", "as_then", "older_names"])
def test_classics(gimp: Gimp, tmp_path: Path, name: str) -> None:
    inside = Path(__file__).parent / f"inside/{name}.py"
    passed, said = run_inside(gimp, inside, 1200, classics=True, TMPDIR=str(tmp_path))
    assert passed, f"in GIMP {gimp.version}:\n{said}"
