"""How much the borders of regions show: each method, border treatment on and off.

The jump along borders is the mean squared step between neighbouring pixels in a band of 3 pixels
on the regions' borders, over the same inside the regions (both sides of the border are painted).
The photo's own figure stands beside it, for borders lie on edges of the photo.

    python benchmarks/seams.py [--size 384] [--photos china astronaut] [--out DIR]
"""

from __future__ import annotations

import argparse
from pathlib import Path

import numpy as np
from gallery import bundled, painted
from numpy.typing import NDArray
from scipy.ndimage import maximum_filter, minimum_filter

from segstyle_core.gallery import styles
from segstyle_core.image import RgbImage, save_png
from segstyle_core.methods import METHODS
from segstyle_core.progress import Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.segmenters.look import divide

BAND = 3
REGIONS = 3


def jump(picture: RgbImage, regions: tuple[Region, ...]) -> float:
    """Gradient energy on the borders over that inside."""
    x = picture.astype(np.float32)
    energy = np.zeros(x.shape[:2], np.float32)
    energy[:, :-1] += np.square(np.diff(x, axis=1)).sum(axis=2)
    energy[:-1] += np.square(np.diff(x, axis=0)).sum(axis=2)
    band = border(regions)
    return float(energy[band].mean() / energy[~band].mean())


def border(regions: tuple[Region, ...]) -> NDArray[np.bool_]:
    """Pixels no more than BAND // 2 away from where the strongest region changes."""
    strongest = np.argmax([region.coverage for region in regions], axis=0)
    return np.asarray(maximum_filter(strongest, BAND) != minimum_filter(strongest, BAND))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", type=int, default=384)
    parser.add_argument("--photos", nargs="+", default=["china", "astronaut"])
    parser.add_argument("--methods", nargs="+", default=list(METHODS), choices=list(METHODS))
    parser.add_argument("--out", type=Path, default=Path("seams"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    names = [style.id for style in styles()]
    for photo in asked.photos:
        picture = bundled(photo, asked.size)
        regions = divide(picture, "clusters", REGIONS, Silent()).regions
        print(f"{photo}: the photo itself {jump(picture.rgb, regions):.2f}")
        pairs = [{"region": r.name, "style": names[i]} for i, r in enumerate(regions)]
        for method in asked.methods:
            for smooth in (False, True):
                recipe = Recipe.from_data(
                    {
                        "assignments": pairs,
                        "method": method,
                        "size": asked.size,
                        "smooth_borders": smooth,
                    }
                )
                result = painted(picture, regions, recipe)
                save_png(result, asked.out / f"{photo}-{method}-{smooth}.png")
                word = "smoothed" if smooth else "as painted"
                print(f"  {method:12} {word:10} {jump(result, regions):.2f}", flush=True)


if __name__ == "__main__":
    main()
