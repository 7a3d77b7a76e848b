"""What two networks see, made one: worked by hand, and on photos."""

import numpy as np
import pytest
from loopback import serving
from skimage.data import astronaut, chelsea
from sklearn.datasets import load_sample_image

from segstyle_core.image import Picture
from segstyle_core.segmenters import divide
from segstyle_core.segmenters.fusion import with_things
from segstyle_core.segmenters.scene import network
from segstyle_core.segmenters.scores import Seen
from segstyle_core.weights import Store

SIDE = 66
SCENE = {"wall": 0.6, "person": 0.3, "plant": 0.1}


def everywhere(**shares):
    return {name: np.full((SIDE, SIDE), share, np.float32) for name, share in shares.items()}


def seen(maps):
    return Seen(np.stack(list(maps.values())), tuple(maps))


def at(fused, row, column):
    shares = fused.probabilities[:, row, column]
    assert shares.sum() == pytest.approx(1.0, abs=1e-5)
    return {name: float(share) for name, share in zip(fused.classes, shares, strict=True) if share}


def things(left, right, name="cat"):
    """A thing that has one probability on the left half and another on the right."""
    maps = everywhere(background=1 - right, person=0.0, **{name.replace(" ", "_"): right})
    maps = {key.replace("_", " "): value for key, value in maps.items()}
    maps[name][:, : SIDE // 2] = left
    maps["background"][:, : SIDE // 2] = 1 - left
    return seen(maps)


def test_a_thing_seen_for_certain_stands_before_the_scene():
    fused = with_things(seen(everywhere(**SCENE)), things(0.9, 0.05))
    assert at(fused, 10, 10) == pytest.approx(
        {"wall": 0.06, "person": 0.03, "plant": 0.01, "cat": 0.9}, abs=1e-5
    )
    assert at(fused, 10, 50) == pytest.approx(SCENE, abs=1e-5)


def test_around_it_both_are_heard_as_far_as_a_cell_is_wide():
    fused = with_things(seen(everywhere(**SCENE)), things(0.9, 0.4))
    margin = SIDE // 33
    within, beyond = SIDE // 2 + margin - 1, SIDE // 2 + margin
    assert at(fused, 10, within) == pytest.approx(
        {"wall": 0.36, "person": 0.18, "plant": 0.06, "cat": 0.4}, abs=1e-5
    )
    assert at(fused, 10, beyond) == pytest.approx(SCENE, abs=1e-5)


def test_a_thing_seen_vaguely_changes_nothing():
    fused = with_things(seen(everywhere(**SCENE)), things(0.79, 0.05))
    assert at(fused, 10, 10) == pytest.approx(SCENE, abs=1e-5)


def test_a_thing_with_a_wider_name_in_the_scene_adds_to_it():
    fused = with_things(seen(everywhere(**SCENE)), things(0.9, 0.0, "potted plant"))
    assert "potted plant" not in fused.classes
    assert at(fused, 10, 10)["plant"] == pytest.approx(0.1 * 0.1 + 0.9, abs=1e-5)


def test_what_both_networks_know_has_the_mean_of_both_as_its_score():
    fused = with_things(seen(everywhere(**SCENE)), things(0.0, 0.0))
    mask = np.ones((SIDE, SIDE), bool)
    assert fused.score(fused.classes.index("person"), mask) == pytest.approx(0.15, abs=1e-5)
    assert fused.score(fused.classes.index("wall"), mask) == pytest.approx(0.6, abs=1e-5)


@pytest.fixture(scope="module")
def both(mirror, store, tmp_path_factory):
    """A store with both networks of the scene, and those of clusters."""
    both = Store(tmp_path_factory.mktemp("both"))
    for name in ("vgg19_features", "u2netp"):
        for file in store.folder.glob(f"{name}.onnx*"):
            (both.folder / file.name).symlink_to(file)
    with serving(mirror) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        both.fetch("mosaic")
        both.fetch("voc_deeplab")
    return both


def by_name(photo, store, segmenter="scene"):
    regions = divide(Picture(photo), segmenter, store=store).regions
    return {region.name: region for region in regions}


def test_a_cat_is_a_cat_and_what_nobody_is_sure_of_has_its_colour_s_name(both, scene_store):
    found = by_name(chelsea(), both)
    assert (found["cat"].coverage[100:250, 80:300] == 255).all()
    assert found["cat"].score > 0.9
    others = set(found) - {"cat"}
    assert others and all(name.endswith(("left", "right", "top", "bottom")) for name in others)
    assert "cat" not in by_name(chelsea(), scene_store)


def test_a_person_stands_before_the_scene(both):
    found = by_name(astronaut(), both)
    assert (found["person"].coverage[60:300, 190:260] == 255).mean() > 0.95
    assert {"wall", "person"} <= set(found)


def test_a_scene_without_things_stays_as_it_is(both, scene_store):
    china = load_sample_image("china.jpg")
    fused, alone = by_name(china, both), by_name(china, scene_store)
    assert set(fused) == set(alone)
    for name, region in fused.items():
        assert (region.coverage == alone[name].coverage).mean() > 0.99


def test_auto_takes_clusters_where_the_scene_is_not_recognised(both):
    flower, china = (load_sample_image(f"{name}.jpg") for name in ("flower", "china"))
    assert divide(Picture(china), "auto", store=both).segmenter == "scene"
    assert divide(Picture(flower), "auto", store=both).segmenter == "clusters"
    assert divide(Picture(flower), "scene", store=both).segmenter == "scene"


def test_both_networks_are_judged_as_one(both):
    fused = network("scene", both)
    assert len(fused.classes) == len(set(fused.classes)) == 45
    labels = fused.look(chelsea()).labels(450, 300)
    assert fused.classes[labels[150, 200]] == "cat"
    seen = fused.see(chelsea(), (45, 30))
    assert seen.classes == fused.classes
