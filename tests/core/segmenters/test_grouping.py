"""Grouping, means over pieces, and names."""

import cv2
import numpy as np
import pytest

from segstyle_core.segmenters.grouping import AREA_POWER, group
from segstyle_core.segmenters.names import describe
from segstyle_core.segmenters.superpixels import Pieces, superpixels


def test_the_cheapest_union_first_by_the_formula():
    """One step against every pair's cost written out."""
    random = np.random.default_rng(3)
    labels = np.arange(6).repeat([1, 4, 2, 8, 3, 5])[None].repeat(3, axis=0).astype(np.int32)
    features = random.random((6, 4)).astype(np.float32)
    areas = np.bincount(labels.ravel()).astype(float)
    for apart in (False, True):
        pairs = [(i, j) for i in range(6) for j in range(i + 1, 6) if apart or j == i + 1]
        costs = [
            (areas[i] * areas[j] / (areas[i] + areas[j])) ** AREA_POWER
            * np.sum((features[i].astype(float) - features[j]) ** 2)
            for i, j in pairs
        ]
        first, second = pairs[int(np.argmin(costs))]
        grouped = group(labels, features, 5, apart=apart)
        assert len(np.unique(grouped)) == 5
        assert grouped[labels == first][0] == grouped[labels == second][0]


def test_alike_but_apart():
    labels = np.array([[0, 1, 2]], np.int32).repeat(4, axis=1)
    features = np.array([[0.0], [1.0], [0.0]], np.float32)
    apart = group(labels, features, 2, apart=True)
    assert apart[0, 0] == apart[0, -1] != apart[0, 5]
    touching = group(labels, features, 2, apart=False)
    assert touching[0, 0] != touching[0, -1]


def test_means_over_pieces_at_another_resolution():
    labels = np.zeros((8, 12), np.int32)
    labels[:, 6:] = 1
    values = np.arange(4 * 6 * 2, dtype=np.float32).reshape(4, 6, 2)
    expected = [values[:, :3].mean((0, 1)), values[:, 3:].mean((0, 1))]
    np.testing.assert_allclose(Pieces(labels).mean(values), expected, rtol=1e-5)


def test_superpixels_keep_to_colours():
    image = np.full((120, 160, 3), (200, 60, 60), np.uint8)
    rows, columns = np.mgrid[0:120, 0:160]
    disc = (rows - 60) ** 2 + (columns - 80) ** 2 < 40**2
    image[disc] = (60, 60, 200)
    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    pieces = superpixels(lab, 100)
    assert 50 < pieces.labels.max() + 1 < 200
    purity = Pieces(pieces.labels).mean(disc[..., None].astype(np.float32))
    assert np.minimum(purity, 1 - purity).max() < 0.1


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((0, 0, 0), "black"),
        ((128, 128, 128), "grey"),
        ((255, 255, 255), "white"),
        ((220, 40, 40), "red"),
        ((240, 150, 40), "orange"),
        ((120, 80, 40), "brown"),
        ((250, 230, 50), "light yellow"),
        ((60, 160, 60), "green"),
        ((20, 60, 20), "dark green"),
        ((80, 140, 220), "blue"),
        ((130, 60, 180), "violet"),
    ],
)
def test_colours_have_the_names_people_use(colour, name):
    image = np.full((10, 20, 3), colour, np.float32) / 255
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    assert describe(np.ones((10, 20), bool), lab) == f"{name}, middle"


def test_places():
    lab = np.zeros((90, 90, 3), np.float32)
    for rows, columns, place in (
        (slice(0, 30), slice(0, 90), "top"),
        (slice(60, 90), slice(0, 30), "bottom left"),
        (slice(0, 90), slice(60, 90), "right"),
    ):
        mask = np.zeros((90, 90), bool)
        mask[rows, columns] = True
        assert describe(mask, lab) == f"black, {place}"
