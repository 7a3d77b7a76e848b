"""torchvision's VGG networks as encoders: its own architectures, seeded at random, on loopback."""

import hashlib

import numpy as np
import pytest
import torch
import torchvision
from loopback import serving
from seeded_networks import THEIRS, saved, seeded

from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError, WeightsError
from segstyle_core.image import load_picture, resize
from segstyle_core.recipe import ENCODERS, Recipe
from segstyle_core.style.encoder import LAYERS, Encoder, to_tensor
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue
from segstyle_core.weights.converters.vgg_torchvision import TYPICAL, convert, sample_pictures

CPU = torch.device("cpu")


def layers_of(id):
    return [f"conv{b}_{i}" for b, n in enumerate(ENCODERS[id], 1) for i in range(1, n + 1)]


@torch.no_grad()
def their_activations(features, picture):
    """Each ReLU's output; halved by averages, as the engine does."""
    standard = torchvision.transforms.Normalize((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))
    here, found = standard(picture), []
    for operation in features:
        if isinstance(operation, torch.nn.MaxPool2d):
            operation = torch.nn.AvgPool2d(2)
        here = operation(here.clone())
        if isinstance(operation, torch.nn.ReLU):
            found.append(here.clone())
    return found


@pytest.mark.parametrize("id", list(THEIRS))
def test_it_sees_what_torchvision_s_network_sees(id, tmp_path):
    features = seeded(id)
    saved(features, tmp_path / "theirs.pth")
    convert(tmp_path / "theirs.pth", tmp_path / "ours.npz", catalogue()[id])
    picture = to_tensor(resize(load_picture(sample_photo()).rgb, 80, 64), CPU)
    with torch.no_grad():
        ours = Encoder(tmp_path / "ours.npz", layers_of(id), CPU)(picture)
    assert list(ours) == layers_of(id)
    for (layer, mine), theirs in zip(
        ours.items(), their_activations(features, picture), strict=True
    ):
        scale = float((mine * theirs).sum() / theirs.square().sum())
        torch.testing.assert_close(mine, scale * theirs, rtol=1e-3, atol=1e-3 * float(mine.max()))
        assert scale > 0, layer


def test_its_layers_are_as_loud_as_the_original_s(tmp_path):
    saved(seeded("vgg16"), tmp_path / "theirs.pth")
    convert(tmp_path / "theirs.pth", tmp_path / "ours.npz", catalogue()["vgg16"])
    assert_typical(Encoder(tmp_path / "ours.npz", layers_of("vgg16"), CPU))


def test_the_measure_is_the_original_s(store):
    assert_typical(Encoder(store.path("vgg19"), LAYERS, CPU))


@torch.no_grad()
def assert_typical(encoder):
    seen = [encoder(picture / 255) for picture in sample_pictures()]
    for layer in encoder.layers:
        mean = np.mean([float(each[layer].mean()) for each in seen])
        assert mean == pytest.approx(TYPICAL[layer], rel=1e-2), layer


@pytest.fixture
def published(tmp_path, monkeypatch):
    """A server that has vgg13's file, and a catalogue that knows the first digits of its sum."""
    entry = catalogue()["vgg13"]
    folder = tmp_path / "published"
    folder.mkdir()
    file = folder / entry.url.rsplit("/", 1)[1]
    saved(seeded("vgg13"), file)
    begins = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    monkeypatch.setitem(catalogue(), "vgg13", entry.model_copy(update={"sha256_begins": begins}))
    with serving(folder) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        yield file


def test_it_is_fetched_converted_and_used(published, tmp_path):
    store = Store(tmp_path / "store")
    with pytest.raises(WeightsError) as missing:
        store.path("vgg13")
    assert "segstyle weights fetch vgg13" in missing.value.advice
    encoder = Encoder(store.fetch("vgg13"), ("conv4_2",), CPU)
    assert encoder(torch.rand(1, 3, 32, 32))["conv4_2"].shape == (1, 512, 4, 4)
    assert store.trusted("vgg13") == hashlib.sha256(published.read_bytes()).hexdigest()


def test_another_beginning_is_refused(published, tmp_path):
    published.write_bytes(b"another file")
    store = Store(tmp_path / "store")
    with pytest.raises(WeightsError, match="wrong checksum"):
        store.fetch("vgg13")
    assert not store.ready("vgg13")


@pytest.mark.parametrize("id", list(THEIRS))
def test_the_address_is_torchvision_s_own(id):
    published = torchvision.models.get_model_weights(THEIRS[id]).IMAGENET1K_V1
    assert catalogue()[id].url == published.url
    assert catalogue()[id].sha256_begins == published.url.rsplit("-", 1)[1].removesuffix(".pth")


@pytest.mark.parametrize("id", list(ENCODERS))
def test_a_recipe_may_ask_for_every_layer_that_there_is(id):
    Recipe.from_data({"encoder": id, "style_layers": dict.fromkeys(layers_of(id), 1.0)})


def test_a_layer_that_is_not_there_is_told_before_any_work():
    with pytest.raises(
        BadInputError, match=r"vgg16 has no layer conv3_4; it has conv1_1, .*conv5_3"
    ):
        Recipe.from_data({"encoder": "vgg16", "content_layers": {"conv3_4": 1.0}})


@torch.no_grad()
def test_halved_by_maximum_it_is_evened_to_be_as_loud(store):
    photo = to_tensor(resize(load_picture(sample_photo()).rgb, 320, 240), CPU)
    plain = Encoder(store.path("vgg19"), LAYERS, CPU)(photo)
    raw, evened = (
        Encoder(store.path("vgg19"), LAYERS, CPU, pooling="max", evened=each)(photo)
        for each in (False, True)
    )
    for layer, seen in evened.items():
        one = raw[layer].mean() / seen.mean()
        torch.testing.assert_close(
            seen * one, raw[layer], rtol=1e-3, atol=1e-3 * float(raw[layer].max())
        )
        loudness = seen.square().mean() / plain[layer].square().mean()
        assert 0.5 < float(loudness.sqrt()) < 1.5, layer
