"""How long a list of very many styles takes, with thumbnails, in new processes.

    python benchmarks/gallery_listing.py [--styles 1000] [--runs 5]

Adds so many small pictures to an empty folder of styles, then lists them again and again: what
`hello` answers to the plug-in, and the whole command `segstyle styles`.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PIL import Image

TELL = """
import time
from segstyle_core.worker.gallery import told
from segstyle_core.gallery import all_styles
began = time.perf_counter()
styles = [told(style) for style in all_styles()]
assert all(style["thumbnail"] for style in styles)
print(len(styles), time.perf_counter() - began)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--styles", type=int, default=1000)
    parser.add_argument("--runs", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        os.environ["SEGSTYLE_STYLES_DIR"] = str(folder / "styles")
        os.environ["SEGSTYLE_CACHE_DIR"] = str(folder / "cache")
        _paint(folder / "pictures", arguments.styles)
        seconds, _ = _timed("-m", "segstyle_core", "styles", "add", str(folder / "pictures"))
        print(f"adding {arguments.styles} styles   {seconds:.1f} s")
        told = [float(_timed("-c", TELL)[1].split()[1]) for _ in range(arguments.runs)]
        _show("list with thumbnails, in the process", told)
        whole = [_timed("-m", "segstyle_core", "styles")[0] for _ in range(arguments.runs)]
        _show("segstyle styles, the whole command", whole)


def _paint(folder: Path, count: int) -> None:
    folder.mkdir()
    random = np.random.default_rng(0)
    for number in range(count):
        pixels = random.integers(0, 256, (128, 128, 3), np.uint8)
        Image.fromarray(pixels).save(folder / f"style-{number:04}.jpg")


def _timed(*words: str) -> tuple[float, str]:
    began = time.perf_counter()
    done = subprocess.run([sys.executable, *words], check=True, capture_output=True, text=True)
    return time.perf_counter() - began, done.stdout


def _show(what: str, seconds: list[float]) -> None:
    print(f"{what}   median {statistics.median(seconds):.3f} s, most {max(seconds):.3f} s")


if __name__ == "__main__":
    main()
