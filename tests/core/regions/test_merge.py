"""Exactly N, whatever the division."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from scipy.spatial import cKDTree

from segstyle_core.errors import BadInputError
from segstyle_core.regions import NOWHERE, Segment, SegmentMap
from segstyle_core.regions.graph import Graph, components
from segstyle_core.regions.merge import merge_to_count, without_small
from segstyle_core.regions.specks import absorb_specks

SMALL_LABELS = st.tuples(st.integers(1, 14), st.integers(1, 14)).flatmap(
    lambda shape: arrays(np.int32, shape, elements=st.integers(0, 11))
)


def map_of(labels, features=None):
    labels = np.asarray(labels, np.int32)
    ids = np.unique(labels[labels != NOWHERE]).tolist()
    return SegmentMap(labels, tuple(Segment(id, f"name {id}", 0.5) for id in ids), features)


@st.composite
def any_maps(draw):
    """Up to 1,000 segments: patches round seeds or scattered pixels, islands, parts nowhere."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    height, width = draw(st.integers(1, 48)), draw(st.integers(1, 48))
    count = draw(st.integers(1, 1000))
    if draw(st.booleans()):
        labels = random.integers(0, count, (height, width))
    else:
        seeds = random.random((count, 2)) * (height, width)
        pixels = np.argwhere(np.ones((height, width)))
        labels = cKDTree(seeds).query(pixels)[1].reshape(height, width)
    labels = labels * draw(st.sampled_from([1, 7, 100_000])) + draw(st.sampled_from([0, 5]))
    if draw(st.booleans()):
        labels[random.random((height, width)) < draw(st.sampled_from([0.1, 0.6]))] = NOWHERE
        labels[0, 0] = 3
    ids = np.unique(labels[labels != NOWHERE]).tolist()
    kinds = draw(st.sampled_from([1, 9, 10_000]))
    segments = tuple(Segment(id, f"name {id % kinds}", float(random.random())) for id in ids)
    features = random.random((len(ids), 3)).astype(np.float32) if draw(st.booleans()) else None
    picture = None
    if draw(st.booleans()):
        picture = random.integers(0, 256, (20, 30, 3)).astype(np.uint8)
    return SegmentMap(labels.astype(np.int32), segments, features), picture


@settings(max_examples=200, deadline=None)
@given(any_maps(), st.integers(1, 60), st.sampled_from([0.0, 0.004, 0.1, 0.5]))
def test_there_are_exactly_as_many_as_asked_for(drawn, count, smallest):
    before, picture = drawn
    count = min(count, int((before.labels != NOWHERE).sum()))
    after = merge_to_count(before, count, picture, smallest=smallest)
    assert len(after.segments) == count
    present = after.labels != NOWHERE
    assert set(np.unique(after.labels[present])) == {each.id for each in after.segments}
    np.testing.assert_array_equal(present, before.labels != NOWHERE)
    assert {each.name for each in after.segments} <= {each.name for each in before.segments}
    assert (after.features is None) == (before.features is None)
    again = merge_to_count(before, count, picture, smallest=smallest)
    assert again.labels.tobytes() == after.labels.tobytes()
    assert again.segments == after.segments


def parents(inner, outer):
    """For each label of ``inner`` how many labels of ``outer`` it lies in."""
    present = inner != NOWHERE
    pairs = np.unique(np.stack([inner[present], outer[present]]), axis=1)
    return np.unique(pairs[0], return_counts=True)[1]


@settings(max_examples=100, deadline=None)
@given(any_maps(), st.integers(1, 60))
def test_segments_are_united_whole_and_split_within_themselves(drawn, count):
    before, picture = drawn
    count = min(count, int((before.labels != NOWHERE).sum()))
    after = merge_to_count(before, count, picture)
    if count <= len(before.segments):
        assert (parents(before.labels, after.labels) == 1).all(), "uniting cut a segment"
    else:
        assert (parents(after.labels, before.labels) == 1).all(), "splitting mixed segments"


@settings(max_examples=100, deadline=None)
@given(any_maps(), st.sampled_from([0.001, 0.02, 0.2, 0.5]))
def test_nothing_is_smaller_than_the_user_wants(drawn, smallest):
    before, picture = drawn
    after = without_small(before, smallest, picture)
    present = after.labels[after.labels != NOWHERE]
    areas = np.unique(present, return_counts=True)[1]
    assert len(areas) == 1 or areas.min() >= smallest * present.size


def test_small_pieces_and_holes_go_to_their_surroundings():
    labels = np.zeros((40, 40), np.int32)
    labels[:, 20:] = 1
    labels[5:8, 5:8] = 1
    labels[30:32, 30:32] = 2
    clean = without_small(map_of(labels), 0.01)
    assert (clean.labels[:, :20] == 0).all() and (clean.labels[:, 20:] == 1).all()
    assert [each.name for each in clean.segments] == ["name 0", "name 1"]


def test_the_exact_count_is_kept_beside_a_smallest_area():
    labels = np.arange(400, dtype=np.int32).reshape(20, 20) // 40
    assert len(merge_to_count(map_of(labels), 7, smallest=0.3).segments) == 7


@pytest.mark.parametrize("smallest", [-0.1, 0.51, float("nan")])
def test_impossible_smallest_areas_are_refused(smallest):
    with pytest.raises(BadInputError, match="50 %"):
        merge_to_count(map_of(np.zeros((3, 4))), 1, smallest=smallest)


def test_one_name_unites_before_neighbours_do():
    labels = np.zeros((10, 30), np.int32)
    labels[:, 10:] = 1
    labels[:, 26:] = 2
    picture = np.full((10, 30, 3), 100, np.uint8)
    picture[:, :10] = (255, 0, 0)
    segments = tuple(Segment(id, name) for id, name in enumerate(["tree", "sky", "tree"]))
    merged = merge_to_count(SegmentMap(labels, segments), 2, picture)
    assert set(np.unique(merged.labels[labels != 1])) == {0}
    assert [each.name for each in merged.segments] == ["tree", "sky"]


def test_the_longer_border_decides_between_like_neighbours():
    labels = np.zeros((12, 12), np.int32)
    labels[:, 6:] = 1
    labels[4:8, 5:10] = 2
    merged = merge_to_count(map_of(labels), 2, np.full((12, 12, 3), 90, np.uint8))
    assert np.unique(merged.labels[labels == 2]) == [1]


def cielab(rgb):
    """CIE 15:2004 from sRGB (IEC 61966-2-1), white D65."""
    linear = [v / 12.92 if v <= 0.04045 else ((v + 0.055) / 1.055) ** 2.4 for v in rgb / 255]
    to_xyz = [
        (0.4124564, 0.3575761, 0.1804375),
        (0.2126729, 0.7151522, 0.0721750),
        (0.0193339, 0.1191920, 0.9503041),
    ]
    x, y, z = np.cbrt(np.dot(to_xyz, linear) / (0.95047, 1, 1.08883))
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def test_resemblance_is_its_formula():
    labels = np.repeat([[0, 1, 2]], 6, axis=0).repeat([4, 2, 6], axis=1).astype(np.int32)
    labels[0, 4:6] = 0
    picture = np.full((6, 12, 3), 120, np.uint8)
    picture[labels == 0] = (160, 120, 120)
    picture[labels == 2] = (120, 120, 140)
    colour = [cielab(picture[labels == id][0]) for id in range(3)]
    border = {0: 5 + 2, 2: 5}
    chosen = []
    for shift in np.linspace(0, 1, 21):
        features = np.array([[0.0], [0.0], [shift]], np.float32)
        unlike = {
            o: abs(features[o, 0] - features[1, 0])
            + (1 - np.exp(-np.linalg.norm(colour[1] - colour[o]) / 20))
            + 0.5 * (1 - border[o] / 12)
            for o in (0, 2)
        }
        merged = merge_to_count(map_of(labels, features), 2, picture)
        chosen.append(int(merged.labels[3, 4]))
        assert chosen[-1] == min(unlike, key=unlike.get)
    assert set(chosen) == {0, 2}


def test_a_split_of_ones_own_is_used():
    labels = np.zeros((4, 10), np.int32)
    taken = []

    def last_column(mask):
        part = np.zeros_like(mask)
        part[:, np.flatnonzero(mask.any(axis=0))[-1]] = True
        taken.append(int(mask.sum()))
        return part & mask

    parts = merge_to_count(map_of(labels), 3, split=last_column)
    assert taken == [40, 36]
    assert [int((parts.labels == each.id).sum()) for each in parts.segments] == [32, 4, 4]


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
