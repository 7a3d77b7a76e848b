"""``subject`` on real photos."""

import numpy as np
import pytest
from skimage import data
from sklearn.datasets import load_sample_image

from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture
from segstyle_core.regions.graph import components
from segstyle_core.segmenters import Hints, Look
from segstyle_core.weights import Store

PLACES = {
    "chelsea": (data.chelsea, [(100, 200), (200, 300)], [(20, 430), (280, 440)]),
    "astronaut": (data.astronaut, [(120, 230), (400, 150), (430, 400)], [(50, 50), (60, 330)]),
    "flower": (lambda: load_sample_image("flower.jpg"), [(230, 300)], [(50, 50), (380, 100)]),
    "pagoda": (lambda: load_sample_image("china.jpg"), [(200, 210)], [(50, 500), (400, 550)]),
}


@pytest.mark.parametrize("name", PLACES)
def test_the_subject_and_what_is_behind_it(name, store):
    photo, on, off = PLACES[name]
    division = Look(Picture(photo()), "subject", store=store).divide()
    by_name = {region.name: region for region in division.regions}
    assert set(by_name) == {"subject", "background"}
    assert all(by_name["subject"].coverage[place] > 200 for place in on)
    assert all(by_name["background"].coverage[place] > 200 for place in off)
    assert all(0.8 < region.score <= 1 for region in division.regions)


def test_neither_holes_nor_specks(store):
    labels = Look(Picture(data.astronaut()), "subject", store=store).at(2).labels
    pieces, _ = components(labels)
    assert np.bincount(pieces.ravel()).min() > 0.01 * labels.size


@pytest.mark.parametrize("count", [1, 3, 6])
def test_any_other_number(count, store):
    look = Look(Picture(data.astronaut()), "subject", store=store)
    two, segments = look.at(2), look.at(count)
    assert len(segments.segments) == count
    if count > 2:
        pairs = np.unique(np.stack([two.labels.ravel(), segments.labels.ravel()]), axis=1)
        assert pairs.shape[1] == count


def test_more_segments_without_the_weights_for_splitting(store, tmp_path):
    for file in store.folder.glob("u2netp.onnx*"):
        (tmp_path / file.name).symlink_to(file)
    look = Look(Picture(data.astronaut()), "subject", store=Store(tmp_path))
    assert len(look.at(4).segments) == 4


@pytest.mark.parametrize("plain", [True, False])
def test_nothing_stands_out(plain, store):
    photo = np.full((200, 300, 3), 128, np.uint8) if plain else np.dstack([data.gravel()] * 3)
    with pytest.raises(BadInputError, match="Nothing stands out") as caught:
        Look(Picture(photo), "subject", store=store)
    assert "alike" in caught.value.advice


def test_the_subject_of_what_is_selected(store):
    """In a box round the spoon, the spoon is the subject, not the cup."""
    photo = data.coffee()
    selected = np.zeros(photo.shape[:2], np.uint8)
    selected[200:360, 240:450] = 255
    look = Look(Picture(photo), "subject", Hints(inside=selected), store=store)
    regions = {region.name: region.coverage for region in look.divide().regions}
    assert regions["subject"][280, 365] > 200
    assert regions["background"][340, 260] > 200
    assert (sum(each.astype(int) for each in regions.values()) == selected).all()
