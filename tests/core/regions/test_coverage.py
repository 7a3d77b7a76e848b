"""Coverage at the picture's size: complete, crisp, along the picture's edges."""

import cv2
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segstyle_core.errors import CancelledError
from segstyle_core.progress import Control, Silent
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.coverage import full_resolution
from segstyle_core.regions.guided import Guide, evaluate


def map_of(labels):
    ids = np.unique(labels).tolist()
    return SegmentMap(labels.astype(np.int32), tuple(Segment(id, str(id)) for id in ids))


def disc(height, width):
    rows, columns = np.mgrid[0:height, 0:width]
    return (rows / height - 0.5) ** 2 + (columns / width - 0.5) ** 2 < 0.09


@settings(max_examples=40, deadline=None)
@given(st.integers(16, 90), st.integers(16, 700), st.integers(1, 9), st.integers(0, 10_000))
def test_they_add_up_and_none_is_empty(height, width, count, seed):
    random = np.random.default_rng(seed)
    image = random.integers(0, 256, (height, width, 3), np.uint8)
    labels = random.integers(0, count, (min(height, 30), min(width, 40)))
    regions = full_resolution(map_of(labels), image, Silent())
    assert [region.name for region in regions] == [str(id) for id in np.unique(labels)]
    total = sum(region.coverage.astype(int) for region in regions)
    assert (total == 255).all()
    assert all(region.coverage.max() >= 128 for region in regions)


@pytest.mark.parametrize("size", [(300, 400), (1500, 2000)])
def test_borders_move_to_the_pictures_edges(size):
    """A disc whose label is a pixel off is found again; bilinear enlargement stays off."""
    truth = disc(*size)
    image = np.where(truth[..., None], np.uint8([200, 120, 60]), np.uint8([60, 90, 160]))
    noise = np.random.default_rng(0).normal(0, 6, image.shape)
    image = np.clip(image + noise, 0, 255).astype(np.uint8)
    coarse = np.roll(disc(96, 128), (1, 1), axis=(0, 1))
    inside = full_resolution(map_of(coarse), image, Silent())[1].coverage >= 128
    plain = cv2.resize(coarse.astype(np.float32), size[::-1]) > 0.5
    assert (plain != truth).mean() > 0.015
    assert (inside != truth).mean() < (plain != truth).mean() / 4


def test_there_is_no_haze():
    truth = disc(600, 800)
    image = np.where(truth[..., None], np.uint8([220, 180, 60]), np.uint8([50, 90, 60]))
    image = np.clip(image + np.random.default_rng(1).normal(0, 15, image.shape), 0, 255)
    coverage = full_resolution(map_of(disc(96, 128)), image.astype(np.uint8), Silent())[1].coverage
    soft = (coverage > 0) & (coverage < 255)
    border = np.pi * 0.6 * 700
    assert soft.sum() < 12 * border
    assert coverage[:60].max() == 0 and coverage[270:330, 370:430].min() == 255


def test_it_can_be_cancelled():
    image = np.zeros((64, 64, 3), np.uint8)
    with pytest.raises(CancelledError):
        full_resolution(map_of(np.eye(8)), image, lambda fraction, text: Control.CANCEL)


def test_the_guided_filter_is_the_papers():
    """Equations 14 to 16, window by window with explicit loops and a general inverse."""
    random = np.random.default_rng(2)
    picture = random.random((12, 15, 3)).astype(np.float32)
    mask = random.random((12, 15)).astype(np.float32)
    radius, softness = 2, 0.01
    height, width = mask.shape
    slopes, offsets = np.zeros((height, width, 3)), np.zeros((height, width))
    for i in range(radius, height - radius):
        for j in range(radius, width - radius):
            window = np.s_[i - radius : i + radius + 1, j - radius : j + radius + 1]
            pixels, values = picture[window].reshape(-1, 3), mask[window].ravel()
            covariance = np.cov(pixels.T, bias=True) + softness * np.eye(3)
            shared = (pixels * values[:, None]).mean(0) - pixels.mean(0) * values.mean()
            slopes[i, j] = np.linalg.solve(covariance, shared)
            offsets[i, j] = values.mean() - slopes[i, j] @ pixels.mean(0)
    filtered = evaluate(Guide(picture, radius, softness).coefficients(mask), picture)
    for i in range(2 * radius, height - 2 * radius):
        for j in range(2 * radius, width - 2 * radius):
            window = np.s_[i - radius : i + radius + 1, j - radius : j + radius + 1]
            expected = slopes[window].mean((0, 1)) @ picture[i, j] + offsets[window].mean()
            assert filtered[i, j] == pytest.approx(expected, abs=1e-4)
