"""The method `independent`: crops, margins, sizes, and what the user got wrong."""

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.layers import composite
from segstyle_core.methods import paint
from segstyle_core.progress import Control, Silent
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region


def recipe(*names, **settings):
    pairs = tuple(Assignment(region=name, style="oil-swirls") for name in names)
    return Recipe(assignments=pairs, quality="quick", **{"size": 96, **settings})


def region(name, picture, rows, columns):
    coverage = np.zeros((picture.height, picture.width), np.uint8)
    coverage[rows, columns] = 255
    return Region(name, coverage)


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, 320, 212))


@pytest.fixture(scope="module")
def encoder(store):
    return store.path("vgg19")


def test_a_layer_reaches_beyond_its_mask(picture, encoder):
    sky = region("sky", picture, slice(0, 80), slice(60, 200))
    (layer,) = paint(picture, [sky], recipe("sky", margin=0.05), encoder, Silent()).layers
    assert (layer.box.x, layer.box.y, layer.box.width, layer.box.height) == (44, 0, 172, 96)
    np.testing.assert_array_equal(layer.mask, sky.coverage[layer.box.slices])
    margin = layer.pixels[80:, :, :3].astype(int) - picture.rgb[layer.box.slices][80:]
    assert np.abs(margin).mean() > 4


def test_only_the_regions_change(picture, encoder):
    left = region("left", picture, slice(20, 180), slice(0, 90))
    right = region("right", picture, slice(100, 212), slice(200, 320))
    layers = paint(picture, [left, right], recipe("left", "right"), encoder, Silent()).layers
    done = composite(picture, layers)
    outside = (left.coverage == 0) & (right.coverage == 0)
    np.testing.assert_array_equal(done[outside], picture.rgb[outside])
    for area in (left, right):
        inside = area.coverage > 0
        assert np.abs(done[inside].astype(int) - picture.rgb[inside]).mean() > 5


@pytest.mark.parametrize(("width", "height"), [(16, 16), (17, 400), (700, 20)])
def test_odd_shapes_work(width, height, encoder):
    noise = np.random.default_rng(0).integers(0, 256, (height, width, 3), dtype=np.uint8)
    odd = Picture(noise)
    whole = region("all", odd, slice(None), slice(None))
    (layer,) = paint(odd, [whole], recipe("all"), encoder, Silent()).layers
    assert layer.pixels.shape == (height, width, 4)


def test_a_thin_region_works(picture, encoder):
    wire = region("wire", picture, slice(100, 101), slice(0, 320))
    (layer,) = paint(picture, [wire], recipe("wire"), encoder, Silent()).layers
    assert (layer.mask > 0).sum() == 320


def test_transparent_parts_stay_transparent(picture, encoder):
    alpha = np.full((212, 320), 255, np.uint8)
    alpha[:, 100:] = 0
    clear = Picture(picture.rgb, alpha)
    whole = region("all", clear, slice(None), slice(None))
    (layer,) = paint(clear, [whole], recipe("all"), encoder, Silent()).layers
    np.testing.assert_array_equal(layer.pixels[..., 3], alpha)


def test_stopping_keeps_the_regions_so_far(picture, encoder):
    areas = [region(name, picture, slice(0, 90), slice(0, 90)) for name in ("a", "b")]
    painting = paint(
        picture, areas, recipe("a", "b"), encoder, lambda share, text: Control.STOP_KEEP_BEST
    )
    assert painting.stopped_early
    assert [layer.region for layer in painting.layers] == ["a"]


def test_no_frame_runs_round_the_picture(encoder):
    gray = Picture(np.full((192, 256, 3), 128, np.uint8))
    whole = region("all", gray, slice(None), slice(None))
    (layer,) = paint(gray, [whole], recipe("all", size=192), encoder, Silent()).layers
    light = layer.pixels[..., :3].mean(axis=2)
    edge = np.concatenate([light[:3].ravel(), light[-3:].ravel()])
    inner = light[24:-24]
    assert abs(edge.mean() - inner.mean()) < inner.std()


def test_a_tiny_picture_is_refused(encoder):
    tiny = Picture(np.zeros((1, 1, 3), np.uint8))
    with pytest.raises(BadInputError, match="1×1"):
        paint(tiny, [region("all", tiny, 0, 0)], recipe("all"), encoder, Silent())


def test_what_cannot_be_styled_is_told(picture, encoder):
    empty = Region("empty", np.zeros((212, 320), np.uint8))
    other = Region("other", np.full((9, 9), 255, np.uint8))
    cases = {
        "empty": recipe("empty"),
        "other": recipe("other"),
        "no region": recipe("nowhere"),
        "No region has a style": Recipe(),
        "no method": recipe("empty", method="magic"),
    }
    for word, wrong in cases.items():
        with pytest.raises(BadInputError, match=word):
            paint(picture, [empty, other], wrong, encoder, Silent())
