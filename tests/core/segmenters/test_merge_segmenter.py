"""``merge``: the user's channels, and their edges, are the truth."""

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.regions import Region
from segstyle_core.segmenters import Hints, divide

WIDTH, HEIGHT = 1280, 854


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, WIDTH, HEIGHT))


def soft(left, right):
    """All between two columns, with edges that are soft for nine pixels."""
    columns = np.arange(WIDTH)
    rise = np.clip((columns - left) * 25.5 + 127.5, 0, 255)
    fall = np.clip((right - columns) * 25.5 + 127.5, 0, 255)
    return np.tile(np.minimum(rise, fall).astype(np.uint8), (HEIGHT, 1))


def merged(picture, channels, count=None, **others):
    division = divide(picture, "merge", count, hints=Hints(channels=channels), **others)
    total = sum(region.coverage.astype(int) for region in division.regions)
    assert (total == 255).all()
    return {region.name: region.coverage for region in division.regions}


def test_disjoint_channels_stay_as_they_are_and_the_rest_is_what_they_leave(picture):
    one, two = soft(100, 400), soft(700, 1000)
    found = merged(picture, (Region("one", one), Region("two", two)))
    np.testing.assert_array_equal(found["one"], one)
    np.testing.assert_array_equal(found["two"], two)
    np.testing.assert_array_equal(found["rest"], 255 - one - two)


def test_a_division_comes_back_bit_for_bit(picture):
    before = divide(picture, "colours", 4).regions
    found = merged(picture, before)
    assert len(found) == 4
    for region in before:
        np.testing.assert_array_equal(found[region.name], region.coverage)


def test_united_channels_keep_their_outer_edges(picture):
    before = {region.name: region for region in divide(picture, "colours", 4).regions}
    found = merged(picture, tuple(before.values()), 2)
    parts = [set() for _ in found]
    for name, region in before.items():
        sure = region.coverage == 255
        (owner,) = [i for i, each in enumerate(found.values()) if (each[sure] == 255).all()]
        parts[owner].add(name)
    for coverage, names in zip(found.values(), parts, strict=True):
        expected = sum(before[name].coverage.astype(int) for name in names)
        np.testing.assert_array_equal(coverage, expected)


def test_where_channels_overlap_the_one_that_covers_more_has_it(picture):
    weak = np.full((HEIGHT, WIDTH), 100, np.uint8)
    strong = soft(500, 800)
    found = merged(picture, (Region("weak", weak), Region("strong", strong)))
    np.testing.assert_array_equal(found["strong"][weak < strong], strong[weak < strong])
    assert (found["weak"][strong == 255] == 0).all()
    twice = merged(picture, (Region("first", soft(200, 800)), Region("second", soft(500, 900))))
    assert (twice["first"][:, 500:790] == 255).all() and not twice["second"][:, :780].any()


def test_gaps_too_small_to_speak_of_go_to_a_neighbour(picture):
    left = np.zeros((HEIGHT, WIDTH), np.uint8)
    left[:, :639] = 255
    right = np.zeros((HEIGHT, WIDTH), np.uint8)
    right[:, 640:] = 255
    found = merged(picture, (Region("left", left), Region("right", right)))
    assert set(found) == {"left", "right"}
    assert (found["left"][:, :639] == 255).all() and (found["right"][:, 640:] == 255).all()


def test_a_thin_channel_is_not_lost(picture):
    line = np.zeros((HEIGHT, WIDTH), np.uint8)
    line[300, 200:900] = 255
    found = merged(
        picture,
        (Region("field", soft(-10, 600) - np.minimum(soft(-10, 600), line)), Region("line", line)),
    )
    assert (found["line"][300, 200:900] == 255).all()
    assert found["line"].sum(dtype=int) < 1.3 * line.sum(dtype=int)


@pytest.mark.parametrize("count", [1, 3, 9])
def test_any_count(picture, count):
    channels = (Region("one", soft(100, 400)), Region("two", soft(700, 1000)))
    assert len(merged(picture, channels, count)) == count


def test_splitting_one_leaves_the_others_alone(picture):
    small = soft(40, 200)
    found = merged(picture, (Region("small", small), Region("large", 255 - small)), 3)
    np.testing.assert_array_equal(found["small"], small)
    parts = [coverage for name, coverage in found.items() if name.startswith("large")]
    np.testing.assert_array_equal(sum(part.astype(int) for part in parts), 255 - small)


def test_a_smallest_area_unites_what_is_below_it(picture):
    channels = (Region("small", soft(40, 100)), Region("large", soft(100, 1200)))
    found = merged(picture, channels, smallest=0.08)
    assert "small" not in found and len(found) == 1 + ("rest" in found)


def test_nothing_to_start_from(picture):
    with pytest.raises(BadInputError, match="no channels"):
        divide(picture, "merge")
    empty = Region("empty", np.zeros((HEIGHT, WIDTH), np.uint8))
    with pytest.raises(BadInputError, match="hold nothing"):
        divide(picture, "merge", hints=Hints(channels=(empty,)))
