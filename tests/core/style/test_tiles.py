"""Tiles: disjoint, complete, and with exactly the untiled losses and gradient."""

from dataclasses import astuple

import numpy as np
import pytest
import torch

from segstyle_core.demo import sample_photo
from segstyle_core.gallery import styles
from segstyle_core.image import load_picture, resize
from segstyle_core.style.encoder import Encoder, reach, to_tensor
from segstyle_core.style.losses import STYLE_LAYERS, Weights
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.tiles import side_for, tiles

LAYERS = ("conv4_2", *STYLE_LAYERS)


def test_reach_is_half_the_receptive_field():
    """Walked backwards from one activation: what it sees beyond its own cell of the grid."""
    left, right, first = 0, 0, {1: 2, 2: 2, 3: 4, 4: 4}
    for block in (5, 4, 3, 2, 1):
        convolutions = 1 if block == 5 else first[block]
        left, right = left - convolutions, right + convolutions
        if block > 1:
            left, right = 2 * left, 2 * right + 1
    assert reach("conv5_1") == -left == right - 15


@pytest.mark.parametrize("size", [(427, 640), (64, 64), (100, 1500), (1025, 240)])
def test_inner_parts_cover_the_picture_once(size):
    seen = np.zeros(size, int)
    for tile in tiles(*size, LAYERS, 256):
        seen[tile.inner.slices] += 1
        assert tile.inner.x % 16 == tile.inner.y % 16 == 0
    assert (seen == 1).all()


def test_large_pictures_have_tiles_small_ones_are_one_and_very_large_ones_have_smaller_tiles():
    def most(height, width):
        found = tiles(height, width, LAYERS, side_for(height * width))
        return len(found), max(tile.inner.width for tile in found[:2])

    assert most(683, 1024) == (1, 1024)
    assert most(1500, 2000) == (9, 672)
    assert most(4000, 6000)[1] == 480


def test_large_tiles_round_as_the_whole_picture_does():
    """In the deepest layer 16 pixels are one position, and Winograd's tiles have 6."""
    for tile in tiles(1200, 900, LAYERS, 320):
        for begin in (tile.outer.x, tile.outer.y, tile.inner.x, tile.inner.y):
            assert begin % (16 * 6) == 0


@pytest.fixture(scope="module")
def pair(store):
    device = torch.device("cpu")
    encoder = Encoder(store.path("vgg19"), LAYERS, device)
    content = to_tensor(resize(load_picture(sample_photo()).rgb, 413, 275), device)
    style = to_tensor(resize(load_picture(styles()[0].path).rgb, 256, 256), device)
    left = torch.zeros(1, 1, 275, 413)
    left[..., :150] = 1
    targets = style_targets(encoder, style, STYLE_LAYERS)
    parts = [Part(left, targets), Part(1 - left, {k: 2 * v for k, v in targets.items()})]
    weights = Weights(content=3.0, style=1e3, variation=5e6)

    def objective(tile):
        return Objective(encoder, [(content, 1.0)], torch.ones_like(left), parts, weights, tile)

    return objective, (content * 0.7 + 0.2 * content.flip(-1)).clamp(0, 1)


def test_tiles_have_the_untiled_losses_and_gradient(pair):
    objective, picture = pair
    whole, tiled = objective(4096), objective(96)
    expected = astuple(whole.measure(picture))
    assert astuple(tiled.measure(picture)) == pytest.approx(expected, rel=1e-4)
    value, gradient = whole.value_and_gradient(picture)
    other_value, other = tiled.value_and_gradient(picture)
    assert other_value == pytest.approx(value, rel=1e-4)
    assert float((other - gradient).norm() / gradient.norm()) < 1e-3
