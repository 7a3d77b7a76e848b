"""The standard formulas against an example worked out by hand, and the command on real pairs."""

import json
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.progress import Silent
from segstyle_core.segmenters.evaluation import Evaluation, confusion, evaluate, places_of
from segstyle_core.segmenters.scene_model import scene_model
from segstyle_core.weights import Store
from segstyle_core.weights.classes import ADE20K


def test_an_example_worked_out_by_hand():
    """Of 8 judged pixels 5 are right.

    Class 0: 2 right of 3, told 3 times: 2 / (3 + 3 - 2) = 1/2. Class 1: 2 right of 3, told
    twice: 2 / (3 + 2 - 2) = 2/3. Class 2: 1 right of 2, told once: 1 / (2 + 1 - 1) = 1/2; one
    of its pixels is told to be none of these. Class 3: neither there nor told.
    """
    truth = np.array([[0, 0, 0, 1, 1], [1, 2, 2, -1, 4]])
    told = np.array([[0, 0, 9, 1, 1], [0, 2, -1, 0, 3]])
    counts = confusion(truth, told, 4)
    np.testing.assert_array_equal(
        counts, [[2, 0, 0, 0, 1], [1, 2, 0, 0, 0], [0, 0, 1, 0, 1], [0, 0, 0, 0, 0]]
    )
    done = Evaluation(counts, ("a", "b", "c", "d"), 1)
    assert done.accuracy == 5 / 8
    np.testing.assert_allclose(done.ious, [2 / 4, 2 / 3, 1 / 2, np.nan])
    assert done.mean_iou == pytest.approx((1 / 2 + 2 / 3 + 1 / 2) / 3)
    assert [row["name"] for row in done.report()["classes"]] == ["a", "b", "c"]


def test_classes_are_found_by_name_or_by_order():
    assert places_of(("sky", "dragon", "wall")).tolist() == [2, -1, 0]
    assert places_of([f"class {number}" for number in range(150)]).tolist() == list(range(150))
    with pytest.raises(BadInputError, match="None of the network's classes"):
        places_of(("dragon", "unicorn"))


@pytest.fixture
def pair(tmp_path):
    """A picture red at the left and green at the right; wall, tree, sky and nothing."""
    image = np.zeros((32, 64, 3), np.uint8)
    image[:, :32, 0] = image[:, 32:, 1] = 200
    truth = np.full((32, 64), ADE20K.index("wall") + 1, np.uint8)
    truth[:, 32:] = ADE20K.index("tree") + 1
    truth[:8] = ADE20K.index("sky") + 1
    truth[8:16, :32] = ADE20K.index("tree") + 1
    truth[16:20] = 0
    for name in ("images", "annotations"):
        (tmp_path / name).mkdir()
    Image.fromarray(image).save(tmp_path / "images" / "one.png")
    Image.fromarray(truth).save(tmp_path / "annotations" / "one.png")
    return tmp_path


def judged(pair, network):
    model = scene_model(str(network), Store(pair))
    return evaluate(model, pair / "images", pair / "annotations", Silent())


@pytest.fixture
def network(tmp_path):
    import onnx
    from onnx import helper

    path = tmp_path / "colours.onnx"
    value = helper.make_tensor_value_info
    graph = helper.make_graph(
        [helper.make_node("Identity", ["picture"], ["logits"])],
        "tiny",
        [value("picture", 1, [1, 3, 32, 64])],
        [value("logits", 1, [1, 3, 32, 64])],
    )
    opset = [helper.make_opsetid("", 17)]
    model = helper.make_model(graph, opset_imports=opset, ir_version=8)
    told = {"classes": ["wall", "tree", "dragon"], "mean": [0, 0, 0], "std": [255, 255, 255]}
    helper.set_model_props(model, {key: json.dumps(value) for key, value in told.items()})
    onnx.save(model, path)
    return path


def test_other_classes_and_unlabelled_pixels_are_ignored(pair, network):
    """640 pixels are judged at the right, all tree; at the left 384 wall and 256 tree."""
    done = judged(pair, network)
    assert done.classes == ("wall", "tree")
    np.testing.assert_array_equal(done.counts, [[384, 0, 0], [256, 640, 0]])
    assert done.accuracy == 1024 / 1280
    np.testing.assert_allclose(done.ious, [384 / 640, 640 / 896])


def test_bad_sets_are_told(pair, network):
    truth = pair / "annotations" / "one.png"
    Image.fromarray(np.full((32, 64), 151, np.uint8)).save(truth)
    with pytest.raises(BadInputError, match="labels 0 to 150"):
        judged(pair, network)
    Image.fromarray(np.zeros((8, 8), np.uint8)).save(truth)
    with pytest.raises(BadInputError, match="8×8"):
        judged(pair, network)
    truth.unlink()
    with pytest.raises(BadInputError, match="no pairs"):
        judged(pair, network)


def test_the_command_on_real_pairs(shared, tmp_path):
    report = tmp_path / "report.json"
    network = shared / "models" / "ade20k31_mosaic_r4.onnx"
    words = ["--model", network, "--images", shared / "ade20k", "--annotations", shared / "ade20k"]
    command = [sys.executable, "-m", "segstyle_core", "evaluate-scene", *words, "--report", report]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "mIoU" in done.stdout and "building" in done.stdout
    figures = json.loads(report.read_text())
    assert figures["pictures"] == 3
    assert figures["pixel_accuracy"] > 0.8
