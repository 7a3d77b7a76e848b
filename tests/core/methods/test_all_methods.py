"""What every method promises, tried with each of them."""

import shutil

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError, CancelledError
from segstyle_core.gallery import find_style
from segstyle_core.image import Picture, load_picture, resize, save_png
from segstyle_core.layers import composite
from segstyle_core.methods import METHODS, paint
from segstyle_core.progress import Control, Silent
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, 240, 160))


@pytest.fixture(scope="module")
def regions():
    left, right = (np.zeros((160, 240), np.uint8) for _ in range(2))
    left[20:150, :100] = 255
    left[20:150, 100:104] = 120
    right[60:160, 140:] = 255
    return [Region("left", left), Region("right", right)]


@pytest.fixture(scope="module")
def encoder(store):
    return store.path("vgg19")


def recipe(method, **settings):
    assignments = (
        Assignment(region="left", style="oil-swirls"),
        Assignment(region="right", style="woodcut-waves"),
    )
    return Recipe(assignments=assignments, method=method, size=72, **{"steps": 5, **settings})


@pytest.mark.parametrize("method", METHODS)
def test_masked_layers_and_nothing_else_changes(method, picture, regions, encoder):
    fractions = []

    def note(fraction, text):
        fractions.append(fraction)
        return Control.CONTINUE

    painting = paint(picture, regions, recipe(method), encoder, note)
    assert [layer.region for layer in painting.layers] == ["left", "right"]
    for layer, region in zip(painting.layers, regions, strict=True):
        np.testing.assert_array_equal(layer.mask, region.coverage[layer.box.slices])
        assert layer.box.width > region.box.width
    done = composite(picture, painting.layers)
    outside = np.maximum(regions[0].coverage, regions[1].coverage) == 0
    np.testing.assert_array_equal(done[outside], picture.rgb[outside])
    for region in regions:
        inside = region.coverage == 255
        assert np.abs(done[inside].astype(int) - picture.rgb[inside]).mean() > 4
    assert fractions == sorted(fractions) and fractions[-1] > 0.9
    again = paint(picture, regions, recipe(method), encoder, Silent())
    for one, other in zip(painting.layers, again.layers, strict=True):
        np.testing.assert_array_equal(one.pixels, other.pixels)


@pytest.mark.parametrize("method", METHODS)
def test_stopping_keeps_and_cancelling_does_not(method, picture, regions, encoder):
    def stop(fraction, text):
        return Control.STOP_KEEP_BEST if fraction > 0 else Control.CONTINUE

    painting = paint(picture, regions, recipe(method), encoder, stop)
    assert painting.stopped_early and painting.layers
    with pytest.raises(CancelledError):
        paint(picture, regions, recipe(method), encoder, lambda *_: Control.CANCEL)


@pytest.mark.parametrize("method", METHODS)
def test_a_region_too_small_for_the_working_size(method, picture, encoder):
    dot = np.zeros((160, 240), np.uint8)
    dot[80, 120] = 3
    assignments = (Assignment(region="dot", style="oil-swirls"),)
    wish = Recipe(assignments=assignments, method=method, size=64, steps=3)
    painting = paint(picture, [Region("dot", dot)], wish, encoder, Silent())
    assert painting.layers[0].mask.max() == 3


@pytest.mark.parametrize(
    "settings",
    [
        {"colours": "photo"},
        {"colours": "matched"},
        {"style_scale": 2.0},
        {"pooling": "average"},
        {"optimiser": "adam"},
        {"start": "noise"},
        {"content_layers": {"conv1_1": 1.0, "conv4_2": 0.5}},
        {"style_layers": {"conv2_1": 1.0}},
        {"style": 0.1},
    ],
    ids=str,
)
def test_every_setting_changes_the_picture(settings, picture, regions, encoder):
    def painted(**given):
        wish = recipe("independent", **{"steps": 12, **given})
        return paint(picture, regions, wish, encoder, Silent()).layers[0].pixels[..., :3]

    assert np.abs(painted(**settings).astype(int) - painted()).mean() > 0.5


def test_what_suits_a_style_multiplies_what_the_recipe_says(
    picture, regions, encoder, tmp_path, monkeypatch
):
    monkeypatch.setenv("SEGSTYLE_STYLES_DIR", str(tmp_path))
    shutil.copy(find_style("oil-swirls").path, tmp_path / "swirls.jpg")
    (tmp_path / "styles.toml").write_text(
        'version = 1\n[[style]]\nid = "mine"\ntitle = "Mine"\nfile = "swirls.jpg"\n'
        "settings = {style_scale = 2.0, content = 1.5}\n"
    )

    def painted(style, strength, **settings):
        assignments = (Assignment(region="left", style=style, strength=strength),)
        wish = Recipe(assignments=assignments, size=72, steps=5, **settings)
        return paint(picture, regions, wish, encoder, Silent()).layers[0].pixels

    mine = painted("mine", 1.0)
    np.testing.assert_array_equal(mine, painted("oil-swirls", 1 / 1.5, style_scale=2.0))
    assert (mine != painted("oil-swirls", 1.0)).any()


@pytest.mark.parametrize("method", ["independent", "joint"])
def test_a_weaker_style_leaves_more_of_the_photo(method, picture, regions, encoder):
    def change(strength):
        """Of the left and the right region, when the left one's strength is this."""
        left, right = recipe(method).assignments
        weaker = left.model_copy(update={"strength": strength})
        wish = recipe(method, steps=15).model_copy(update={"assignments": (weaker, right)})
        done = composite(picture, paint(picture, regions, wish, encoder, Silent()).layers)
        moved = np.abs(done.astype(int) - picture.rgb)
        return [moved[region.coverage == 255].mean() for region in regions]

    (faint, beside), (full, other) = change(0.02), change(1.0)
    assert faint < 0.7 * full
    assert beside == pytest.approx(other, rel=0.2)


def halves(folder):
    """A style picture, red on the left and green on the right, and its left half as a part."""
    dice = np.random.default_rng(1)
    pixels = dice.integers(0, 90, (96, 96, 3)).astype(np.uint8)
    pixels[:, :48, 0] += 160
    pixels[:, 48:, 1] += 160
    part = np.zeros((48, 48), np.uint8)
    part[:, :24] = 255
    save_png(pixels, folder / "halves.png")
    save_png(part, folder / "left.png")
    return str(folder / "halves.png"), str(folder / "left.png")


def test_a_part_of_a_style_picture(picture, regions, encoder, tmp_path):
    style, part = halves(tmp_path)

    def colour(part):
        assignment = Assignment(region="left", style=style, part=part)
        wish = Recipe(assignments=(assignment,), method="joint", size=72, steps=20)
        (layer,) = paint(picture, regions, wish, encoder, Silent()).layers
        return layer.pixels[layer.mask == 255].mean(axis=0)

    (red, green, *_), (some_red, some_green, *_) = colour(part), colour(None)
    assert red - green > 20 + abs(some_red - some_green)


def test_a_part_that_cannot_be_used_is_told(picture, regions, encoder, tmp_path):
    save_png(np.zeros((8, 8), np.uint8), tmp_path / "black.png")
    for part, words in (("black.png", "is black"), ("none.png", "none.png")):
        assignment = Assignment(region="left", style="oil-swirls", part=str(tmp_path / part))
        with pytest.raises(BadInputError, match=words):
            paint(picture, regions, Recipe(assignments=(assignment,)), encoder, Silent())


def test_a_mixture_lies_between_its_styles(picture, regions, encoder):
    def painted(**weights):
        assignments = tuple(
            Assignment(region="left", style=style.replace("_", "-"), weight=weight)
            for style, weight in weights.items()
        )
        wish = Recipe(assignments=assignments, size=72, steps=20)
        (layer,) = paint(picture, regions, wish, encoder, Silent()).layers
        return layer

    oil, wood = painted(oil_swirls=1.0), painted(woodcut_waves=1.0)
    both = painted(oil_swirls=1.0, woodcut_waves=1.0)
    assert both.name == "left – Oil swirls + Woodcut waves"
    first, middle, last = (e.pixels[..., :3].mean(axis=(0, 1)) for e in (oil, both, wood))
    apart = np.linalg.norm(first - last)
    assert np.linalg.norm(middle - first) < apart and np.linalg.norm(middle - last) < apart


def test_the_photo_s_colours_stay(picture, regions, encoder):
    wish = recipe("cut", colours="photo")
    done = composite(picture, paint(picture, regions, wish, encoder, Silent()).layers)
    weights, inside = np.array([0.299, 0.587, 0.114]), regions[0].coverage == 255
    before, after = (
        (each - (each @ weights)[..., None])[inside] for each in (picture.rgb * 1.0, done * 1.0)
    )
    assert np.abs(after - before).mean() < 4
