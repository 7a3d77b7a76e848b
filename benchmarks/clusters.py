"""How well ``clusters`` finds what people see as regions, beside the classical ways.

    python benchmarks/clusters.py [PAIRS]

PAIRS is a folder of ADE20K-format pairs, a photo NAME.jpg and its classes NAME.png (1 to 150, 0
unlabelled). The truth is the connected pieces of each class; pieces below 1 % of the picture are
not judged. Every way is asked for as many regions as there are true ones:

- covering: the mean, by area, of each true region's best overlap (intersection over union);
- variation of information, in bits: 0 is perfect, and less is better;
- boundary F-score: borders found within 0.75 % of the diagonal.

All three as in Arbeláez et al., "Contour Detection and Hierarchical Image Segmentation" (2011);
a true border pixel is found when any border is near, without matching one to one.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from pathlib import Path

import cv2
import numpy as np
from PIL import Image

from segstyle_core.image import Picture, fit_area, load_picture, resize
from segstyle_core.regions.graph import components
from segstyle_core.segmenters import Look

PAIRS = Path(__file__).resolve().parents[2] / "shared" / "assets" / "ade20k"
SMALLEST = 0.01
PIXELS = 512 * 384
UNJUDGED = -1


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("pairs", type=Path, nargs="?", default=PAIRS)
    files = sorted(arguments.parse_args().pairs.glob("*.jpg"))
    print(f"{'':22}covering  VI (bits)  boundary F   over {len(files)} photos")
    for name, way in WAYS.items():
        scores = []
        for file in files:
            photo = small(load_picture(file))
            truth = true_regions(file.with_suffix(".png"), photo.shape[1::-1])
            found = way(photo, int(truth.max()) + 1)
            scores.append((covering(truth, found), variation(truth, found), boundary(truth, found)))
        means = np.mean(scores, axis=0)
        print(f"{name:22}{means[0]:8.3f}  {means[1]:9.2f}  {means[2]:10.3f}")


def small(picture: Picture) -> np.ndarray:
    return resize(picture.rgb, *fit_area(picture.width, picture.height, PIXELS))


def true_regions(file: Path, size: tuple[int, int]) -> np.ndarray:
    """Numbered from 0 without a gap; UNJUDGED where nothing or too little is labelled."""
    classes = cv2.resize(np.asarray(Image.open(file)), size, interpolation=cv2.INTER_NEAREST)
    pieces, class_of = components(classes.astype(np.int32))
    labels = np.full(classes.shape, UNJUDGED, np.int32)
    kept = [
        piece
        for piece, id in class_of.items()
        if id > 0 and (pieces == piece).sum() >= SMALLEST * pieces.size
    ]
    for number, piece in enumerate(kept):
        labels[pieces == piece] = number
    return labels


def overlaps(truth: np.ndarray, found: np.ndarray) -> np.ndarray:
    """How many judged pixels each true region (rows) and each found one (columns) share."""
    judged = truth != UNJUDGED
    table = np.zeros((truth.max() + 1, found.max() + 1))
    np.add.at(table, (truth[judged], found[judged]), 1.0)
    return table


def covering(truth: np.ndarray, found: np.ndarray) -> float:
    table = overlaps(truth, found)
    areas = table.sum(axis=1)
    unions = areas[:, None] + table.sum(axis=0)[None] - table
    return float((areas * (table / unions).max(axis=1)).sum() / areas.sum())


def variation(truth: np.ndarray, found: np.ndarray) -> float:
    table = overlaps(truth, found)
    table /= table.sum()
    return 2 * entropy(table.ravel()) - entropy(table.sum(axis=0)) - entropy(table.sum(axis=1))


def entropy(shares: np.ndarray) -> float:
    shares = shares[shares > 0]
    return float(-(shares * np.log2(shares)).sum())


def boundary(truth: np.ndarray, found: np.ndarray) -> float:
    judged = truth != UNJUDGED
    true, ours = borders(truth), borders(found) & judged
    reach = round(0.0075 * np.hypot(*truth.shape))
    disc = cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (2 * reach + 1, 2 * reach + 1))
    near_true, near_ours = (cv2.dilate(each.astype(np.uint8), disc) > 0 for each in (true, ours))
    precision = near_true[ours].mean() if ours.any() else 0.0
    recall = near_ours[true].mean() if true.any() else 0.0
    return float(2 * precision * recall / max(precision + recall, 1e-9))


def borders(labels: np.ndarray) -> np.ndarray:
    edges = np.zeros(labels.shape, bool)
    edges[:, 1:] |= labels[:, 1:] != labels[:, :-1]
    edges[1:] |= labels[1:] != labels[:-1]
    return edges


def clusters(photo: np.ndarray, count: int) -> np.ndarray:
    return Look(Picture(photo), "clusters").at(count).labels


def superpixel_means(photo: np.ndarray, count: int) -> np.ndarray:
    """k-means on the mean colours and places of SLIC superpixels."""
    from skimage.segmentation import slic

    pieces = slic(photo, n_segments=350, start_label=0)
    areas = np.bincount(pieces.ravel())
    cues = colours_and_places(photo).reshape(-1, 5)
    means = [np.bincount(pieces.ravel(), column) / areas for column in cues.T]
    return k_means(np.stack(means, axis=1), count)[pieces]


def pixel_means(photo: np.ndarray, count: int) -> np.ndarray:
    """k-means on each pixel's colour in Lab."""
    lab = colours_and_places(photo)[..., :3]
    return k_means(lab.reshape(-1, 3), count).reshape(photo.shape[:2])


def graph_based(photo: np.ndarray, count: int) -> np.ndarray:
    """Felzenszwalb's, at the scale that comes nearest to ``count``."""
    from skimage.segmentation import felzenszwalb

    scales = np.geomspace(30, 30000, 16)
    smallest = round(SMALLEST * photo.shape[0] * photo.shape[1])
    tries = [felzenszwalb(photo, scale, 0.8, smallest) for scale in scales]
    return min(tries, key=lambda labels: abs(int(labels.max()) + 1 - count))


def colours_and_places(photo: np.ndarray) -> np.ndarray:
    lab = cv2.cvtColor(photo.astype(np.float32) / 255.0, cv2.COLOR_RGB2LAB)
    rows, columns = np.mgrid[0 : photo.shape[0], 0 : photo.shape[1]] / max(photo.shape) * 100.0
    return np.dstack([lab, rows, columns])


def k_means(cues: np.ndarray, count: int) -> np.ndarray:
    from sklearn.cluster import KMeans

    return KMeans(count, n_init=3, random_state=0).fit_predict(cues)


WAYS: dict[str, Callable[[np.ndarray, int], np.ndarray]] = {
    "clusters": clusters,
    "SLIC + k-means": superpixel_means,
    "k-means in Lab": pixel_means,
    "Felzenszwalb": graph_based,
}


if __name__ == "__main__":
    main()
