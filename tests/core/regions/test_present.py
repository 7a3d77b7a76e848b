"""Coverages that are brought down to what there is."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from segstyle_core.image import places_in, shrink_to_most
from segstyle_core.regions import NOWHERE, Region, Segment, SegmentMap
from segstyle_core.regions.present import keep_to, show_each
from segstyle_core.regions.shares import left_over, make_disjoint

SEEDS = st.integers(0, 2**32 - 1)


def regions_of(coverages):
    return [Region(str(number), coverage) for number, coverage in enumerate(coverages)]


def add_up_to_255(random, count, shape):
    cuts = np.sort(random.integers(0, 256, (count - 1, *shape)), axis=0)
    return np.diff(cuts, axis=0, prepend=0, append=255).astype(np.uint8)


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(2, 6), st.sampled_from([(3, 5), (128, 2), (300, 4)]))
def test_the_sum_is_what_is_present_and_each_share_is_rounded(seed, count, shape):
    random = np.random.default_rng(seed)
    before = add_up_to_255(random, count, shape)
    present = random.integers(0, 256, shape).astype(np.uint8)
    after = before.copy()
    keep_to(present, regions_of(after))
    np.testing.assert_array_equal(after.sum(axis=0, dtype=int), present)
    assert np.abs(after - before * (present / 255.0)).max() <= 1.0


@settings(max_examples=50, deadline=None)
@given(SEEDS, st.integers(1, 9))
def test_every_region_shows_where_anything_is_present(seed, count):
    random = np.random.default_rng(seed)
    height, width = random.integers(12, 60, 2)
    rows, columns = places_in(height, 7), places_in(width, 5)
    present = random.integers(0, 256, (height, width)) * (random.random((height, width)) < 0.2)
    present = present.astype(np.uint8)
    inside = shrink_to_most(present, 5, 7) > 0
    labels = np.where(inside, random.integers(0, count, (7, 5)), NOWHERE).astype(np.int32)
    ids = np.unique(labels[inside]).tolist()
    if not ids:
        return
    segments = SegmentMap(labels, tuple(Segment(id, "") for id in ids))
    coverages = np.zeros((len(ids), height, width), np.uint8)
    coverages[random.integers(len(ids))] = 255
    regions = regions_of(coverages)
    show_each(segments, rows, columns, present, regions)
    assert (coverages.sum(axis=0, dtype=int) == 255).all()
    keep_to(present, regions)
    assert all(region.coverage.any() for region in regions)


def test_places_are_the_cells_of_shrinking():
    for large, small in ((10, 3), (17, 16), (8, 8), (1000, 7)):
        cells = places_in(large, small)
        for cell in range(small):
            mask = (cells == cell).astype(np.uint8)[:, None]
            expected = (np.arange(small) == cell)[:, None]
            np.testing.assert_array_equal(shrink_to_most(mask, 1, small) > 0, expected)


@settings(max_examples=60, deadline=None)
@given(SEEDS, st.integers(1, 5))
def test_overlaps_go_to_those_that_cover_more(seed, count):
    random = np.random.default_rng(seed)
    before = random.choice([0, 0, 60, 128, 200, 255], (count, 140, 3)).astype(np.uint8)
    after = before.copy()
    make_disjoint(list(after))
    for place in np.ndindex(140, 3):
        left = 255
        for number in sorted(range(count), key=lambda n: (-int(before[n][place]), n)):
            expected = min(left, int(before[number][place]))
            assert after[number][place] == expected
            left -= expected
        assert left_over(list(after))[place] == left
