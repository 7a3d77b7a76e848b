"""Saliency of a class, with a whole VGG-19 fetched from loopback.

The true one is in no package. In its stead stands the packaged VGG-19 in torchvision's form, with a
head that gives one class the mean of one channel and all others nothing.
"""

import hashlib

import numpy as np
import pytest

torch = pytest.importorskip("torch")
import torchvision  # noqa: E402
from loopback import serving  # noqa: E402

from segstyle_core.image import resize  # noqa: E402
from segstyle_core.lab.asking import CLASSIFIER, Question, answer  # noqa: E402
from segstyle_core.lab.features import activations  # noqa: E402
from segstyle_core.lab.network import Classifier, class_number  # noqa: E402
from segstyle_core.lab.saliency import saliency_maps  # noqa: E402
from segstyle_core.progress import Silent  # noqa: E402
from segstyle_core.style.encoder import LAYERS, to_tensor  # noqa: E402
from segstyle_core.weights import Store  # noqa: E402
from segstyle_core.weights.catalogue import catalogue  # noqa: E402

STD = torch.tensor([0.229, 0.224, 0.225]).view(1, 3, 1, 1)


@pytest.fixture(scope="module")
def picture(photo):
    """A photo's corner on grey, (160, 224, 3): the thing is at [48:112, 136:200]."""
    picture = np.full((160, 224, 3), 120, np.uint8)
    picture[48:112, 136:200] = resize(photo, 96, 64)[:, :64]
    return picture


@pytest.fixture(scope="module")
def channel(picture, vgg19):
    """The channel of conv5_4 that sees the thing rather than the grey."""
    seen = activations(picture, "conv5_4", vgg19)
    return int(np.argmax(seen[:, 3:7, 9:12].mean((1, 2)) - seen[:, :, :6].mean((1, 2))))


@pytest.fixture(scope="module")
def fetched(tmp_path_factory, vgg19, channel):
    """A store that has fetched the whole network; its entry knows the stand-in's checksum."""
    folder = tmp_path_factory.mktemp("published")
    entry = catalogue()[CLASSIFIER]
    file = folder / entry.url.rsplit("/", 1)[1]
    torch.save(whole_network(vgg19, channel, class_number("tabby")), file)
    begins = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    store = Store(tmp_path_factory.mktemp("store"))
    with serving(folder) as server, pytest.MonkeyPatch.context() as patch:
        patch.setitem(catalogue(), CLASSIFIER, entry.model_copy(update={"sha256_begins": begins}))
        patch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        store.fetch(CLASSIFIER)
        yield store


def whole_network(vgg19, channel, number):
    """torchvision's state dict; what repeats in its head is written once."""
    features = torchvision.models.vgg.make_layers(torchvision.models.vgg.cfgs["E"])
    convolutions = [at for at, each in enumerate(features) if isinstance(each, torch.nn.Conv2d)]
    state = {}
    with np.load(vgg19) as arrays:
        for at, layer in zip(convolutions, LAYERS, strict=True):
            state[f"features.{at}.weight"] = torch.from_numpy(arrays[f"{layer}.weight"])
            state[f"features.{at}.bias"] = torch.from_numpy(arrays[f"{layer}.bias"])
    state["features.0.weight"] = state["features.0.weight"].flip(1) * 255 * STD
    mean_of_channel = torch.zeros(1, 512, 49)
    mean_of_channel[:, channel] = 1 / 49
    of_class = torch.zeros(1000, 1)
    of_class[number] = 1.0
    for at, weight in {
        "0": mean_of_channel.reshape(1, -1).expand(4096, -1),
        "3": torch.tensor([[1 / 4096]]).expand(4096, 4096),
        "6": of_class.expand(-1, 4096) / 4096,
    }.items():
        state[f"classifier.{at}.weight"] = weight
        state[f"classifier.{at}.bias"] = torch.zeros(len(weight))
    return state


@pytest.fixture(scope="module")
def judge(fetched):
    return Classifier(fetched.path(CLASSIFIER))


def test_a_class_scores_by_what_torchvision_s_network_sees(judge, picture):
    with torch.no_grad():
        scores = judge(to_tensor(picture, torch.device("cpu")))[0]
    number = class_number("tabby")
    assert scores.argmax() == number and float(scores[number]) > 0
    assert not scores[torch.arange(1000) != number].any()


def test_what_the_class_is_seen_by_is_what_the_maps_show(judge, picture):
    for each in saliency_maps(judge, picture, class_number("tabby")):
        assert each.values.shape == picture.shape[:2]
        assert each.values[48:112, 136:200].mean() > 2 * each.values.mean(), each.name


def test_a_class_is_asked_for_by_name(fetched, judge, picture):
    small = resize(picture, 96, 69)
    found = answer(Question(what="saliency", category="tabby", size=96), picture, fetched, Silent())
    assert [name for name, _pixels in found] == [
        "Picture",
        *(f"{kind}: tabby" for kind in ("Gradient", "Guided backpropagation", "Grad-CAM")),
        *(f"{kind} alone" for kind in ("Gradient", "Guided backpropagation", "Grad-CAM")),
    ]
    expected = saliency_maps(judge, small, class_number("tabby"))
    for (_name, alone), each in zip(found[4:], expected, strict=True):
        np.testing.assert_array_equal(alone, each.picture)
