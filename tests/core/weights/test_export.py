"""PyTorch checkpoints of real architectures, seeded at random, to networks of the store."""

import importlib.util
import json
import subprocess
import sys

import numpy as np
import onnxruntime
import pytest
import torch
from torch import nn

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError, CoreFailureError, WeightsError
from segstyle_core.image import load_picture, resize
from segstyle_core.progress import Silent
from segstyle_core.segmenters.network import run
from segstyle_core.weights import Store
from segstyle_core.weights.classes import ADE20K, VOC
from segstyle_core.weights.export import export_onnx
from segstyle_core.weights.export.onnx_file import Agreement, write
from segstyle_core.weights.export.pooling import AnySizePool

SIZE = (160, 224)


@pytest.fixture
def own(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture(scope="session")
def csail(tmp_path_factory):
    """CSAIL's architectures, without the packages that their training needs."""
    if importlib.util.find_spec("mit_semseg") is not None:
        yield
        return
    folder = tmp_path_factory.mktemp("mit_semseg")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(folder)]
    subprocess.run([*pip, "mit-semseg==1.0.0"], check=True)
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(folder)
        yield


def seeded(network):
    """The network with random weights that keep its answers apart."""
    generator = torch.Generator().manual_seed(3)
    with torch.no_grad():
        for name, tensor in network.state_dict().items():
            if name.endswith("running_var"):
                tensor.uniform_(0.5, 1.5, generator=generator)
            elif tensor.ndim == 4:
                fan_in = tensor[0].numel()
                tensor.normal_(0, (2 / fan_in) ** 0.5, generator=generator)
    return network.eval()


def lraspp(classes):
    from torchvision.models.segmentation import lraspp_mobilenet_v3_large

    network = seeded(lraspp_mobilenet_v3_large(weights_backbone=None, num_classes=classes))
    with torch.no_grad():
        for head in (network.classifier.low_classifier, network.classifier.high_classifier):
            head.weight /= 2000
    return network


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A torchvision network with 21 classes, and its checkpoint."""
    network = lraspp(21)
    file = tmp_path_factory.mktemp("checkpoint") / "lraspp.pth"
    torch.save(network.state_dict(), file)
    return network, file


def exported(checkpoint, arch, store, id=None, classes=None):
    return export_onnx(checkpoint, arch, id, classes, store, Silent())


def onnx_answer(path, image):
    session = onnxruntime.InferenceSession(path)
    return session.run(None, {"image": image.numpy()})[0]


@pytest.mark.slow
def test_a_torchvision_checkpoint_becomes_a_network_of_the_store(small, own):
    network, file = small
    done = exported(file, "torchvision:lraspp_mobilenet_v3_large", own, "mine")
    assert done.id == "mine" and done.difference <= 1e-3
    entry, path = own.entry("mine"), own.path("mine")
    assert entry.classes == VOC
    assert (entry.output.kind, entry.output.layout, entry.output.stride) == ("logits", "NCHW", 8)
    assert entry.input.size is None and entry.input.order == "RGB"
    assert "lraspp.pth" in entry.source

    told = onnxruntime.InferenceSession(path).get_modelmeta().custom_metadata_map
    assert tuple(json.loads(told["classes"])) == entry.classes
    assert tuple(json.loads(told["mean"])) == entry.input.mean == (123.675, 116.28, 103.53)
    assert tuple(json.loads(told["std"])) == entry.input.std

    photo = resize(load_picture(sample_photo()).rgb, SIZE[1], SIZE[0])
    mean, std = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    image = ((torch.tensor(photo) / 255 - mean) / std).permute(2, 0, 1)[None]
    with torch.inference_mode():
        expected = network(image)["out"]
    logits = torch.from_numpy(run(path, photo, entry.input, (SIZE[1], SIZE[0]))[0])
    got = nn.functional.interpolate(logits, SIZE, mode="bilinear", align_corners=False)
    torch.testing.assert_close(got, expected, atol=1e-3, rtol=0)
    assert len(expected.argmax(1).unique()) > 1


def csail_pair(folder):
    from mit_semseg.models import ModelBuilder
    from mit_semseg.models import models as architectures

    trunk = architectures.resnet.resnet18(pretrained=False)
    eyes = seeded(architectures.ResnetDilated(trunk, dilate_scale=8))
    mind = seeded(ModelBuilder.build_decoder("ppm_deepsup", 512, 150, use_softmax=True))
    folder.mkdir()
    torch.save(eyes.state_dict(), folder / "encoder_epoch_20.pth")
    torch.save(mind.state_dict(), folder / "decoder_epoch_20.pth")
    return eyes, mind


@pytest.mark.slow
def test_a_csail_pair_gives_the_probabilities_of_its_own_decoder(csail, own, tmp_path):
    eyes, mind = csail_pair(tmp_path / "pair")
    done = exported(tmp_path / "pair", "resnet18dilated+ppm_deepsup", own)
    entry = own.entry(done.id)
    assert entry.classes == ADE20K and entry.output.stride == 8

    image = torch.randn(1, 3, *SIZE, generator=torch.Generator().manual_seed(1))
    with torch.inference_mode():
        expected = mind(eyes(image, return_feature_maps=True), segSize=SIZE)
    logits = torch.from_numpy(onnx_answer(own.path(done.id), image))
    assert done.difference <= max(1e-3, 1.1e-5 * float(logits.abs().max()))
    enlarged = nn.functional.interpolate(logits, SIZE, mode="bilinear", align_corners=False)
    torch.testing.assert_close(enlarged.softmax(1), expected, atol=1e-3, rtol=0)
    assert len(expected.argmax(1).unique()) > 1


@pytest.mark.parametrize("size", [(7, 5), (20, 31), (6, 6), (2, 9)])
@pytest.mark.parametrize("bins", [1, 2, 3, 6])
def test_pooling_at_any_size_is_the_mean_of_each_bin(size, bins):
    maps = np.random.default_rng(0).normal(size=(1, 2, *size)).astype(np.float32)
    expected = np.empty((1, 2, bins, bins))
    for row in range(bins):
        for column in range(bins):
            top, bottom = row * size[0] // bins, -(-(row + 1) * size[0] // bins)
            left, right = column * size[1] // bins, -(-(column + 1) * size[1] // bins)
            expected[..., row, column] = maps[..., top:bottom, left:right].mean(axis=(2, 3))
    got = AnySizePool(bins)(torch.from_numpy(maps)).numpy()
    np.testing.assert_allclose(got, expected, atol=1e-5)


class Tiny(nn.Module):
    def __init__(self):
        super().__init__()
        self.convolution = nn.Conv2d(3, 2, 1)

    def forward(self, image):
        return self.convolution(image)


def test_networks_that_differ_are_refused_with_the_figure(tmp_path):
    network = Tiny()
    agreement = Agreement(network)
    with torch.no_grad():
        network.convolution.bias += 0.25
    write(network, tmp_path / "tiny.onnx", {})
    with pytest.raises(WeightsError, match=r"by up to 0\.25;"):
        agreement.insist(tmp_path / "tiny.onnx")


def test_answers_that_are_not_finite_are_refused(tmp_path):
    network = Tiny()
    with torch.no_grad():
        network.convolution.bias[0] = float("nan")
    agreement = Agreement(network)
    write(network, tmp_path / "tiny.onnx", {})
    with pytest.raises(WeightsError, match="nan"):
        agreement.insist(tmp_path / "tiny.onnx")


def test_an_unknown_architecture_names_the_known_ones(own, tmp_path):
    with pytest.raises(BadInputError, match="“segformer”") as caught:
        exported(tmp_path / "x.pth", "segformer", own)
    assert "lraspp_mobilenet_v3_large" in caught.value.advice
    assert "hrnetv2" in caught.value.advice


def test_another_architecture_s_checkpoint_is_told_by_its_keys(small, own):
    with pytest.raises(BadInputError, match=r"classifier\.4\.weight is missing"):
        exported(small[1], "fcn_resnet50", own)


def test_keys_that_do_not_fit_are_named(small, own, tmp_path):
    state = dict(small[0].state_dict())
    state["stranger"] = state.pop("backbone.0.0.weight")
    state["classifier.cbr.0.weight"] = torch.zeros(1)
    torch.save(state, tmp_path / "other.pth")
    with pytest.raises(BadInputError) as caught:
        exported(tmp_path / "other.pth", "lraspp_mobilenet_v3_large", own)
    for words in (
        "1 missing (backbone.0.0.weight)",
        "1 unknown (stranger)",
        "1 of another shape (classifier.cbr.0.weight)",
    ):
        assert words in caught.value.message


@pytest.mark.parametrize("wrapped", ["state_dict", "model", "module."])
def test_a_training_script_s_wrappings_are_taken_off(small, tmp_path, wrapped):
    from segstyle_core.weights.export.checkpoints import read_state

    state = small[0].state_dict()
    if wrapped == "module.":
        saved = {f"module.{name}": tensor for name, tensor in state.items()}
    else:
        saved = {wrapped: state, "epoch": 3}
    torch.save(saved, tmp_path / "wrapped.pth")
    read = read_state(tmp_path / "wrapped.pth")
    assert read.keys() == state.keys()


class Trap:
    def __reduce__(self):
        return (open, ("trap-sprung", "w"))


@pytest.mark.parametrize("content", [b"no checkpoint", None])
def test_nothing_but_tensors_is_unpickled(own, tmp_path, monkeypatch, content):
    monkeypatch.chdir(tmp_path)
    if content is None:
        torch.save({"state_dict": Trap()}, "bad.pth")
    else:
        (tmp_path / "bad.pth").write_bytes(content)
    with pytest.raises(BadInputError, match="no PyTorch checkpoint of tensors alone"):
        exported(tmp_path / "bad.pth", "lraspp_mobilenet_v3_large", own)
    assert not (tmp_path / "trap-sprung").exists()


def test_classes_without_a_standard_list_must_be_named(own, tmp_path):
    torch.save(lraspp(5).state_dict(), tmp_path / "five.pth")
    with pytest.raises(BadInputError, match="5 classes") as caught:
        exported(tmp_path / "five.pth", "lraspp_mobilenet_v3_large", own)
    assert "--classes" in caught.value.advice
    names = tmp_path / "names.txt"
    names.write_text("a\nb\nc\n")
    with pytest.raises(BadInputError, match="names 3 classes; the network has 5"):
        exported(tmp_path / "five.pth", "lraspp_mobilenet_v3_large", own, classes=names)


def test_a_taken_name_is_refused_before_the_work(small, own):
    with pytest.raises(WeightsError, match="vgg19"):
        exported(small[1], "lraspp_mobilenet_v3_large", own, "vgg19")


def test_a_csail_pair_that_is_not_whole_is_told(csail, own, tmp_path):
    (tmp_path / "encoder_epoch_20.pth").write_bytes(b"")
    with pytest.raises(BadInputError, match=r"no single pair encoder_\*\.pth and decoder_\*\.pth"):
        exported(tmp_path, "resnet18dilated+ppm_deepsup", own)


def test_a_missing_package_is_told_with_the_command(csail, small, own, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "onnxscript", None)
    with pytest.raises(CoreFailureError) as caught:
        exported(small[1], "lraspp_mobilenet_v3_large", own)
    assert "pip install 'segstyle[export]'" in caught.value.advice
    monkeypatch.setitem(sys.modules, "mit_semseg.models", None)
    monkeypatch.delitem(sys.modules, "segstyle_core.weights.export.csail_networks", raising=False)
    monkeypatch.delattr("segstyle_core.weights.export.csail_networks", raising=False)
    with pytest.raises(CoreFailureError) as caught:
        exported(tmp_path, "resnet18dilated+ppm_deepsup", own)
    assert "pip install --no-deps mit-semseg==1.0.0" in caught.value.advice
