"""A glimpse: what changes where, and what each setting does to it."""

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import CancelledError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.layers import composite
from segstyle_core.methods import paint
from segstyle_core.methods.glimpse import glimpse
from segstyle_core.preview import Painter
from segstyle_core.progress import Control, Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

WIDTH, HEIGHT = 480, 320


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, WIDTH, HEIGHT))


@pytest.fixture(scope="module")
def regions():
    sky, ground = (np.zeros((HEIGHT, WIDTH), np.uint8) for _ in range(2))
    sky[:150], ground[200:] = 255, 255
    return [Region("sky", sky), Region("ground", ground)]


@pytest.fixture
def look(picture, regions, store):
    def look(*assignments, **settings):
        recipe = Recipe.from_data({"assignments": assignments, **settings})
        return glimpse(picture, regions, recipe, Painter(store), Silent())

    return look


def change(one, other):
    return float(np.abs(one.astype(int) - other).mean())


SKY = {"region": "sky", "style": "oil-swirls"}
GROUND = {"region": "ground", "style": "golden-mosaic"}


def test_each_region_gets_its_style_and_the_rest_stays(look, picture):
    seen = look(SKY, GROUND)
    assert seen.missing == ()
    assert np.array_equal(seen.pixels[150:200], picture.rgb[150:200])
    assert change(seen.pixels[:150], picture.rgb[:150]) > 20
    assert change(seen.pixels[200:], picture.rgb[200:]) > 20
    alone = look(SKY).pixels
    assert np.array_equal(alone[:150], seen.pixels[:150])
    assert np.array_equal(alone[150:], picture.rgb[150:])


def test_a_weaker_style_is_nearer_to_the_photo(look, picture):
    faint, half, full, strong = (look({**SKY, "strength": s}).pixels for s in (0.05, 0.5, 1, 4))
    assert change(faint, picture.rgb) < change(half, picture.rgb) < change(full, picture.rgb)
    assert np.array_equal(full, strong)


def test_the_photo_s_colours_are_kept(look, picture):
    chroma = np.array([[-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])
    kept, free = look(SKY, colours="photo").pixels, look(SKY).pixels
    before = picture.rgb[:150] @ chroma.T
    assert change(kept[:150] @ chroma.T, before) < 3
    assert change(free[:150] @ chroma.T, before) > 8
    assert change(kept, picture.rgb) > 5


def test_larger_strokes_are_coarser(look):
    def detail(scale):
        rows = look(GROUND, style_scale=scale).pixels[210:].astype(int)
        return np.abs(np.diff(rows, axis=1)).mean() / rows.std()

    assert detail(2.0) < detail(1.0)


def test_styles_that_are_not_there_are_told_and_the_others_shown(look, picture, tmp_path):
    (tmp_path / "notes.png").write_text("no picture")
    broken = {"region": "ground", "style": str(tmp_path / "notes.png")}
    seen = look(SKY, broken)
    assert seen.missing == (str(tmp_path / "notes.png"),)
    assert change(seen.pixels[:150], picture.rgb[:150]) > 20
    assert np.array_equal(seen.pixels[150:], picture.rgb[150:])
    assert look({**SKY, "style": "no-such-style"}).missing == ("no-such-style",)


def test_regions_that_are_not_there_or_empty_are_left_out(look, picture):
    assert np.array_equal(look({**SKY, "region": "sea"}).pixels, picture.rgb)
    assert np.array_equal(look().pixels, picture.rgb)


def test_a_look_can_be_cancelled(picture, regions, store):
    recipe = Recipe.from_data({"assignments": [SKY]})
    with pytest.raises(CancelledError):
        glimpse(picture, regions, recipe, Painter(store), lambda fraction, text: Control.CANCEL)


@pytest.mark.parametrize("method", ["independent", "sequential"])
def test_an_optimisation_may_start_with_it(method, picture, regions, look, store):
    settings = {"method": method, "steps": 1, "size": 256, "start": "preview"}
    recipe = Recipe.from_data({"assignments": [SKY], "smooth_borders": False, **settings})
    encoder = store.path(recipe.encoder)
    started = composite(picture, paint(picture, regions, recipe, encoder, Silent()).layers)
    seen = look(SKY).pixels
    assert change(started[:150], seen[:150]) < 0.7 * change(picture.rgb[:150], seen[:150])
