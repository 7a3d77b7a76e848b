"""Pictures of every dialog for docs/pictures/dialogs: light and dark theme, and in German.

    PYTHONPATH=tools:tests python tools/screenshots.py [3.0|3.2]

Drives a real GIMP on a virtual screen, as tests/gui does.
"""

from __future__ import annotations

import json
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import sklearn.datasets
import translations
from PIL import Image

from real_gimp import Gimp, Profile, find

ROOT = Path(__file__).resolve().parents[1]
PHOTO = Path(sklearn.datasets.__file__).parent / "images/china.jpg"
WALK = ROOT / "tests/gui/inside/portraits.py"
TARGET = ROOT / "docs/pictures/dialogs"
HOME = Path("/tmp/segstyle")
LOOKS = (("light", None), ("dark", None), ("light", "de"))
"""Colour scheme and language; None is English."""

Step = list[Any]
"""The name of one of portraits.py's steps, and what it needs."""


def main(series: str) -> None:
    """Take all pictures in the GIMP of a series."""
    translations.build()
    gimp = find(series)
    TARGET.mkdir(parents=True, exist_ok=True)
    for scheme, language in LOOKS:
        with tempfile.TemporaryDirectory(dir="/tmp") as folder:
            try:
                _take(gimp, scheme, language, Path(folder))
            finally:
                for shot in Path(folder).glob("*.png"):
                    _keep(shot, TARGET / f"{shot.stem}-{language or scheme}.webp")


def _take(gimp: Gimp, scheme: str, language: str | None, folder: Path) -> None:
    with Profile(gimp, scheme) as profile:
        photo = profile.folder / "china.png"
        Image.open(PHOTO).save(photo)
        words = ["python3", WALK, profile.folder, photo, folder, json.dumps(_steps(language))]
        given = {"SEGSTYLE_CORE": str(_core(gimp)), "SEGSTYLE_TEST_TOKEN": secrets.token_hex(8)}
        given |= {"LANGUAGE": language} if language else {}
        subprocess.run(gimp.command(*profile.environment(**given), *map(str, words)), check=True)


def _core(gimp: Gimp) -> Path:
    """A program that starts the core, at a place whose name may be seen."""
    HOME.mkdir(exist_ok=True)
    python = HOME / ".venv"
    python.unlink(missing_ok=True)
    python.symlink_to(Path(sys.executable).parents[1])
    program = HOME / "core"
    command = gimp.core.replace(
        sys.executable, f"SEGSTYLE_CACHE_DIR={HOME}/cache {python}/bin/python"
    )
    program.write_text(f"#!/bin/sh\nexec {command}\n")
    program.chmod(0o755)
    return program


def _steps(language: str | None) -> list[Step]:
    """What portraits.py is to do, with the words that are on the screen."""
    known = {} if language is None else {m.id: m.string for m in translations.read(language)}

    def said(text: str) -> str:
        return known.get(text, text).replace("_", "").rstrip(" …")

    def key(text: str) -> str:
        return f"alt+{known.get(text, text).partition('_')[2][0].lower()}"

    def opened(name: str, title: str) -> list[Step]:
        return [["open", name, f"^{said(title)}$"]]

    def seen(name: str, title: str, shot: str, rest: float = 2) -> list[Step]:
        return [*opened(name, title), ["rest", rest], ["portrait", shot], ["keys", "Escape"]]

    def style(*keys: str) -> list[Step]:
        return [["keys", "space"], ["rest", 2], ["keys", *keys]]

    segment, styling, diagnosis = (
        "Segment into Channels",
        "Style Channels",
        "SegStyle Settings and Diagnosis",
    )
    return [
        *opened("segment", segment),
        ["preview"],
        ["point_into", f"^{said(segment)}$"],
        ["portrait", "segment"],
        ["keys", "Return"],
        ["channels"],
        *opened("diagnose", diagnosis),
        ["rest", 5],
        ["settled"],
        ["portrait", "diagnosis"],
        ["keys", "Escape"],
        *seen("style-selection", "Style Selection", "style-selection", 4),
        *seen("lab-content", "Content by Layers", "lab"),
        ["paint"],
        *seen("batch", "Batch", "batch"),
        ["edit"],
        *opened("restyle", "Restyle"),
        ["made", "glimpse.rgb"],
        *style("Right", "Return"),
        ["rest", 12],
        ["portrait", "restyle"],
        ["keys", key("_Style")],
        ["window", f"^{said('Edited Layers')}$"],
        ["rest", 1],
        ["portrait", "edited"],
        ["close", f"^{said('Edited Layers')}$"],
        ["close", f"^{said('Restyle')}$"],
        ["keep_recipe", {"region": "subject", "style": "/home/somebody/Pictures/dunes.jpg"}],
        *seen("style", "Files of a Recipe", "strange-files"),
        ["keep_recipe"],
        *opened("style", styling),
        ["made", "small.rgba"],
        ["keys", "space"],
        ["rest", 3],
        ["portrait", "gallery"],
        ["keys", key("Famous _Paintings…")],
        ["window", f"^{said('Famous Paintings')}$"],
        ["rest", 3],
        ["portrait", "paintings"],
        ["keys", "Escape"],
        ["window", f"^{said(styling)}$"],
        *style("Right", "Return"),
        ["rest", 4],
        ["keys", "Tab", "Tab"],
        *style("Return"),
        ["rest", 12],
        ["portrait", "style"],
        ["keys", key("_More")],
        ["rest", 2],
        ["portrait", "style-more"],
        ["keys", key("_Style")],
        ["live"],
        ["rest", 8],
        ["portrait", "style-painting"],
    ]


def _keep(shot: Path, target: Path) -> None:
    with Image.open(shot) as picture:
        picture.convert("RGB").save(target, quality=85, method=6)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "3.2")
