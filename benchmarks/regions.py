"""Regions: how fast a photo is divided, and how well borders are found again, beside peers.

    python benchmarks/regions.py [--megapixels 24] [--side 128] [--matting]

Speed is wall time of warm runs, from a JPEG file to coverages of its own size. The peers are the
plainest things that do the same: the scene network with bilinear enlargement, and SLIC
superpixels with k-means on colour.

Borders: a mask whose truth is known is brought down to a small one and enlarged again with the
photo. Boundary pixels count as wrong that have no boundary of the other within 2 pixels. The
peers are bilinear enlargement, one guided filter (He et al.), and with --matting closed-form and
KNN matting (PyMatting) with everything within one coarse pixel of a border unknown. The photos
with hair and leaves are composed from two photos by a mask that is drawn; the others are ADE20K's,
where they are there.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import skimage.data
from PIL import Image
from rich.console import Console
from rich.table import Table

from segstyle_core.allocator import keep_freed_memory
from segstyle_core.demo import sample_photo
from segstyle_core.image import RgbImage, fit_within, load_picture, resize
from segstyle_core.process import peak_bytes
from segstyle_core.progress import Silent
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.regions.guided import Guide, evaluate
from segstyle_core.segmenters import divide, listing
from segstyle_core.segmenters.network import input_size, run
from segstyle_core.weights import Store

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "assets" / "ade20k"
ROUNDS = 3
TOLERANCE = 2
console = Console(width=130, highlight=False)
Labels = np.ndarray
Enlarge = Callable[[Labels, RgbImage], Labels]


def main() -> None:
    keep_freed_memory()
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megapixels", type=float, nargs="*", default=[24.0])
    parser.add_argument("--side", type=int, nargs="*", default=[128])
    parser.add_argument("--matting", action="store_true")
    asked = parser.parse_args()
    load = os.getloadavg()[0]
    cores = len(os.sched_getaffinity(0))
    console.print(f"{cores} cores; load before: {load:.1f} (above 0.5: rough figures)")
    for megapixels in asked.megapixels:
        speed(megapixels)
    for side in asked.side:
        borders(side, asked.matting)


def speed(megapixels: float) -> None:
    small = load_picture(sample_photo()).rgb
    factor = (megapixels * 1e6 / (small.shape[0] * small.shape[1])) ** 0.5
    photo = resize(small, round(small.shape[1] * factor), round(small.shape[0] * factor))
    table = Table("what", "regions", "seconds (median)", "peak MB so far")
    table.title = f"{megapixels:.0f} megapixels ({photo.shape[1]}×{photo.shape[0]}), from the file"
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "photo.jpg"
        Image.fromarray(photo).save(file, quality=92)
        ready = [row.id for row in listing() if row.ready and not row.wants and row.id != "auto"]
        for segmenter in ready:
            for count in (3, 5, 10):
                work = partial(_divided, file, segmenter, count)
                table.add_row(segmenter, str(count), *_timed(work))
        if "scene" in ready:
            table.add_row("peer: MOSAIC, bilinear", "", *_timed(partial(plain_scene, file)))
        table.add_row("peer: SLIC + k-means, bilinear", "5", *_timed(partial(plain_slic, file)))
    console.print(table)


def _divided(file: Path, segmenter: str, count: int) -> object:
    return divide(load_picture(file), segmenter, count)


def _timed(work: Callable[[], object]) -> tuple[str, str]:
    work()
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return f"{np.median(times):.2f}", str(peak_bytes() // 2**20)


def plain_scene(file: Path) -> object:
    """The network, and a coverage for each class seen, enlarged bilinearly."""
    photo, store = load_picture(file).rgb, Store()
    spec = store.entry("mosaic").input
    logits = run(store.path("mosaic"), photo, spec, input_size(photo, spec))[0][0]
    labels = logits.argmax(axis=0)
    return [enlarged(labels == id, photo) for id in np.unique(labels)]


def plain_slic(file: Path) -> object:
    """SLIC superpixels, k-means on their mean colours and places, enlarged bilinearly."""
    from skimage.segmentation import slic
    from sklearn.cluster import KMeans

    photo = load_picture(file).rgb
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


def enlarged(mask: np.ndarray, photo: RgbImage) -> np.ndarray:
    size = photo.shape[1::-1]
    return cv2.resize(mask.astype(np.float32), size, interpolation=cv2.INTER_LINEAR)


def borders(side: int, matting: bool) -> None:
    ways: dict[str, Enlarge] = {"bilinear": bilinear, "guided filter": guided, "ours": ours}
    if matting:
        ways |= {"closed-form": partial(matted, "cf"), "KNN": partial(matted, "knn")}
    table = Table("picture", "size", *ways)
    table.title = f"From {side} pixels: boundary F at 2 px, wrong boundary pixels (× bilinear), s"
    for name, photo, truth in pictures():
        if max(truth.shape) > 1500 and len(ways) > 3:
            continue
        coarse = brought_down(truth, side)
        cells, first = [], None
        for way in ways.values():
            if way.__class__ is partial and len(np.unique(coarse)) > 2:
                cells.append("–")
                continue
            start = time.perf_counter()
            found = way(coarse, photo)
            seconds = time.perf_counter() - start
            score, wrong = boundary(found, truth)
            first = first or wrong
            cells.append(f"{score:.3f}, {wrong} ({wrong / first:.2f}), {seconds:.1f}")
        table.add_row(name, f"{photo.shape[1]}×{photo.shape[0]}", *cells)
    console.print(table)


def pictures() -> Iterator[tuple[str, RgbImage, Labels]]:
    """Names, photos and their true labels."""
    data = skimage.data
    china = load_picture(sample_photo()).rgb
    for height, width in ((600, 900), (1600, 2400), (4000, 6000)):
        hair, leaves = drawn_hair(height, width), drawn_leaves(height, width)
        for name, alpha, front, back in (
            ("hair, cat before pagoda", hair, data.chelsea(), china),
            ("hair, coffee before rocket", hair, data.coffee(), data.rocket()),
            ("leaves, cat before pagoda", leaves, data.chelsea(), china),
        ):
            yield name, composed(alpha, front, back), (alpha > 127).astype(np.int32)
    for file in sorted(PAIRS.glob("*.jpg")):
        truth = np.asarray(Image.open(file.with_suffix(".png"))).astype(np.int32)
        yield f"ADE20K {file.stem[-3:]}", load_picture(file).rgb, truth


def composed(alpha: np.ndarray, front: RgbImage, back: RgbImage) -> RgbImage:
    share = alpha[..., None] / np.float32(255)
    size = alpha.shape[1::-1]
    return (cv2.resize(front, size) * share + cv2.resize(back, size) * (1 - share)).astype(np.uint8)


def drawn_hair(height: int, width: int) -> np.ndarray:
    """A head with 260 curling strands."""
    random = np.random.default_rng(3)
    mask = np.zeros((height, width), np.uint8)
    middle, radius = np.array([width * 0.5, height * 0.55]), height * 0.27
    cv2.ellipse(
        mask, middle.astype(int).tolist(), (int(radius), int(radius * 1.2)), 0, 0, 360, 255, -1
    )
    for start in random.uniform(-np.pi, 0, 260):
        way = start + random.normal(0, 0.25)
        points = [middle + radius * np.array([np.cos(start), 1.2 * np.sin(start)]) * 0.95]
        for turn in random.normal(0, 0.13, 14):
            way += turn
            points.append(points[-1] + radius * 0.05 * np.array([np.cos(way), np.sin(way)]))
        thick = int(max(1, random.integers(1, 4) * width / 900))
        cv2.polylines(mask, [np.array(points).astype(np.int32)], False, 255, thick, cv2.LINE_AA)
    return mask


def drawn_leaves(height: int, width: int) -> np.ndarray:
    """A hedge with 400 leaves standing out."""
    random = np.random.default_rng(3)
    mask = np.zeros((height, width), np.uint8)
    mask[int(height * 0.7) :] = 255
    for _ in range(400):
        middle = random.uniform(0, width), height * 0.7 - abs(random.normal(0, height * 0.13))
        long = random.uniform(0.006, 0.02) * width
        axes, turn = (int(long), int(long * 0.4)), random.uniform(0, 180)
        cv2.ellipse(mask, tuple(map(int, middle)), axes, turn, 0, 360, 255, -1, cv2.LINE_AA)
    return mask


def brought_down(truth: Labels, side: int) -> Labels:
    """Each small pixel has the label that most of its place has."""
    width, height = fit_within(truth.shape[1], truth.shape[0], side)
    ids = np.unique(truth)
    shares = [
        cv2.resize((truth == id).astype(np.float32), (width, height), interpolation=cv2.INTER_AREA)
        for id in ids
    ]
    return ids[np.argmax(shares, axis=0)].astype(np.int32)


def bilinear(coarse: Labels, photo: RgbImage) -> Labels:
    ids = np.unique(coarse)
    return ids[np.argmax([enlarged(coarse == id, photo) for id in ids], axis=0)]


def guided(coarse: Labels, photo: RgbImage) -> Labels:
    """One guided filter at the photo's size, two coarse pixels wide."""
    ids, picture = np.unique(coarse), photo.astype(np.float32) / 255
    guide = Guide(picture, round(2 * photo.shape[1] / coarse.shape[1]), 1e-4)
    masks = [enlarged(coarse == id, photo) for id in ids]
    return ids[np.argmax([evaluate(guide.coefficients(m), picture) for m in masks], axis=0)]


def ours(coarse: Labels, photo: RgbImage) -> Labels:
    ids = np.unique(coarse)
    segments = SegmentMap(coarse, tuple(Segment(int(id), str(id)) for id in ids))
    regions = full_resolution(segments, photo, Silent())
    return ids[np.argmax([region.coverage for region in regions], axis=0)]


def matted(method: str, coarse: Labels, photo: RgbImage) -> Labels:
    """PyMatting, for two labels."""
    from pymatting import estimate_alpha_cf, estimate_alpha_knn

    inside = (coarse == coarse.max()).astype(np.uint8)
    cross = np.ones((3, 3), np.uint8)
    unknown = cv2.dilate(inside, cross) != cv2.erode(inside, cross)
    trimap = np.where(unknown, 0.5, inside).astype(np.float32)
    trimap = cv2.resize(trimap, photo.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    estimate = {"cf": estimate_alpha_cf, "knn": estimate_alpha_knn}[method]
    alpha = estimate(photo / 255.0, trimap.astype(np.float64))
    return np.where(alpha > 0.5, coarse.max(), coarse.min())


def boundary(found: Labels, truth: Labels) -> tuple[float, int]:
    """The boundary F-score at TOLERANCE pixels, and how many boundary pixels are wrong."""
    ours, theirs = edges(found), edges(truth)
    stray, missed = ours & ~widened(theirs), theirs & ~widened(ours)
    precision = 1 - stray.sum() / max(1, ours.sum())
    recall = 1 - missed.sum() / max(1, theirs.sum())
    score = 2 * precision * recall / max(1e-9, precision + recall)
    return float(score), int(stray.sum() + missed.sum())


def edges(labels: Labels) -> np.ndarray:
    found = np.zeros(labels.shape, bool)
    across, down = labels[:, 1:] != labels[:, :-1], labels[1:] != labels[:-1]
    found[:, 1:] |= across
    found[:, :-1] |= across
    found[1:] |= down
    found[:-1] |= down
    return found


def widened(mask: np.ndarray) -> np.ndarray:
    side = 2 * TOLERANCE + 1
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (side, side))
    return cv2.dilate(mask.astype(np.uint8), disc) > 0


if __name__ == "__main__":
    main()
