"""Describing a network by trying it: tiny ones of every kind, and real ones."""

import json

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper

from segstyle_core.errors import BadInputError
from segstyle_core.weights.own_network import describe

MEAN, STD = (1.0, 2.0, 3.0), (10.0, 20.0, 30.0)


def saved(path, nodes, outputs, shape, constants=(), **told):
    graph = helper.make_graph(
        nodes,
        "tiny",
        [helper.make_tensor_value_info("picture", TensorProto.FLOAT, shape)],
        [helper.make_tensor_value_info(name, type_, None) for name, type_ in outputs],
        [onnx.numpy_helper.from_array(array, name) for name, array in constants],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    helper.set_model_props(model, told)
    onnx.save(model, path)
    return path


@pytest.fixture
def two_classes(tmp_path):
    """Logits of "bright" and "dark" at a quarter of the size, any size."""
    weights = np.stack([np.ones((3, 4, 4)), -np.ones((3, 4, 4))]).astype(np.float32)
    return saved(
        tmp_path / "two.onnx",
        [helper.make_node("Conv", ["picture", "weights"], ["logits"], strides=[4, 4])],
        [("logits", TensorProto.FLOAT)],
        [1, 3, "h", "w"],
        [("weights", weights)],
        classes=json.dumps(["bright", "dark"]),
        mean=json.dumps(MEAN),
        std=json.dumps(STD),
        licence="MIT",
    )


def test_what_the_file_says_is_taken(two_classes):
    entry = describe(two_classes, "two", None, None, None)
    assert (entry.id, entry.file, entry.classes) == ("two", "two.onnx", ("bright", "dark"))
    assert (entry.input.mean, entry.input.std, entry.input.layout) == (MEAN, STD, "NCHW")
    assert (entry.input.size, entry.input.multiple) == (None, 32)
    assert (entry.output.kind, entry.output.layout, entry.output.stride) == ("logits", "NCHW", 4)
    assert entry.licence == "MIT"


def test_a_network_that_needs_larger_steps_is_found_out(shared):
    entry = describe(shared / "models" / "ade20k31_mosaic_r4.onnx", "mine", None, None, None)
    assert entry.input.multiple == 128


def test_what_is_given_comes_before_what_the_file_says(two_classes, tmp_path):
    names = tmp_path / "names.txt"
    names.write_text("light\n\nshade\n")
    entry = describe(two_classes, "two", names, (0.0, 0.0, 0.0), (255.0, 255.0, 255.0))
    assert entry.classes == ("light", "shade")
    assert entry.input.mean == (0, 0, 0) and entry.input.std == (255, 255, 255)


def test_channels_last_at_one_size(tmp_path):
    nodes = [helper.make_node("Concat", ["picture", "picture"], ["six"], axis=3)]
    outputs = [("six", TensorProto.FLOAT)]
    path = saved(tmp_path / "last.onnx", nodes, outputs, [1, 24, 32, 3])
    names = tmp_path / "names.txt"
    names.write_text("a\nb\nc\nd\ne\nf\n")
    entry = describe(path, "last", names, MEAN, STD)
    assert (entry.input.layout, entry.input.size) == ("NHWC", (32, 24))
    assert (entry.output.layout, entry.output.stride) == ("NHWC", 1)


def test_labels(tmp_path):
    nodes = [helper.make_node("ArgMax", ["picture"], ["labels"], axis=1, keepdims=0)]
    outputs = [("labels", TensorProto.INT64)]
    path = saved(tmp_path / "labels.onnx", nodes, outputs, [1, 3, "h", "w"])
    with pytest.raises(BadInputError, match="does not say its classes"):
        describe(path, "labels", None, MEAN, STD)
    names = tmp_path / "names.txt"
    names.write_text("red\ngreen\nblue\n")
    entry = describe(path, "labels", names, MEAN, STD)
    assert (entry.output.kind, entry.output.stride) == ("labels", 1)
    assert entry.classes == ("red", "green", "blue")


def test_queries(tmp_path):
    nodes = [
        helper.make_node("Identity", ["table"], ["classes"]),
        helper.make_node("MaxPool", ["picture"], ["masks"], kernel_shape=[4, 4], strides=[4, 4]),
    ]
    outputs = [("masks", TensorProto.FLOAT), ("classes", TensorProto.FLOAT)]
    table = np.zeros((1, 3, 8), np.float32)
    path = saved(tmp_path / "queries.onnx", nodes, outputs, [1, 3, "h", "w"], [("table", table)])
    names = tmp_path / "names.txt"
    names.write_text("\n".join("abcdefg"))
    entry = describe(path, "queries", names, MEAN, STD)
    assert (entry.output.kind, entry.output.stride) == ("queries", 4)
    assert entry.output.names == ("classes", "masks")
    assert len(entry.classes) == 7


@pytest.mark.parametrize(
    ("name", "count", "stride"),
    [("ade20k150_deeplabv3p_mnv2", 150, 4), ("voc21_deeplabv3_mnv2", 21, 16)],
)
def test_real_networks(shared, name, count, stride):
    entry = describe(shared / "models" / f"{name}.onnx", name, None, None, None)
    assert len(entry.classes) == count
    assert entry.input.size == (513, 513)
    assert (entry.output.kind, entry.output.stride) == ("logits", stride)


@pytest.mark.parametrize(
    ("mean", "std", "words"),
    [
        (None, STD, "does not say its mean"),
        (MEAN, None, "does not say its std"),
        (MEAN, (0.2, 0.2, 0.2), r"0\.2 cannot be one of pixels 0\.\.255"),
    ],
)
def test_missing_or_wrong_numbers_are_told(tmp_path, mean, std, words):
    nodes = [helper.make_node("Identity", ["picture"], ["logits"])]
    path = saved(tmp_path / "bare.onnx", nodes, [("logits", TensorProto.FLOAT)], [1, 3, "h", "w"])
    with pytest.raises(BadInputError, match=words):
        describe(path, "bare", None, mean, std)


def test_a_network_that_takes_no_picture_is_refused(tmp_path):
    nodes = [helper.make_node("Identity", ["picture"], ["out"])]
    path = saved(tmp_path / "vector.onnx", nodes, [("out", TensorProto.FLOAT)], [1, 12])
    with pytest.raises(BadInputError, match="does not take one float32 picture"):
        describe(path, "vector", None, MEAN, STD)


def test_a_file_that_is_no_network_is_told(tmp_path):
    (tmp_path / "text.onnx").write_text("text")
    with pytest.raises(BadInputError, match="no ONNX network") as caught:
        describe(tmp_path / "text.onnx", "text", None, MEAN, STD)
    assert "\n" not in caught.value.message
