"""``clusters`` on real photos: nested, within what is selected, split alike for others."""

import numpy as np
import pytest
from skimage import data
from sklearn.datasets import load_sample_image

from segstyle_core.image import Picture, resize
from segstyle_core.regions import NOWHERE
from segstyle_core.segmenters import Hints, Look, alike
from segstyle_core.segmenters.alike import splitter
from segstyle_core.weights import Store


@pytest.fixture(scope="module")
def flower(store):
    return Look(Picture(load_sample_image("flower.jpg")), "clusters", store=store)


def covering(true, found):
    """The mean overlap, by area, of each true mask with the found segment that fits best."""
    segments = [found == number for number in np.unique(found)]
    best = [max((mask & each).sum() / (mask | each).sum() for each in segments) for mask in true]
    return np.average(best, weights=[mask.sum() for mask in true])


def test_a_flower_is_whole_at_two(flower):
    labels = flower.at(2).labels
    rows, columns = np.mgrid[0 : labels.shape[0], 0 : labels.shape[1]]
    height, width = labels.shape
    blossom = np.hypot(rows - 0.52 * height, columns - 0.48 * width) < 0.31 * height
    beside = np.hypot(rows - 0.52 * height, columns - 0.48 * width) > 0.36 * height
    beside &= rows < 0.85 * height
    assert covering([blossom, beside], np.where(blossom | beside, labels, 9)) > 0.95
    assert "subject" in {segment.name for segment in flower.at(2).segments}


@pytest.mark.parametrize("count", [3, 4, 5, 6])
def test_a_crown_before_the_sky_is_the_tree_s(count, store):
    """Its loose top, and leaves that let the sky through; nothing of the sky around it."""
    photo = load_sample_image("china.jpg")
    labels = Look(Picture(photo), "clusters", store=store).at(count).labels
    rows, columns = (np.mgrid[0:427, 0:640].T * (labels.shape[0] / 427)).T.astype(int)
    found = labels[rows, columns]
    tree, sky = found[300, 610], found[60, 400]
    crown = photo.max(axis=2) < 110
    crown[:, :580] = crown[:135] = crown[190:] = False
    assert (found[crown] == tree).mean() > 0.9
    assert (found[:105, 540:] == sky).all()


def test_segments_are_nested(flower):
    for count in (1, 2, 3, 7, 30, 99):
        fewer, more = flower.at(count).labels, flower.at(count + 1).labels
        pairs = np.unique(np.stack([fewer.ravel(), more.ravel()]), axis=1)
        assert pairs.shape[1] == count + 1


def test_the_same_photo_gives_the_same_segments(flower, store):
    again = Look(Picture(load_sample_image("flower.jpg")), "clusters", store=store)
    assert again.own_count == flower.own_count
    assert (again.at(9).labels == flower.at(9).labels).all()


def test_scores_tell_what_stands_apart(store):
    plain = np.full((96, 128, 3), 128, np.uint8)
    halves = plain.copy()
    halves[:, 64:] = (200, 30, 30)
    apart = Look(Picture(halves), "clusters", store=store).at(2)
    alike = Look(Picture(plain), "clusters", store=store).at(2)
    assert min(segment.score for segment in apart.segments) > 0.9
    assert min(segment.score for segment in apart.segments) > max(
        segment.score for segment in alike.segments
    )


def test_as_many_as_there_is_to_see(store):
    plain = np.full((96, 128, 3), 128, np.uint8)
    assert Look(Picture(plain), "clusters", store=store).own_count == 1
    plain[:, 64:] = (200, 30, 30)
    assert Look(Picture(plain), "clusters", store=store).own_count == 2
    assert 3 <= Look(Picture(data.coffee()), "clusters", store=store).own_count <= 8


def test_what_is_not_selected_takes_no_part(store):
    """The spoon of the coffee is found in a box round it, and the box is all that is divided."""
    photo = resize(data.coffee(), 480, 320)
    selected = np.zeros(photo.shape[:2], np.uint8)
    selected[128:288, 192:360] = 255
    look = Look(Picture(photo), "clusters", Hints(inside=selected), store=store)
    for count in (2, 12, 100):
        segments = look.at(count)
        assert len(segments.segments) == count
        assert ((segments.labels == NOWHERE) == (selected == 0)).all()
    labels = look.at(2).labels
    spoon = labels[216, 292]
    assert spoon != labels[272, 208]
    assert (labels == spoon).sum() < 0.35 * (selected > 0).sum()


def test_what_is_hidden_does_not_matter(store):
    photo = data.astronaut()
    alpha = np.zeros(photo.shape[:2], np.uint8)
    alpha[:, 60:460] = 255
    gaudy = np.where(alpha[..., None] > 0, photo, np.array([255, 0, 255])).astype(np.uint8)
    one, other = (Look(Picture(each, alpha), "clusters", store=store) for each in (photo, gaudy))
    same = one.at(4).labels[:, 70:450] == other.at(4).labels[:, 70:450]
    assert same.mean() > 0.9


def test_splitting_a_mask_for_others(flower, store):
    labels = flower.at(2).labels
    split = splitter(flower.view, store)
    everything = np.ones(labels.shape, bool)
    part = split(everything)
    assert covering([part, ~part], labels) > 0.95
    for mask in (labels == 0, labels == 1, part):
        smaller = split(mask)
        assert smaller.any() and not (smaller & ~mask).any()
        assert 2 * smaller.sum() <= mask.sum()


def test_even_the_smallest_mask_is_split(flower, store):
    mask = np.zeros(flower.at(2).labels.shape, bool)
    mask[10, 10:12] = True
    assert splitter(flower.view, store)(mask).sum() == 1


def test_what_is_prepared_is_not_looked_at_again(flower, store, monkeypatch):
    mask = np.ones(flower.at(2).labels.shape, bool)
    expected = splitter(flower.view, store)(mask)
    looks = []
    whole = alike.compare
    monkeypatch.setattr(alike, "compare", lambda *all: looks.append(all) or whole(*all))
    split = splitter(flower.view, store)
    split.prepare()
    for _ in range(2):
        np.testing.assert_array_equal(split(mask), expected)
    assert len(looks) == 1


def test_nothing_to_split_with_while_weights_are_missing(flower, tmp_path):
    assert splitter(flower.view, Store(tmp_path)) is None


def test_the_scene_is_split_by_what_is_alike(store, scene_store, tmp_path):
    """A split of a segment is the one that the splitter makes of it, when it can."""
    for folder in (store.folder, scene_store.folder):
        for file in folder.glob("*.onnx*"):
            if not (tmp_path / file.name).exists():
                (tmp_path / file.name).symlink_to(file)
    both = Store(tmp_path)
    look = Look(Picture(load_sample_image("china.jpg")), "scene", store=both)
    found, one_more = look.at(), look.at(look.own_count + 1)
    largest = found.labels == 0
    part = splitter(look.view, both)(largest)
    halves = {
        number: np.unique(one_more.labels[mask])
        for number, mask in enumerate((part, largest & ~part))
    }
    assert [len(each) for each in halves.values()] == [1, 1]
    assert halves[0] != halves[1]
