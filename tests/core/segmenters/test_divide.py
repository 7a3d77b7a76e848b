"""From a real photo to named regions, by both segmenters."""

import subprocess
import sys

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError, CancelledError, WeightsError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.progress import Control
from segstyle_core.segmenters import divide, listing
from segstyle_core.weights import Store


@pytest.fixture(scope="module")
def photo():
    return load_picture(sample_photo())


def insist_on_order(division):
    total = sum(region.coverage.astype(int) for region in division.regions)
    assert (total == 255).all()
    assert all(region.coverage.max() >= 128 for region in division.regions)
    names = [region.name for region in division.regions]
    assert len(set(names)) == len(names)
    assert all(0 < region.score <= 1 for region in division.regions)


def share_inside(region, rows, columns):
    return region.coverage[rows, columns].mean() / 255


def test_scene_knows_sky_tree_and_building(photo, scene_store):
    division = divide(photo, "scene", store=scene_store)
    insist_on_order(division)
    by_name = {region.name: region for region in division.regions}
    assert {"sky", "tree", "building"} <= set(by_name)
    assert share_inside(by_name["sky"], slice(0, 150), slice(400, 600)) > 0.99
    assert share_inside(by_name["building"], slice(100, 300), slice(120, 300)) > 0.9
    assert share_inside(by_name["tree"], slice(360, 427), slice(400, 640)) > 0.95


def test_clusters_part_the_sky_from_the_pagoda_from_the_trees(photo, store):
    division = divide(photo, "clusters", store=store)
    insist_on_order(division)
    assert 3 <= len(division.regions) <= 8
    places = {
        "sky": (slice(10, 100), slice(380, 560)),
        "pagoda": (slice(120, 300), slice(130, 300)),
        "trees": (slice(370, 420), slice(420, 620)),
    }
    owners = set()
    for place in places.values():
        shares = [share_inside(region, *place) for region in division.regions]
        assert max(shares) > 0.85
        owners.add(int(np.argmax(shares)))
    assert len(owners) == 3


@pytest.mark.parametrize("count", [1, 2, 5, 23])
@pytest.mark.parametrize("segmenter", ["scene", "clusters"])
def test_exactly_as_many_as_asked_for(photo, store, scene_store, segmenter, count):
    division = divide(photo, segmenter, count, store=scene_store if segmenter == "scene" else store)
    insist_on_order(division)
    assert len(division.regions) == count


@pytest.mark.parametrize("size", [(16, 16), (300, 17), (20, 900)])
def test_small_and_thin_pictures(photo, store, size):
    small = Picture(resize(photo.rgb, *size))
    for count in (3, 100):
        division = divide(small, "clusters", count, store=store)
        insist_on_order(division)
        assert len(division.regions) == count


def test_two_plain_halves_are_found_and_named(store):
    halves = np.full((90, 120, 3), 128, np.uint8)
    halves[:, 60:] = (200, 30, 30)
    division = divide(Picture(halves), "clusters", 2, store=store)
    assert {region.name for region in division.regions} == {"grey, left", "subject"}
    right = next(region for region in division.regions if region.name == "subject")
    assert (right.coverage[:, 63:] == 255).all() and (right.coverage[:, :57] == 0).all()


def test_auto_prefers_the_scene(photo, store, scene_store):
    assert divide(photo, "auto", 3, store=scene_store).segmenter == "scene"
    ready = {info.id: info.ready for info in listing(scene_store)}
    assert ready["auto"] and ready["scene"] and not ready["clusters"] and not ready["subject"]


def test_auto_makes_do_with_clusters(photo, store, tmp_path):
    alone = Store(tmp_path)
    for name in ("vgg19_features", "u2netp"):
        for file in store.folder.glob(f"{name}.onnx*"):
            (alone.folder / file.name).symlink_to(file)
    assert divide(photo, "auto", 3, store=alone).segmenter == "clusters"
    ready = {info.id: info.ready for info in listing(alone)}
    assert ready["auto"] and not ready["scene"] and ready["clusters"] and ready["subject"]


def test_without_weights_the_advice_is_to_fetch_them(photo, tmp_path):
    with pytest.raises(WeightsError) as caught:
        divide(photo, store=Store(tmp_path))
    assert "segstyle weights fetch" in caught.value.advice


@pytest.mark.parametrize("count", [0, -3, 101])
def test_senseless_counts(photo, store, count):
    with pytest.raises(BadInputError, match=str(count)):
        divide(photo, "clusters", count, store=store)


def test_an_unknown_segmenter_names_the_known_ones(photo, store):
    with pytest.raises(BadInputError, match="auto, scene, clusters, subject"):
        divide(photo, "magic", store=store)


def test_a_picture_too_small(store):
    with pytest.raises(BadInputError, match="15×40"):
        divide(Picture(np.zeros((40, 15, 3), np.uint8)), "clusters", store=store)


def test_cancelled_at_any_moment(photo, store):
    seen = []

    def note(fraction, text):
        seen.append(fraction)
        return Control.CONTINUE

    divide(photo, "clusters", 3, note, store)
    assert seen == sorted(seen) and len(seen) > 5
    for stop in range(0, len(seen), 3):
        left = iter([Control.CONTINUE] * stop)
        with pytest.raises(CancelledError):
            divide(photo, "clusters", 3, lambda *_, left=left: next(left, Control.CANCEL), store)


def test_segmenting_needs_no_torch(store):
    program = (
        "import sys, numpy as np\n"
        "from segstyle_core.segmenters import divide\n"
        "assert not {'torch', 'onnxruntime', 'cv2', 'skimage'} & set(sys.modules)\n"
        "from segstyle_core.image import Picture\n"
        "divide(Picture(np.random.randint(0, 255, (64, 64, 3), dtype=np.uint8)), 'clusters')\n"
        "assert 'torch' not in sys.modules and 'onnxruntime' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)
