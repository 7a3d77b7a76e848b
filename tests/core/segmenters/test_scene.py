"""Scene networks of every kind: tiny ones whose answers are told by hand, and real ones."""

import numpy as np
import pytest
from tiny_networks import FLOAT, INT, MEAN, STD, colours_at_stride, node, saved

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError, CoreFailureError, WeightsError
from segstyle_core.image import Picture, load_picture
from segstyle_core.segmenters import divide, listing
from segstyle_core.segmenters.scene_model import SceneModel, scene_model
from segstyle_core.segmenters.scores import Scores, read_scores
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import InputSpec, OutputSpec
from segstyle_core.weights.own_network import describe

PLAIN = {"order": "RGB", "mean": MEAN, "std": STD}
NAMES = ("red", "green", "blue")


@pytest.fixture
def stripes():
    """Red, green and blue, each 32 pixels wide."""
    image = np.full((64, 96, 3), 20, np.uint8)
    for channel in range(3):
        image[:, 32 * channel : 32 * (channel + 1), channel] = 220
    return image


def insist_on_stripes(labels):
    width = labels.shape[1]
    for number in range(3):
        middle = labels[:, (2 * number + 1) * width // 6]
        assert (middle == number).all()
    assert abs((labels == 1).mean() - 1 / 3) < 0.05


def seen_by(path, image, input=None, output=None, classes=NAMES):
    model = SceneModel(
        path, classes, InputSpec(**PLAIN | (input or {})), OutputSpec(**output or {})
    )
    return model.look(image)


def test_logits_at_a_stride_are_enlarged_between_their_middles(tmp_path, stripes):
    path = colours_at_stride(tmp_path / "net.onnx")
    seen = seen_by(path, stripes, {"multiple": 32}, {"stride": 4})
    assert seen.maps.shape == (3, 16, 24)
    expected = (np.array([220.0, 20.0, 20.0]) - MEAN) / STD
    np.testing.assert_allclose(seen.maps[:, 5, 2], expected, atol=1e-5)
    likely = np.exp(expected) / np.exp(expected).sum()
    np.testing.assert_allclose(seen.probabilities(96, 64)[:, 30, 10], likely, atol=1e-5)
    np.testing.assert_array_equal(
        seen.labels(96, 64), np.broadcast_to(np.repeat([0, 1, 2], 32), (64, 96))
    )


def test_between_two_values_scores_are_linear():
    maps = np.array([[[0.0, 1.0, 3.0]], [[5.0, 5.0, 5.0]]], np.float32)
    assert Scores(maps).probabilities(9, 1).shape == (2, 1, 9)
    logits = np.log(Scores(maps).probabilities(9, 1))[:, 0]
    by_middles = [0, 0, 1 / 3, 2 / 3, 1, 5 / 3, 7 / 3, 3, 3]
    np.testing.assert_allclose(logits[0] - logits[1] + 5, by_middles, atol=0.05)
    logits = np.log(Scores(maps, corners=True).probabilities(9, 1))[:, 0]
    by_corners = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3]
    np.testing.assert_allclose(logits[0] - logits[1] + 5, by_corners, atol=0.05)


def test_labels_are_the_likeliest_classes():
    random = np.random.default_rng(0)
    for corners in (False, True):
        seen = Scores(random.normal(size=(150, 9, 13)).astype(np.float32), corners)
        expected = seen.probabilities(52, 36).argmax(axis=0)
        assert (seen.labels(52, 36) == expected).mean() > 0.999


@pytest.mark.parametrize(
    ("size", "rows", "corners"), [((513, 513), 129, True), ((512, 512), 128, False)]
)
def test_where_the_outermost_scores_stand(size, rows, corners):
    logits = np.zeros((1, 2, rows, rows), np.float32)
    assert read_scores([logits], OutputSpec(stride=4), 2, size).corners is corners


def test_channels_last_at_one_size(tmp_path, stripes):
    path = saved(
        tmp_path / "net.onnx",
        [node("Identity", "picture", "out")],
        [("out", FLOAT)],
        [1, 24, 48, 3],
    )
    seen = seen_by(path, stripes, {"layout": "NHWC", "size": (48, 24)}, {"layout": "NHWC"})
    assert seen.maps.shape == (3, 24, 48)
    insist_on_stripes(seen.labels(96, 64))


def test_blue_first(tmp_path, stripes):
    path = colours_at_stride(tmp_path / "net.onnx")
    labels = seen_by(path, stripes, {"order": "BGR"}, {"stride": 4}).labels(96, 64)
    insist_on_stripes(2 - labels)


def test_probabilities_stay_what_they_are(tmp_path, stripes):
    """As CSAIL's decoders give them, enlarged and all."""
    nodes = [
        node("Softmax", "picture", "small", axis=1),
        node("Resize", "small empty scales", "out", mode="linear"),
    ]
    constants = [("scales", np.array([1, 1, 2, 2], np.float32)), ("empty", np.zeros(0, np.float32))]
    path = saved(tmp_path / "net.onnx", nodes, [("out", FLOAT)], [1, 3, "h", "w"], constants)
    seen = seen_by(path, stripes, {"multiple": 8}, {})
    logits = (np.array([220.0, 20.0, 20.0]) - MEAN) / STD
    expected = np.exp(logits) / np.exp(logits).sum()
    np.testing.assert_allclose(seen.probabilities(96, 64)[:, 30, 10], expected, atol=1e-5)
    insist_on_stripes(seen.labels(96, 64))


def test_the_network_s_own_background_is_cut_off(tmp_path, stripes):
    nodes = [
        node("ReduceMax", "picture", "most", axes=[1]),
        node("Concat", "most picture", "out", axis=1),
    ]
    path = saved(tmp_path / "net.onnx", nodes, [("out", FLOAT)], [1, 3, "h", "w"])
    seen = seen_by(path, stripes, {}, {"background": True})
    assert len(seen.maps) == 3
    insist_on_stripes(seen.labels(96, 64))


@pytest.mark.parametrize("keep", [0, 1])
def test_labels_alone(tmp_path, stripes, keep):
    argmax = node("ArgMax", "picture", "out", axis=1, keepdims=keep)
    path = saved(tmp_path / "net.onnx", [argmax], [("out", INT)], [1, 3, "h", "w"])
    seen = seen_by(path, stripes, {}, {"kind": "labels"})
    np.testing.assert_array_equal(
        seen.labels(96, 64), np.broadcast_to(np.repeat([0, 1, 2], 32), (64, 96))
    )


def test_queries_add_up_by_class(tmp_path, stripes):
    """Four masks; two of them, of one class, together outweigh a single stronger one."""
    table = np.array([[[0, -9, -9, -9], [-9, 0, -9, -9], [-9, -9, 0, -9], [-9, -9, 0, -9]]])
    nodes = [
        node("AveragePool", "picture", "three", kernel_shape=[4, 4], strides=[4, 4]),
        node("Gather", "three last", "again", axis=1),
        node("Concat", "three again", "masks", axis=1),
        node("Identity", "table", "classes"),
    ]
    constants = [("table", table.astype(np.float32)), ("last", np.array([2]))]
    path = saved(
        tmp_path / "net.onnx",
        nodes,
        [("masks", FLOAT), ("classes", FLOAT)],
        [1, 3, "h", "w"],
        constants,
    )
    output = {"kind": "queries", "stride": 4, "names": ("classes", "masks")}
    seen = seen_by(path, stripes, {}, output)
    inside = 1 / (1 + np.exp(-(np.array([220.0, 20.0, 20.0]) - MEAN) / STD))
    weights = np.exp(table[0]) / np.exp(table[0]).sum(axis=1, keepdims=True)
    by_hand = weights[:, :3].T @ inside[[0, 1, 2, 2]]
    np.testing.assert_allclose(seen.maps[:, 5, 2], by_hand / by_hand.sum(), atol=1e-5)
    assert (seen.labels(96, 64)[:, 80] == 2).all()


def test_another_number_of_classes_than_named_is_told(tmp_path, stripes):
    path = colours_at_stride(tmp_path / "net.onnx")
    with pytest.raises(BadInputError, match="tells 3 classes apart, and 2 are named"):
        seen_by(path, stripes, {}, {"stride": 4}, ("red", "green"))
    labels = [np.full((1, 4, 4), 7)]
    with pytest.raises(BadInputError, match="tells 8 classes apart, and 3 are named"):
        read_scores(labels, OutputSpec(kind="labels"), 3, (4, 4))


def test_a_size_that_the_network_does_not_take_is_told(tmp_path, stripes):
    identity = node("Identity", "picture", "out")
    path = saved(tmp_path / "net.onnx", [identity], [("out", FLOAT)], [1, 3, 32, 32])
    with pytest.raises(CoreFailureError, match="cannot be run on 96×64"):
        seen_by(path, stripes)


def test_a_file_that_says_its_classes_divides_a_photo(tmp_path, stripes):
    path = colours_at_stride(tmp_path / "net.onnx")
    division = divide(Picture(stripes), f"scene:{path}", store=Store(tmp_path))
    assert division.segmenter == f"scene:{path}"
    by_name = {region.name: region.coverage for region in division.regions}
    assert set(by_name) == set(NAMES)
    assert (by_name["green"][:, 36:60] == 255).all()
    assert (by_name["green"][:, :28] == 0).all()


def test_a_network_of_the_user_s_catalogue_is_listed_and_divides(tmp_path, stripes):
    own = Store(tmp_path / "store")
    path = colours_at_stride(tmp_path / "net.onnx", classes=("rose", "lawn", "pond"))
    own.adopt(describe(path, "garden", None, None, None), path)
    info = next(info for info in listing(own) if info.id == "scene:garden")
    assert info.ready
    division = divide(Picture(stripes), "scene:garden", store=own)
    assert {region.name for region in division.regions} == {"rose", "lawn", "pond"}


def test_what_is_no_scene_network_is_told(tmp_path, store):
    own = Store(tmp_path)
    for name in ("garden", "u2netp"):
        with pytest.raises(BadInputError, match=f"“{name}” is no network that names") as caught:
            scene_model(name, store)
        assert "mosaic" in caught.value.advice and "vgg19" not in caught.value.advice
    with pytest.raises(WeightsError, match="not on this machine"):
        scene_model("mosaic", own)
    with pytest.raises(BadInputError, match=r"no file .*nowhere\.onnx"):
        scene_model("nowhere.onnx", own)


@pytest.mark.parametrize(
    ("file", "count", "expected"),
    [
        ("ade20k150_deeplabv3p_mnv2", 150, {"sky", "tree", "building"}),
        ("ade20k31_mosaic_r4", 31, {"sky", "tree", "building"}),
        ("voc21_deeplabv3_mnv2", 21, {"background"}),
    ],
)
def test_real_networks(shared, tmp_path, file, count, expected):
    path = shared / "models" / f"{file}.onnx"
    assert len(scene_model(str(path), Store(tmp_path)).classes) == count
    photo = load_picture(sample_photo())
    division = divide(photo, f"scene:{path}", store=Store(tmp_path))
    assert expected <= {region.name for region in division.regions}
