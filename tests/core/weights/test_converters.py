"""Converted networks against references and formulas of their own."""

import json

import numpy as np
import onnx
import pytest
from loopback import serving
from scipy.signal import correlate
from skimage.data import astronaut

from segstyle_core.demo import sample_photo
from segstyle_core.image import load_picture, resize
from segstyle_core.inference import session
from segstyle_core.segmenters.network import run
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

REFERENCES = {
    "mosaic": "ade20k31_mosaic_r4",
    "voc_deeplab": "voc21_deeplabv3_mnv2",
    "deeplabv3p_ade20k150": "ade20k150_deeplabv3p_mnv2",
}
MEAN = np.array([103.939, 116.779, 123.68])


@pytest.fixture(scope="module")
def converted(mirror, tmp_path_factory):
    """A store with all scene networks, fetched from loopback and converted."""
    store = Store(tmp_path_factory.mktemp("converted"))
    with serving(mirror) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        for id in REFERENCES:
            store.fetch(id)
    return store


@pytest.mark.parametrize("id", REFERENCES)
def test_scene_networks_agree_with_their_references(id, converted, shared, street_photos):
    reference = session(shared / "models" / f"{REFERENCES[id]}.onnx")
    entry = catalogue()[id]
    size = entry.input.size or (512, 512)
    seen = set()
    for photo in (*street_photos, astronaut()):
        small = resize(photo, *size)
        (ours,) = run(converted.path(id), small, entry.input, size)
        told = reference.get_modelmeta().custom_metadata_map
        mean, std = (json.loads(told[key]) for key in ("mean_rgb_0_255", "std_rgb_0_255"))
        batch = ((small - np.array(mean)) / std).astype(np.float32).transpose(2, 0, 1)[None]
        (theirs,) = reference.run(None, {"image": batch})
        assert ours.shape == theirs.shape
        assert ours.shape[1] == len(entry.classes)
        assert (ours.argmax(axis=1) == theirs.argmax(axis=1)).mean() >= 0.99
        seen |= set(np.unique(theirs.argmax(axis=1)).tolist())
    assert len(seen) >= 2 and entry.classes.index("person") in seen


def test_mosaic_names_its_classes_and_input(scene_store, shared):
    ours = session(scene_store.path("mosaic")).get_modelmeta().custom_metadata_map
    entry = catalogue()["mosaic"]
    assert json.loads(ours["classes"]) == list(entry.classes)
    assert json.loads(ours["mean"]) == list(entry.input.mean)
    assert json.loads(ours["std"]) == list(entry.input.std)
    standard = (shared / "models" / "ade20k_150_classes.txt").read_text().splitlines()
    for line, name in zip(standard, entry.classes, strict=False):
        assert name in line.split("\t")[1].split(";")


@pytest.fixture(scope="module")
def vgg(store):
    with np.load(store.path("vgg19")) as arrays:
        return dict(arrays)


def response(vgg, names, picture, flipped=False):
    """Rectified response by scipy's correlation; picture (3, H, W)."""
    for name in names:
        kernels = vgg[f"{name}.weight"]
        if flipped:
            kernels = kernels[:, :, ::-1, ::-1]
        maps = [
            correlate(np.pad(picture, ((0, 0), (1, 1), (1, 1))), k, "valid")[0] for k in kernels
        ]
        picture = np.maximum(np.stack(maps) + vgg[f"{name}.bias"][:, None, None], 0)
    return picture


def test_vgg19_has_every_convolution(vgg):
    assert len(vgg) == 32
    assert vgg["conv1_1.weight"].shape == (64, 3, 3, 3)
    assert vgg["conv5_4.weight"].shape == (512, 512, 3, 3)
    assert all(array.dtype == np.float32 for array in vgg.values())


def test_vgg19s_kernels_are_the_right_way_round(vgg):
    """Trained kernels answer selectively to a photo; turned by 180 degrees, far less so."""
    import torch
    from torch.nn.functional import conv2d, max_pool2d

    photo = resize(load_picture(sample_photo()).rgb, 256, 176)
    start = torch.tensor((photo[..., ::-1] - MEAN).astype(np.float32)).permute(2, 0, 1)[None]

    def silent_share(flipped):
        here = start
        for block, count in enumerate((2, 2, 4, 4, 4), 1):
            for number in range(1, count + 1):
                kernels = torch.tensor(vgg[f"conv{block}_{number}.weight"])
                bias = torch.tensor(vgg[f"conv{block}_{number}.bias"])
                kernels = kernels.flip(2, 3) if flipped else kernels
                here = conv2d(here, kernels, bias, padding=1).relu()
            here = max_pool2d(here, 2)
        return float((here.amax(dim=(2, 3)) == 0).float().mean())

    assert silent_share(flipped=False) > silent_share(flipped=True)


def test_the_feature_network_computes_what_the_arrays_say(store, vgg):
    """Its first two layers, read out of the ONNX graph, against scipy's correlation."""
    model = onnx.load(store.path("vgg19_features"))
    model.graph.output.append(onnx.helper.make_tensor_value_info("relu1_2", 1, None))
    import onnxruntime

    network = onnxruntime.InferenceSession(model.SerializeToString())
    photo = resize(load_picture(sample_photo()).rgb, 24, 16)
    picture = (photo[..., ::-1] - MEAN).transpose(2, 0, 1)
    got = network.run(["relu1_2"], {"image": picture[None].astype(np.float32)})[0][0]
    np.testing.assert_allclose(got, response(vgg, ["conv1_1", "conv1_2"], picture), atol=0.01)


def test_the_feature_network_is_fed_as_the_catalogue_says(store, vgg):
    photo = resize(load_picture(sample_photo()).rgb, 32, 24)
    spec = catalogue()["vgg19_features"].input
    third, fourth = run(store.path("vgg19_features"), photo, spec, (32, 24))
    assert third.shape == (1, 256, 6, 8) and fourth.shape == (1, 512, 3, 4)
    batch = (photo[..., ::-1] - MEAN).transpose(2, 0, 1)[None].astype(np.float32)
    network = session(store.path("vgg19_features"))
    np.testing.assert_allclose(third, network.run(["relu3_4"], {"image": batch})[0], atol=0.05)
