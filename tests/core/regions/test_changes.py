"""Regions united and renamed by the user."""

import numpy as np
import pytest

from segstyle_core.errors import BadInputError
from segstyle_core.regions import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.changes import Changes


@pytest.fixture
def four():
    """Four bars of 40, 30, 20 and 10 columns, and one that is nowhere."""
    row = np.repeat([0, 1, 2, 3, NOWHERE], [40, 30, 20, 10, 5])
    names = ("sky", "sea", "sand", "boat")
    labels = np.tile(row, (6, 1)).astype(np.int32)
    return SegmentMap(labels, tuple(Segment(id, name) for id, name in enumerate(names)))


def test_united_regions_are_one_and_come_in_the_order_of_size(four):
    made = Changes(unite=((3, 1), (0,))).made_in(four)
    assert [(each.id, each.name) for each in made.segments] == [(0, "sky"), (1, "sea"), (2, "sand")]
    expected = np.where(four.labels == 3, 1, four.labels)
    np.testing.assert_array_equal(made.labels, expected)
    larger = Changes(unite=((2, 1),)).made_in(four)
    assert [each.id for each in larger.segments] == [1, 0, 3]
    assert Changes(unite=((3, 1),)).members(1) == [1, 3]


def test_a_union_has_the_name_that_any_of_it_was_given(four):
    made = Changes(unite=((1, 3),), names={3: "ship", 0: "sand"}).made_in(four)
    assert [each.name for each in made.segments] == ["sand", "ship", "sand 2"]


def test_nothing_changed_is_the_same(four):
    made = Changes().made_in(four)
    assert made.segments == four.segments
    np.testing.assert_array_equal(made.labels, four.labels)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        (Changes(unite=((0, 4),)), "no region 4"),
        (Changes(unite=((0, 1), (1, 2))), "united twice"),
        (Changes(names={-1: "x"}), "no region -1"),
    ],
)
def test_what_cannot_be_is_said(four, changes, words):
    with pytest.raises(BadInputError, match=words):
        changes.made_in(four)
