"""Exactly N, whatever the division."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.regions import Segment, SegmentMap
from segstyle_core.regions.graph import Graph, components
from segstyle_core.regions.merge import merge_to_count
from segstyle_core.regions.specks import absorb_specks

SMALL_LABELS = st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
    lambda shape: arrays(np.int32, shape, elements=st.integers(0, 11))
)


def map_of(labels, features=None):
    labels = np.asarray(labels, np.int32)
    ids = np.unique(labels).tolist()
    return SegmentMap(labels, tuple(Segment(id, f"name {id}", 0.5) for id in ids), features)


@settings(max_examples=150, deadline=None)
@given(SMALL_LABELS, st.integers(1, 40), st.booleans())
def test_there_are_exactly_as_many_as_asked_for(labels, count, with_picture):
    count = min(count, labels.size)
    picture = None
    if with_picture:
        seed = int(labels.sum()) % 1000
        picture = np.random.default_rng(seed).integers(0, 256, (20, 30, 3), np.uint8)
    before = map_of(labels)
    after = merge_to_count(before, count, picture)
    assert len(after.segments) == len(np.unique(after.labels)) == count
    assert {s.name for s in after.segments} <= {s.name for s in before.segments}
    assert merge_to_count(before, count, picture).labels.tobytes() == after.labels.tobytes()
    if count <= len(before.segments):
        for id in np.unique(labels):
            assert len(np.unique(after.labels[labels == id])) == 1, "uniting cut a segment"
    else:
        for id in np.unique(after.labels):
            assert len(np.unique(labels[after.labels == id])) == 1, "splitting mixed segments"


def test_the_smallest_joins_the_neighbour_of_its_colour():
    labels = np.zeros((40, 60), np.int32)
    labels[:, 30:] = 1
    labels[10:14, 25:30] = 2
    picture = np.full((40, 60, 3), 200, np.uint8)
    picture[:, 30:] = (20, 60, 200)
    picture[10:14, 25:30] = (30, 70, 190)
    merged = merge_to_count(map_of(labels), 2, picture)
    assert np.unique(merged.labels[labels == 2]) == [1]


def test_features_decide_before_colour_does():
    labels = np.repeat([[0, 1, 2]], 4, axis=0).repeat([5, 2, 5], axis=1)
    features = np.array([[1.0, 0.0], [0.0, 1.0], [0.1, 1.0]], np.float32)
    picture = np.zeros((4, 12, 3), np.uint8)
    picture[:, 7:] = 255
    merged = merge_to_count(map_of(labels, features), 2, picture)
    assert np.unique(merged.labels[labels == 1]) == [2]
    assert len(merged.features) == 2


def test_the_larger_ones_name_stays_and_scores_are_weighed():
    labels = np.array([[0, 0, 0, 1]])
    segments = (Segment(0, "sky", 1.0), Segment(1, "sea", 0.2))
    merged = merge_to_count(SegmentMap(labels.astype(np.int32), segments), 1)
    assert merged.segments[0].name == "sky"
    assert merged.segments[0].score == pytest.approx(0.75 * 1.0 + 0.25 * 0.2)


def test_a_split_parts_what_does_not_touch():
    labels = np.zeros((20, 30), np.int32)
    labels[:, 12:16] = 1
    parts = merge_to_count(map_of(labels), 3)
    assert len(np.unique(parts.labels[:, :12])) == 1
    assert len(np.unique(parts.labels[:, 16:])) == 1
    assert parts.labels[0, 0] != parts.labels[0, 20]


def test_a_split_follows_the_colour():
    picture = np.full((60, 90, 3), (20, 160, 40), np.uint8)
    picture[:20] = (90, 140, 230)
    parts = merge_to_count(map_of(np.zeros((60, 90))), 2, picture)
    expected = np.arange(60)[:, None] < 20
    agreement = (parts.labels == parts.labels[0, 0]) == expected
    assert agreement.mean() > 0.95


@pytest.mark.parametrize("count", [0, -1, 13])
def test_impossible_counts_are_refused(count):
    with pytest.raises(BadInputError, match=str(count)):
        merge_to_count(map_of(np.zeros((3, 4))), count)


@pytest.mark.parametrize("count", [1, 2, 4, 6, 30])
def test_real_label_maps(shared, count):
    for file in sorted((shared / "labels").glob("*.png"))[:8]:
        labels = np.asarray(Image.open(file)).astype(np.int32)[::4, ::4]
        assert len(merge_to_count(map_of(labels), count).segments) == count


@settings(max_examples=100, deadline=None)
@given(SMALL_LABELS, st.integers(1, 30))
def test_no_speck_is_left(labels, smallest):
    clean = absorb_specks(labels, smallest)
    _, sizes = np.unique(components(clean)[0], return_counts=True)
    assert sizes.min() >= smallest or len(sizes) == 1
    assert set(np.unique(clean)) <= set(np.unique(labels))


@settings(max_examples=60, deadline=None)
@given(SMALL_LABELS)
def test_a_graph_after_unions_equals_the_graph_of_the_united_map(labels):
    graph = Graph(labels)
    while len(graph.areas) > 2:
        first, *_, last = sorted(graph.areas)
        graph.unite(last, first)
        fresh = Graph(graph.labels())
        assert fresh.areas == graph.areas
        assert fresh.borders == graph.borders
