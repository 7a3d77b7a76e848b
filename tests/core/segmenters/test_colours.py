"""``colours``: what has one colour is one segment, wherever it is."""

import cv2
import numpy as np
import pytest
from sklearn.cluster import KMeans
from sklearn.datasets import load_sample_image

from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.segmenters import Look

COLOURS = np.array([(200, 40, 40), (40, 160, 60), (50, 80, 200), (230, 220, 60)], np.uint8)


@pytest.fixture(scope="module")
def checks():
    """Eight fields in four colours, some noise on them, and which colour each pixel is."""
    kinds = np.array([[0, 1, 2, 3], [2, 3, 0, 1]]).repeat(60, axis=0).repeat(60, axis=1)
    noise = np.random.default_rng(1).integers(-12, 13, (*kinds.shape, 3))
    return Picture(np.clip(COLOURS[kinds] + noise, 0, 255).astype(np.uint8)), kinds


def test_one_colour_is_one_segment_in_both_its_places(checks):
    picture, kinds = checks
    found = Look(picture, "colours").at(4)
    for kind in range(4):
        labels, counts = np.unique(found.labels[kinds == kind], return_counts=True)
        assert counts.max() > 0.97 * counts.sum()
        assert (kinds[found.labels == labels[counts.argmax()]] == kind).mean() > 0.97
    names = " ".join(segment.name for segment in found.segments)
    assert all(colour in names for colour in ("red", "green", "yellow"))


def test_the_same_picture_is_divided_the_same_way():
    photo = load_picture(sample_photo())
    first, second = (Look(photo, "colours") for _ in range(2))
    assert first.own_count == 5
    for count in (5, 17, 5):
        one, other = first.at(count), second.at(count)
        np.testing.assert_array_equal(one.labels, other.labels)
        assert one.segments == other.segments


@pytest.mark.parametrize("count", [2, 3])
def test_colours_are_sorted_about_as_well_as_scikit_learn_sorts_them(count):
    look = Look(Picture(load_sample_image("flower.jpg")), "colours")
    small = resize(look.view.image, *look.view.label_size)
    lab = cv2.cvtColor(small.astype(np.float32) / 255, cv2.COLOR_RGB2LAB).reshape(-1, 3)
    theirs = KMeans(count, n_init=3, random_state=0).fit(lab[::20]).predict(lab)

    def spread(labels):
        return sum(
            lab[labels == id].var(axis=0).sum() * (labels == id).sum() for id in range(count)
        )

    assert spread(look.at(count).labels.ravel()) < 1.25 * spread(theirs)
