"""A large photo painted in three regions: whole processes, from reading the JPEG to the last layer.

The regions are those of `clusters`, found before. The peer is the same painting of the same photo
that is no larger than it is painted at: what is more than that is the price of a large photo.

    python benchmarks/large.py [--megapixels 24] [--qualities quick balanced] [--out DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image

from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, RgbImage, fit_within, load_picture, resize
from segstyle_core.regions.files import write_regions
from segstyle_core.segmenters import divide

STYLES = ("oil-swirls", "woodcut-waves", "golden-mosaic")
SIZES = {"quick": 512, "balanced": 1024, "best": 1536}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--qualities", nargs="+", choices=SIZES, default=["quick", "balanced"])
    parser.add_argument("--out", type=Path, help="keep the pictures here")
    asked = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} (above 0.5: rough figures)", flush=True)
    with tempfile.TemporaryDirectory() as name:
        out = asked.out or Path(name)
        photo = load_picture(sample_photo()).rgb
        scale = (asked.megapixels * 1e6 / (photo.shape[0] * photo.shape[1])) ** 0.5
        large = round(photo.shape[1] * scale), round(photo.shape[0] * scale)
        for quality in asked.qualities:
            as_painted = fit_within(*large, SIZES[quality])
            for size in (as_painted, large):
                print(painted(out / f"{quality}-{size[0]}", photo, size, quality), flush=True)


def painted(folder: Path, photo: RgbImage, size: tuple[int, int], quality: str) -> str:
    """A line about painting the photo at that width and height."""
    folder.mkdir(parents=True, exist_ok=True)
    pixels = resize(photo, *size)
    file, masks, out = folder / "photo.jpg", folder / "masks", folder / "painted"
    Image.fromarray(pixels).save(file, quality=92)
    regions = divide(Picture(pixels), "clusters", count=len(STYLES)).regions
    write_regions(regions, pixels, masks, "clusters")
    command = [sys.executable, "-m", "segstyle_core", "style", str(file), "--masks", str(masks)]
    command += ["--quality", quality, "-o", str(out)]
    for region, style in zip(regions, STYLES, strict=True):
        command += ["--assign", f"{region.name}={style}"]
    said = subprocess.run([*command, "--estimate"], check=True, capture_output=True, text=True)
    report = folder / "report.json"
    began = time.perf_counter()
    subprocess.run([*command, "--report", str(report)], check=True, capture_output=True)
    seconds = time.perf_counter() - began
    peak = json.loads(report.read_text())["peak_resident_mib"] * 2**20 / 1e9
    return (
        f"{quality}, {size[0]}×{size[1]}: {seconds:.0f} s, peak {peak:.2f} GB; "
        f"said before: {' '.join(said.stdout.split())}"
    )


if __name__ == "__main__":
    main()
