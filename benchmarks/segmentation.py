"""Segmentation: speed at 12 and 50 megapixels, how well borders follow edges, each beside a peer.

    python benchmarks/segmentation.py [--quick]

Speed is wall time of warm runs, photo in memory to coverages of its own size, beside the plainest
thing that does the same: SLIC superpixels and k-means on colour (for ``clusters``), the same
network without edge following (for ``scene``). Borders are judged on ADE20K pairs, if they are
there: labels made coarse are enlarged again, and pixels within 9 of a true border are counted
wrong or right, beside bilinear enlargement.
"""

from __future__ import annotations

import argparse
import os
import resource
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from segstyle_core.demo import sample_photo
from segstyle_core.image import fit_within, load_picture, resize
from segstyle_core.progress import Silent
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.segmenters import divide, listing
from segstyle_core.segmenters.network import input_size, run
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "assets" / "ade20k"
ROUNDS = 5


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("--quick", action="store_true", help="leave out 50 megapixels")
    quick = arguments.parse_args().quick
    load = os.getloadavg()[0]
    print(
        f"{len(os.sched_getaffinity(0))} cores; load before: {load:.1f} (above 0.5: rough figures)"
    )
    small = load_picture(sample_photo()).rgb
    ready = [info.id for info in listing() if info.ready and info.id != "auto"]
    for megapixels in (12,) if quick else (12, 50):
        factor = (megapixels * 1e6 / (small.shape[0] * small.shape[1])) ** 0.5
        photo = resize(small, round(small.shape[1] * factor), round(small.shape[0] * factor))
        print(f"\n{megapixels} megapixels ({photo.shape[1]}×{photo.shape[0]})")
        for segmenter in ready:
            for count in (5, 8, 10):
                report(f"{segmenter}, {count} regions", partial(divide, photo, segmenter, count))
        if "scene" in ready:
            report("peer: MOSAIC, bilinear enlargement", partial(plain_scene, photo))
        report("peer: SLIC + k-means on colour, 5 regions", partial(plain_clusters, photo))
        print(
            f"  peak memory so far {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB"
        )
    if PAIRS.is_dir():
        borders()


def report(what: str, work: Callable[[], object]) -> None:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    print(f"  {what:45} median {np.median(times):5.2f} s, best {min(times):5.2f} s")


def plain_scene(photo: np.ndarray) -> list[np.ndarray]:
    """The network, its labels enlarged bilinearly, a coverage for each class seen."""
    spec = catalogue()["mosaic"].input
    logits = run(Store().path("mosaic"), photo, spec, input_size(photo, spec))[0][0]
    labels = logits.argmax(axis=0)
    return [enlarged(labels == id, photo) for id in np.unique(labels)]


def plain_clusters(photo: np.ndarray) -> list[np.ndarray]:
    """SLIC superpixels, k-means on their mean colours and places, enlarged bilinearly."""
    from skimage.segmentation import slic
    from sklearn.cluster import KMeans

    small = resize(photo, *fit_within(photo.shape[1], photo.shape[0], 512))
    pieces = slic(small, n_segments=350, start_label=0)
    rows, columns = np.mgrid[0 : small.shape[0], 0 : small.shape[1]] / 512 * 100
    cues = np.dstack([cv2.cvtColor(small, cv2.COLOR_RGB2LAB), rows, columns])
    areas = np.bincount(pieces.ravel())
    means = np.stack(
        [np.bincount(pieces.ravel(), cues[..., i].ravel()) / areas for i in range(5)], axis=1
    )
    labels = KMeans(5, n_init=1, random_state=0).fit_predict(means)[pieces]
    return [enlarged(labels == id, photo) for id in range(5)]


def enlarged(mask: np.ndarray, photo: np.ndarray) -> np.ndarray:
    return cv2.resize(
        mask.astype(np.uint8) * 255, photo.shape[1::-1], interpolation=cv2.INTER_LINEAR
    )


def borders() -> None:
    print("\nPixels near a true border that get the wrong segment, labels made coarse by a factor")
    for file in sorted(PAIRS.glob("*.jpg")):
        photo = load_picture(file).rgb
        truth = np.asarray(Image.open(file.with_suffix(".png"))).astype(np.int32)
        for factor in (6, 12):
            ours, plain = border_errors(photo, truth, factor)
            print(f"  {file.stem}, {factor:2}: ours {ours:5.1%}, bilinear {plain:5.1%}")


def border_errors(photo: np.ndarray, truth: np.ndarray, factor: int) -> tuple[float, float]:
    size = truth.shape[1] // factor, truth.shape[0] // factor
    nearest = cv2.INTER_NEAREST
    coarse = cv2.resize(truth.astype(np.float32), size, interpolation=nearest).astype(np.int32)
    ids = np.unique(coarse)
    segments = SegmentMap(coarse, tuple(Segment(int(id), str(id)) for id in ids))
    regions = full_resolution(segments, photo, Silent())
    ours = ids[np.argmax([region.coverage for region in regions], axis=0)]
    plain = ids[np.argmax([enlarged(coarse == id, photo) for id in ids], axis=0)]
    edges = np.zeros(truth.shape, np.uint8)
    edges[:, 1:] |= truth[:, 1:] != truth[:, :-1]
    edges[1:] |= truth[1:] != truth[:-1]
    judged = (cv2.dilate(edges, np.ones((19, 19), np.uint8)) > 0) & (truth > 0)
    return float((ours != truth)[judged].mean()), float((plain != truth)[judged].mean())


if __name__ == "__main__":
    main()
