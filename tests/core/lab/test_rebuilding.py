"""Pictures rebuilt from noise by what layers keep of them."""

import numpy as np
import pytest
from pydantic import ValidationError

from segstyle_core.errors import BadInputError, CancelledError
from segstyle_core.lab.asking import Question, answer, cumulative
from segstyle_core.lab.rebuilding import rebuilt_content, rebuilt_style
from segstyle_core.progress import Control, Silent
from segstyle_core.style.encoder import Encoder, to_tensor

torch = pytest.importorskip("torch")
CPU = torch.device("cpu")


def seen(picture, layer, vgg19):
    with torch.no_grad():
        return Encoder(vgg19, [layer], CPU)(to_tensor(picture, CPU))[layer]


def test_the_lowest_layer_knows_the_photo_and_a_higher_one_less(photo, vgg19):
    low, high = rebuilt_content(photo, ["conv1_1", "conv4_1"], vgg19, 40, Silent())
    assert [low.name, high.name] == ["conv1_1", "conv4_1"]
    for each in (low, high):
        assert each.pixels.shape == photo.shape
        assert each.loss < each.noise_loss / 5

    def likeness(one):
        return np.corrcoef(one.pixels.ravel(), photo.ravel())[0, 1]

    assert likeness(low) > 0.5
    assert likeness(low) > likeness(high)


def test_its_loss_is_that_of_the_layer_alone(photo, vgg19):
    (one,) = rebuilt_content(photo, ["conv2_1"], vgg19, 5, Silent())
    expected = (seen(one.pixels, "conv2_1", vgg19) - seen(photo, "conv2_1", vgg19)).square().mean()
    assert one.loss == pytest.approx(float(expected), rel=1e-3)


def test_a_texture_has_the_style_s_statistics_and_not_its_places(photo, vgg19):
    (one,) = rebuilt_style(photo, [("conv1_1", "conv2_1")], vgg19, 40, Silent())
    assert one.name == "conv1_1 … conv2_1"
    assert one.loss < one.noise_loss / 20
    assert np.abs(one.pixels.astype(int) - photo).mean() > 25
    colours = np.abs(one.pixels.mean(axis=(0, 1)) - photo.mean(axis=(0, 1)))
    assert colours.max() < 45


def test_the_same_seed_gives_the_same_bytes(photo, vgg19):
    first, second = (
        rebuilt_content(photo, ["conv1_1"], vgg19, 3, Silent(), seed=3)[0] for _ in range(2)
    )
    np.testing.assert_array_equal(first.pixels, second.pixels)


def test_subsets_grow():
    assert cumulative(("a", "b", "c")) == ("a", "a+b", "a+b+c")


def test_a_question_is_answered_with_the_picture_first(photo, store):
    question = Question(what="content", layers=("conv1_1",), size=48, steps=2)
    (name, small), (label, rebuilt) = answer(question, photo, store, Silent())
    assert name == "Picture"
    assert label.startswith("conv1_1: loss ")
    assert small.shape == rebuilt.shape == (32, 48, 3)


def test_what_cannot_be_is_told(photo, store, encoders):
    asked = Question(what="content", layers=("conv3_4",), encoder="vgg16", size=48, steps=1)
    with pytest.raises(BadInputError, match="vgg16 has no layer conv3_4"):
        answer(asked, photo, encoders, Silent())
    with pytest.raises(CancelledError):
        cancel = lambda *_: Control.CANCEL  # noqa: E731
        answer(asked.model_copy(update={"encoder": "vgg19"}), photo, store, cancel)


def test_a_layer_that_no_network_has_is_told():
    with pytest.raises(ValidationError, match="“conv1_3” is no layer"):
        Question(what="style", layers=("conv1_1+conv1_3",))
