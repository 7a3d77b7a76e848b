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
from segstyle_core.regions.specks import give_specks_away


def map_of(labels):
    ids = np.unique(labels).tolist()
    return SegmentMap(labels.astype(np.int32), tuple(Segment(id, str(id)) for id in ids))


@pytest.fixture(scope="module")
def pictures():
    import skimage.data

    photos = (skimage.data.chelsea(), skimage.data.rocket())
    return lambda number, size: cv2.resize(photos[number], size[::-1])


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
    inside = full_resolution(map_of(coarse), image, Silent(), doubt=3.0)[1].coverage >= 128
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


def strands(height, width):
    """A head with hair: what a coarse mask loses."""
    random = np.random.default_rng(3)
    mask = np.zeros((height, width), np.uint8)
    middle, radius = np.array([width / 2, height * 0.6]), height * 0.27
    cv2.circle(mask, middle.astype(int).tolist(), int(radius), 255, -1)
    for angle in random.uniform(-np.pi, 0, 120):
        way = np.array([np.cos(angle), np.sin(angle)])
        ends = middle + np.outer([0.95, random.uniform(1.3, 1.7)], way) * radius
        cv2.line(mask, *ends.round().astype(int).tolist(), 255, max(2, width // 400), cv2.LINE_AA)
    return mask


@pytest.mark.parametrize("size", [(800, 1200), (1600, 2400)])
def test_hair_comes_back_from_a_coarse_mask(size, pictures):
    alpha = strands(*size)
    image = (pictures(0, size) * (alpha / 255.0)[..., None]).astype(np.uint8)
    image += (pictures(1, size) * (1 - alpha / 255.0)[..., None]).astype(np.uint8)
    truth = alpha > 127
    coarse = cv2.resize(alpha, (128, 128 * size[0] // size[1]), interpolation=cv2.INTER_AREA) > 127
    plain = cv2.resize(coarse.astype(np.float32), size[::-1]) > 0.5
    found = full_resolution(map_of(coarse), image, Silent())[1].coverage >= 128
    near = cv2.dilate(truth.astype(np.uint8), np.ones((61, 61), np.uint8)) > 0
    assert (found != truth)[near].mean() < 0.75 * (plain != truth)[near].mean()


def test_what_is_known_to_the_pixel_is_not_led_astray():
    labels = disc(200, 300)
    noise = np.random.default_rng(0).integers(0, 256, (400, 600, 3), np.uint8)
    found = full_resolution(map_of(labels), noise, Silent())[1].coverage >= 128
    assert (found != disc(400, 600)).mean() < 0.01


def test_hard_and_soft_borders():
    image = cv2.GaussianBlur(np.where(disc(600, 800), 200, 60).astype(np.uint8), (0, 0), 6)
    image = np.repeat(image[..., None], 3, axis=2)
    soft = []
    for softness in (0.0, 0.5, 1.0):
        coverage = full_resolution(map_of(disc(60, 80)), image, Silent(), softness)[1].coverage
        soft.append(int(((coverage > 5) & (coverage < 250)).sum()))
    assert soft[0] < soft[1] < soft[2]


def test_specks_and_holes_go_to_their_surroundings():
    owners = np.where(disc(300, 400), 1, 0)
    owners[148:150, 200:202] = 0
    owners[20:22, 20:22] = 2
    owners[250:300, 0:60] = 2
    coverages = [np.where(owners == id, 255, 0).astype(np.uint8) for id in range(3)]
    coverages[2][60:62, 60:62] = 40
    coverages[0][60:62, 60:62] = 215
    give_specks_away(coverages)
    assert (sum(coverage.astype(int) for coverage in coverages) == 255).all()
    assert coverages[1][149, 201] == 255 and coverages[0][21, 21] == 255
    assert coverages[2][270, 30] == 255 and coverages[2][61, 61] == 40
