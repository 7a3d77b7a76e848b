"""Pieces, their borders, the order of their union, and names."""

import cv2
import numpy as np
import pytest
from skimage.segmentation import slic

from segstyle_core.regions import NOWHERE
from segstyle_core.regions.graph import components
from segstyle_core.segmenters.contours import borders, contour_clearness
from segstyle_core.segmenters.grouping import APART, AREA_POWER, grow
from segstyle_core.segmenters.names import Appearance, describe, names
from segstyle_core.segmenters.superpixels import Pieces, superpixels


def stripes(*widths):
    return Pieces(np.arange(len(widths)).repeat(widths)[None].repeat(6, axis=0).astype(np.int32))


def test_each_union_is_the_cheapest_by_the_formula():
    """Every union of a few pieces against the cost of every pair, written out in pixels."""
    random = np.random.default_rng(3)
    pieces = stripes(1, 4, 2, 8, 3, 5)
    cues = random.random((6, 4)).astype(np.float32)
    clearness = random.random(pieces.labels.shape).astype(np.float32)
    tree = grow(pieces.areas, cues, borders(pieces, clearness))
    before = [{piece} for piece in range(6)]
    for step, cost in enumerate(tree.costs):
        after = as_sets(tree.groups(5 - step))
        costs = {
            frozenset(one | other): written_out(one, other, pieces.labels, cues, clearness)
            for place, one in enumerate(before)
            for other in before[place + 1 :]
        }
        united = min(costs, key=costs.get)
        assert set(united) in after
        assert cost == pytest.approx(costs[united], rel=1e-5)
        before = after


def as_sets(groups):
    return [set(np.flatnonzero(groups == number).tolist()) for number in range(groups.max() + 1)]


def written_out(one, other, labels, cues, clearness):
    masks = [np.isin(labels, list(group)) for group in (one, other)]
    a, b = (mask.mean() for mask in masks)
    means = [cues[labels[mask]].astype(float).mean(axis=0) for mask in masks]
    contour = []
    for y in range(labels.shape[0]):
        for x in range(labels.shape[1] - 1):
            here, there = masks[0][y, x : x + 2], masks[1][y, x : x + 2]
            if (here[0] and there[1]) or (here[1] and there[0]):
                contour.append(max(clearness[y, x], clearness[y, x + 1]))
    clear = np.mean(contour) if contour else APART
    return (a * b / (a + b)) ** AREA_POWER * ((means[0] - means[1]) ** 2).sum() * clear


def test_groups_are_nested_and_as_many_as_asked_for():
    random = np.random.default_rng(5)
    labels = np.repeat(np.repeat(np.arange(80).reshape(8, 10), 5, axis=0), 5, axis=1)
    pieces = Pieces(labels.astype(np.int32))
    clearness = np.ones(labels.shape, np.float32)
    tree = grow(pieces.areas, random.random((80, 3)).astype(np.float32), borders(pieces, clearness))
    for count in range(1, 80):
        fewer, more = tree.groups(count), tree.groups(count + 1)
        assert set(fewer) == set(range(count))
        assert len({*zip(fewer, more, strict=True)}) == count + 1
    assert set(tree.groups(200)) == set(range(80))


def test_alike_but_apart():
    pieces = stripes(4, 4, 4)
    cues = np.array([[0.0], [1.0], [0.0]], np.float32)
    clearness = np.ones(pieces.labels.shape, np.float32)
    groups = grow(pieces.areas, cues, borders(pieces, clearness)).groups(2)
    assert groups[0] == groups[2] != groups[1]


def test_as_many_as_stand_out():
    levels = np.array([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3], np.float32)
    noise = 0.01 * np.random.default_rng(1).random(12).astype(np.float32)
    pieces = stripes(*[8] * 12)
    around = borders(pieces, np.ones(pieces.labels.shape, np.float32))
    assert grow(pieces.areas, (levels + noise)[:, None], around).natural_count(3, 8) == 4
    halves = np.where(levels > 1, 5, 0).astype(np.float32)[:, None]
    assert grow(pieces.areas, halves, around).natural_count(3, 8) == 2
    assert grow(pieces.areas, 0 * halves, around).natural_count(3, 8) == 1


def test_a_step_is_clearer_than_haze_and_than_texture():
    lab = np.full((120, 240, 3), 50, np.float32)
    lab[:, :80, 0] = np.linspace(20, 80, 80)
    lab[:, 80:160, 0] = 80
    lab[40:80, 80:160, 0] = 30
    lab[:, 160:, 0] += np.random.default_rng(2).normal(0, 12, (120, 80))
    clearness = contour_clearness(lab)
    assert (clearness >= 0).all() and (clearness <= 1).all()
    step, haze, texture = (
        clearness[40, 100:140],
        clearness[20:100, 20:60],
        clearness[20:100, 180:220],
    )
    assert step.min() > 2 * haze.max()
    assert step.min() > 1.3 * texture.mean()


def test_what_is_nowhere_is_in_no_piece():
    labels = np.array([[7, 7, NOWHERE, 3], [7, 7, NOWHERE, 3]], np.int32)
    pieces = Pieces.of(labels)
    assert pieces.labels.tolist() == [[1, 1, NOWHERE, 0]] * 2
    assert pieces.areas.tolist() == [2, 4]
    values = np.array([[1, 3, 100, 5]], np.float32)[..., None].repeat(2, axis=0)
    np.testing.assert_allclose(pieces.mean(values)[:, 0], [5, 2])
    assert (borders(pieces, np.ones((2, 4), np.float32)).lengths == 0).all()


def test_means_over_pieces_at_another_resolution():
    labels = np.zeros((8, 12), np.int32)
    labels[:, 6:] = 1
    values = np.arange(4 * 6 * 2, dtype=np.float32).reshape(4, 6, 2)
    expected = [values[:, :3].mean((0, 1)), values[:, 3:].mean((0, 1))]
    np.testing.assert_allclose(Pieces(labels).mean(values), expected, rtol=1e-5)


def test_superpixels_keep_to_colours():
    image = np.full((120, 160, 3), (200, 60, 60), np.uint8)
    rows, columns = np.mgrid[0:120, 0:160]
    disc = (rows - 60) ** 2 + (columns - 80) ** 2 < 40**2
    image[disc] = (60, 60, 200)
    lab = cv2.cvtColor(image.astype(np.float32) / 255, cv2.COLOR_RGB2LAB)
    inside = columns < 130
    pieces = superpixels(lab, inside, 100)
    assert 50 < len(pieces.areas) < 200
    assert ((pieces.labels == NOWHERE) == ~inside).all()
    purity = pieces.mean(disc[..., None].astype(np.float32))
    assert np.minimum(purity, 1 - purity).max() < 0.1


def test_superpixels_do_not_mix_leaves_and_sky():
    """Leaves of one to a dozen pixels before the sky; no piece has much of both, nor two parts."""
    random = np.random.default_rng(5)
    leaves = cv2.GaussianBlur(random.normal(size=(200, 300)), (0, 0), 3) > 0.02
    leaves[:60] = False
    image = np.where(leaves[..., None], (50, 70, 30), (240, 245, 255)).astype(np.float32) / 255
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)
    pieces = superpixels(lab, np.ones(leaves.shape, bool), 240)
    share = pieces.mean(leaves[..., None].astype(np.float32))[:, 0]
    mixed = (np.minimum(share, 1 - share) * pieces.areas).sum() / leaves.size
    from_skimage = Pieces.of(slic(lab, 240, 0.1, 8, convert2lab=False, start_label=0))
    theirs = from_skimage.mean(leaves[..., None].astype(np.float32))[:, 0]
    assert mixed < 0.7 * (np.minimum(theirs, 1 - theirs) * from_skimage.areas).sum() / leaves.size
    assert components(pieces.labels)[0].max() + 1 == len(pieces.areas)
    assert pieces.areas.min() >= 0.5 * leaves.size / 240


@pytest.mark.parametrize(
    ("colour", "name"),
    [
        ((0, 0, 0), "black"),
        ((128, 128, 128), "grey"),
        ((255, 255, 255), "white"),
        ((220, 40, 40), "red"),
        ((240, 150, 40), "orange"),
        ((120, 80, 40), "brown"),
        ((70, 45, 25), "dark brown"),
        ((190, 165, 130), "beige"),
        ((200, 200, 200), "light grey"),
        ((250, 230, 50), "light yellow"),
        ((60, 160, 60), "green"),
        ((20, 60, 20), "dark green"),
        ((80, 140, 220), "blue"),
        ((130, 60, 180), "violet"),
    ],
)
def test_colours_have_the_names_people_use(colour, name):
    image = np.full((1, 1, 3), colour, np.float32) / 255
    lab = cv2.cvtColor(image, cv2.COLOR_RGB2LAB)[0, 0]
    assert describe(Appearance(lab, 0.5, 0.5, 1.0)) == f"{name}, middle"


def grey(lightness, right=0.5, down=0.5, share=0.1):
    return Appearance(np.array([lightness, 0, 0], np.float32), right, down, share)


def test_places():
    for right, down, place in ((0.5, 0.2, "top"), (0.2, 0.8, "bottom left"), (0.8, 0.5, "right")):
        assert describe(grey(50, right, down)) == f"grey, {place}"


@pytest.mark.parametrize(
    ("seen", "told"),
    [
        ([grey(50), grey(70)], ["darker grey, middle", "lighter grey, middle"]),
        ([grey(50, 0.6), grey(50, 0.4)], ["right grey, middle", "left grey, middle"]),
        ([grey(50, 0.5, 0.4), grey(50, 0.5, 0.6)], ["upper grey, middle", "lower grey, middle"]),
        ([grey(50), grey(51, 0.5, 0.5, 0.4)], ["small grey, middle", "large grey, middle"]),
        ([grey(50), grey(51)], ["grey, middle", "grey, middle"]),
        ([grey(50), grey(50, 0.9)], ["grey, middle", "grey, right"]),
        (
            [grey(45), grey(68, 0.45), grey(68, 0.55)],
            ["darker grey, middle", "lighter grey, middle", "lighter grey, middle"],
        ),
        (
            [grey(50, 0.1, 0.1), grey(50, 0.3, 0.3)],
            ["grey, top left", "grey, top left"],
        ),
        (
            [grey(20), grey(32, 0.5, 0.5, 0.4)],
            ["small dark grey, middle", "large dark grey, middle"],
        ),
    ],
)
def test_what_tells_segments_of_one_name_apart(seen, told):
    assert names(seen) == told
