"""How long a slider's step takes: from a thousand segments to few, and `Look.at` by segmenter."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable

import numpy as np
from scipy.spatial import cKDTree

from segstyle_core.demo import sample_photo
from segstyle_core.image import Box, Picture, load_picture
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.segmenters import Hints, Look

REPEATS = 7
HEIGHT, WIDTH, SEGMENTS = 384, 512, 1000
COUNTS = (2, 5, 20, 60)


def main() -> None:
    photo = load_picture(sample_photo())
    print("Milliseconds; median (slowest) of", REPEATS)
    segments = patches()
    for name, image in (("border alone", None), ("border and colour", photo.rgb)):
        step = timed(lambda image=image: merge_to_count(segments, 5, image))
        print(f"{SEGMENTS} segments to 5, {name:<18} {step}")
    print(f"{'Look.at':<10}" + "".join(f"{count:>16}" for count in COUNTS))
    for segmenter in ("clusters", "colours", "grabcut", "merge"):
        look = Look(photo, segmenter, marks(photo, segmenter))
        cells = [timed(lambda count=count, look=look: look.at(count)) for count in COUNTS]
        print(f"{segmenter:<10}" + "".join(f"{cell:>16}" for cell in cells))


def patches() -> SegmentMap:
    seeds = np.random.default_rng(0).random((SEGMENTS, 2)) * (HEIGHT, WIDTH)
    pixels = np.argwhere(np.ones((HEIGHT, WIDTH)))
    labels = cKDTree(seeds).query(pixels)[1].reshape(HEIGHT, WIDTH).astype(np.int32)
    return SegmentMap(labels, tuple(Segment(id, str(id)) for id in np.unique(labels).tolist()))


def marks(photo: Picture, segmenter: str) -> Hints:
    if segmenter == "merge":
        return Hints(channels=Look(photo, "colours").divide(4).regions)
    area = np.zeros(photo.rgb.shape[:2], np.uint8)
    area[Box(80, 20, 260, 380).slices] = 255
    return Hints(area=area)


def timed(step: Callable[[], object]) -> str:
    step()
    times = []
    for _ in range(REPEATS):
        start = time.perf_counter()
        step()
        times.append(1000 * (time.perf_counter() - start))
    return f"{statistics.median(times):.0f} ({max(times):.0f})"


if __name__ == "__main__":
    main()
