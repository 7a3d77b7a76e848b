"""``segstyle batch`` has a real GIMP write its layered files, and reads recipes out of them."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from real_gimp import Gimp, Profile
from segstyle_core.recipe import Recipe
from segstyle_core.xcf import image_parasite

pytestmark = [pytest.mark.gimp, pytest.mark.usefixtures("weights")]

SKY = "blue, top"


def batch(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    base = [sys.executable, "-m", "segstyle_core", "batch", "--segmenter", "colours"]
    base += ["--count", "2", "--workers", "1", "--threads", "1"]
    return subprocess.run(
        [*base, *map(str, words)],
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_layered_file_by_gimp_keeps_the_recipe_for_the_next_run(
    gimp: Gimp, tmp_path: Path
) -> None:
    rgb = np.full((64, 72, 3), (50, 150, 50), np.uint8)
    rgb[:32] = (60, 120, 230)
    Image.fromarray(rgb).save(tmp_path / "photo.png")
    assignments = [{"region": "Blue, Top", "style": "oil-swirls"}]
    settings = {"quality": "quick", "size": 64, "steps": 1}
    recipe = tmp_path / "recipe.json"
    recipe.write_text(json.dumps({"assignments": assignments, **settings}))
    xcf = tmp_path / "out/photo.xcf"
    with Profile(gimp) as profile:
        words = gimp.command(*profile.environment(), "gimp-console")
        given = {"SEGSTYLE_GIMP": shlex.join(words)}
        first = batch(
            tmp_path / "photo.png", "--recipe", recipe, "-o", xcf.parent, "--layers", "xcf", **given
        )
    assert first.returncode == 0, first.stderr
    kept = Recipe.from_json(image_parasite(xcf, "segstyle-recipe") or b"")
    assert [(each.region, each.style) for each in kept.assignments] == [(SKY, "oil-swirls")]
    assert kept.size == 64
    second = batch(tmp_path / "photo.png", "--recipe", xcf, "-o", tmp_path / "again")
    assert second.returncode == 0, second.stderr
    flat = [(folder / "photo.png").read_bytes() for folder in (xcf.parent, tmp_path / "again")]
    assert flat[0] == flat[1]


def test_without_gimp_nothing_is_begun(tmp_path: Path) -> None:
    (tmp_path / "recipe.json").write_text("{}")
    Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(tmp_path / "photo.png")
    words = [tmp_path / "photo.png", "--recipe", tmp_path / "recipe.json", "--layers", "xcf"]
    refused = batch(*words, "-o", tmp_path / "out", PATH="/nowhere", SEGSTYLE_GIMP="")
    assert refused.returncode == 2
    assert "GIMP was not found" in refused.stderr
    assert not (tmp_path / "out").exists()
