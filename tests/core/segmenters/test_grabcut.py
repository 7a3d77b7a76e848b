"""``grabcut``: what the user marks is cut out along its edges."""

import numpy as np
import pytest

from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture
from segstyle_core.regions import Region
from segstyle_core.segmenters import Hints, divide

HEIGHT, WIDTH = 150, 220
ROWS, COLUMNS = np.mgrid[0:HEIGHT, 0:WIDTH]
DISC = (ROWS - 75) ** 2 + (COLUMNS - 90) ** 2 < 45**2
BEHIND = ~DISC


@pytest.fixture(scope="module")
def picture():
    """An orange disc with texture before textured green, and a second one at the right."""
    noise = np.random.default_rng(3).integers(-25, 26, (HEIGHT, WIDTH, 3))
    second = (ROWS - 75) ** 2 + (COLUMNS - 190) ** 2 < 20**2
    image = np.where((DISC | second)[..., None], (230, 140, 40), (60, 110, 60)) + noise
    return Picture(np.clip(image, 0, 255).astype(np.uint8))


def box(x, y, width, height):
    return ((x <= COLUMNS) & (x + width > COLUMNS) & (y <= ROWS) & (y + height > ROWS)).astype(
        np.uint8
    ) * 255


def foreground(picture, count=None, **hints):
    division = divide(picture, "grabcut", count, hints=Hints(**hints))
    total = sum(region.coverage.astype(int) for region in division.regions)
    assert (total == 255).all()
    return next(each for each in division.regions if each.name == "foreground").coverage / 255.0


def agreement(coverage, truth):
    """Intersection over union."""
    return np.minimum(coverage, truth).sum() / np.maximum(coverage, truth).sum()


AROUND = box(38, 20, 104, 110)
STROKE = box(70, 70, 40, 6)
BESIDE = box(5, 5, 200, 6) | box(150, 20, 6, 120)


def test_a_box_finds_the_disc_and_nothing_outside_of_it(picture):
    found = foreground(picture, area=AROUND)
    assert agreement(found, DISC) > 0.97
    assert not found[:, 150:].any()


def test_a_rough_selection_does_as_well(picture):
    rough = ((ROWS - 75) ** 2 / 60**2 + (COLUMNS - 92) ** 2 / 56**2 < 1).astype(np.uint8) * 255
    assert agreement(foreground(picture, area=rough), DISC) > 0.97


def test_strokes_on_both_sides(picture):
    off = BESIDE | box(180, 60, 20, 30)
    found = foreground(picture, foreground=STROKE, background=off)
    assert agreement(found, DISC) > 0.95


def test_a_stroke_on_the_thing_alone_finds_all_of_its_kind(picture):
    found = foreground(picture, foreground=STROKE)
    assert found[DISC].mean() > 0.97 and found[75, 190] == 1.0
    assert found[:25].max() == 0.0


def test_strokes_beside_the_thing_alone(picture):
    found = foreground(picture, background=BESIDE | box(180, 60, 20, 30))
    assert agreement(found, DISC) > 0.9


def test_a_result_is_refined_by_a_stroke(picture):
    both = divide(picture, "grabcut", hints=Hints(foreground=STROKE)).regions
    first = next(region for region in both if region.name == "foreground")
    assert first.coverage[75, 190] == 255
    off = box(180, 60, 20, 30)
    again = foreground(picture, channels=(first,), background=off)
    assert again[75, 185:195].max() == 0.0
    assert again[DISC].mean() > 0.97


def test_a_rough_channel_is_drawn_to_the_edges(picture):
    rough = Region("disc", (box(55, 40, 70, 80) | box(70, 28, 30, 95)).astype(np.uint8))
    found = foreground(picture, channels=(rough,), area=box(20, 10, 130, 130))
    assert agreement(found, DISC) > 0.97


def test_strokes_are_sure_whatever_the_colours_say(picture):
    odd = box(60, 135, 30, 8)
    found = foreground(picture, area=AROUND, foreground=odd)
    assert found[137:141, 65:85].min() > 0.5


def test_a_thin_stroke_on_a_large_picture_counts(picture):
    large = Picture(picture.rgb.repeat(8, axis=0).repeat(8, axis=1))
    thin = np.zeros(large.rgb.shape[:2], np.uint8)
    thin[600:602, 500:950] = 255
    off = np.zeros_like(thin)
    off[40:42, 40:1700] = 255
    found = foreground(large, foreground=thin, background=off)
    assert found[::8, ::8][DISC].mean() > 0.97


@pytest.mark.parametrize("count", [1, 2, 7])
def test_any_count(picture, count):
    division = divide(picture, "grabcut", count, hints=Hints(area=AROUND))
    assert len(division.regions) == count
    assert (sum(each.coverage.astype(int) for each in division.regions) == 255).all()


def test_the_same_marks_give_the_same_result(picture):
    first, second = (foreground(picture, area=AROUND) for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_a_plain_picture_keeps_what_was_marked():
    plain = Picture(np.full((HEIGHT, WIDTH, 3), 128, np.uint8))
    assert agreement(foreground(plain, area=AROUND), AROUND / 255) > 0.9


@pytest.mark.parametrize(
    ("hints", "words"),
    [
        ({}, "Nothing is marked"),
        ({"foreground": np.zeros((HEIGHT, WIDTH), np.uint8)}, "Nothing is marked"),
        ({"area": np.zeros((HEIGHT, WIDTH), np.uint8)}, "Nothing of what is to be divided"),
        ({"area": np.full((HEIGHT, WIDTH), 255, np.uint8)}, "Everything is marked"),
        ({"foreground": STROKE, "background": STROKE}, "lie on each other"),
        ({"channels": (Region("all", np.full((HEIGHT, WIDTH), 255, np.uint8)),)}, "Everything"),
    ],
)
def test_marks_that_say_nothing_are_told(picture, hints, words):
    with pytest.raises(BadInputError, match=words) as caught:
        divide(picture, "grabcut", hints=Hints(**hints))
    assert caught.value.advice


def test_an_area_that_is_everything_helps_with_strokes_beside_the_thing(picture):
    everything = np.full((HEIGHT, WIDTH), 255, np.uint8)
    off = BESIDE | box(180, 60, 20, 30)
    assert agreement(foreground(picture, area=everything, background=off), DISC) > 0.9
