"""Saliency by captum, against formulas written independently."""

import numpy as np
import pytest

torch = pytest.importorskip("torch")
from torch import nn  # noqa: E402

from segstyle_core.errors import BadInputError, WeightsError  # noqa: E402
from segstyle_core.lab.asking import Question, answer  # noqa: E402
from segstyle_core.lab.features import activations, map_picture, strongest  # noqa: E402
from segstyle_core.lab.network import class_number, encoder_network  # noqa: E402
from segstyle_core.lab.saliency import (  # noqa: E402
    grad_cam,
    guided_backpropagation,
    overlaid,
    saliency_maps,
)
from segstyle_core.progress import Silent  # noqa: E402


class Small(nn.Module):
    """Two convolutions, each with its ReLU, and the mean of each map."""

    def __init__(self):
        super().__init__()
        torch.manual_seed(5)
        self.first, self.last = nn.Conv2d(3, 4, 3, padding=1), nn.Conv2d(4, 2, 3, padding=1)
        self.relu_one, self.relu_two = nn.ReLU(), nn.ReLU()

    def forward(self, pictures):
        return self.relu_two(self.last(self.relu_one(self.first(pictures)))).mean(dim=(2, 3))


class OnlyPositive(torch.autograd.Function):
    """ReLU that lets back what is positive where its input was (Springenberg et al. 2014)."""

    @staticmethod
    def forward(ctx, values):
        ctx.save_for_backward(values)
        return values.clamp(min=0)

    @staticmethod
    def backward(ctx, slopes):
        (values,) = ctx.saved_tensors
        return slopes.clamp(min=0) * (values > 0)


@pytest.fixture
def small():
    return Small().eval()


@pytest.fixture
def pictures():
    return torch.rand(1, 3, 9, 11, generator=torch.Generator().manual_seed(2))


def test_guided_backpropagation_is_captum_s_and_that_of_its_definition(small, pictures):
    from captum.attr import GuidedBackprop

    found = guided_backpropagation(small, pictures, 1)
    captum = GuidedBackprop(Small().eval()).attribute(pictures.clone().requires_grad_(), target=1)
    torch.testing.assert_close(found, captum)
    x = pictures.clone().requires_grad_(True)
    score = OnlyPositive.apply(small.last(OnlyPositive.apply(small.first(x)))).mean(dim=(2, 3))[
        0, 1
    ]
    torch.testing.assert_close(found, torch.autograd.grad(score, x)[0])
    assert not torch.allclose(found, torch.autograd.grad(small(x)[0, 1], x)[0])


def test_grad_cam_by_hand():
    """One map is the picture's red, the other its green taken twice; the score is 3 red − green.

    Each map's slope is the same at each of the four positions: 3/4 and −1/4. So Grad-CAM is
    ReLU(3/4 red − 1/4 · 2 green).
    """

    class ByHand(nn.Module):
        def __init__(self):
            super().__init__()
            self.last = nn.Conv2d(3, 2, 1, bias=False)
            with torch.no_grad():
                self.last.weight.zero_()
                self.last.weight[0, 0] = 1.0
                self.last.weight[1, 1] = 2.0

        def forward(self, pictures):
            red, green = self.last(pictures).mean(dim=(2, 3)).T
            return torch.stack([3 * red - green], dim=1)

    picture = torch.zeros(1, 3, 2, 2)
    picture[0, 0] = torch.tensor([[1.0, 0.0], [0.4, 0.2]])
    picture[0, 1] = torch.tensor([[0.0, 1.0], [0.2, 0.9]])
    found = grad_cam(ByHand().eval(), picture, 0)
    expected = torch.tensor([[0.75, 0.0], [0.75 * 0.4 - 0.5 * 0.2, 0.0]])
    torch.testing.assert_close(found, expected)


def test_captum_s_network_sees_what_the_engine_s_encoder_sees(photo, vgg19):
    maps = activations(photo, "conv3_2", vgg19)
    network = encoder_network(vgg19, "conv3_2")
    picture = torch.from_numpy(photo).permute(2, 0, 1)[None].float() / 255
    scores = network(picture)[0].detach().numpy()
    np.testing.assert_allclose(scores, maps.mean(axis=(1, 2)), rtol=1e-4, atol=1e-3)


def test_the_strongest_maps_come_first_and_each_is_normalised():
    maps = np.stack([np.full((4, 4), level, np.float32) for level in (2, 5, 1)])
    maps[:, 0, 0] += 1
    assert strongest(maps, 2) == [1, 0]
    assert strongest(maps, None) == [0, 1, 2]
    for each in maps:
        np.testing.assert_array_equal(map_picture(each), map_picture(maps[0]))
    assert map_picture(np.zeros((3, 3), np.float32)).shape == (3, 3, 3)


def test_a_thing_alone_is_what_the_maps_show(vgg19):
    picture = np.full((64, 96, 3), 90, np.uint8)
    picture[24:40, 60:76] = (250, 40, 30)
    seen = activations(picture, "conv2_2", vgg19)
    target = int(np.argmax(seen[:, 12:20, 30:38].mean(axis=(1, 2)) - seen[:, :, :20].mean((1, 2))))
    maps = saliency_maps(encoder_network(vgg19, "conv2_2"), picture, target)
    assert [each.name for each in maps] == ["Gradient", "Guided backpropagation", "Grad-CAM"]
    for each in maps:
        assert each.values.shape == (64, 96)
        assert each.values.min() >= 0 and each.values.max() == pytest.approx(1, abs=1e-3)
        assert overlaid(picture, each).shape == picture.shape
    for each, factor in zip(maps, (1.5, 2, 5), strict=True):
        assert each.values[20:44, 56:80].mean() > factor * each.values.mean(), each.name


def test_classes_have_names():
    assert class_number("tabby") == class_number("281") == 281
    with pytest.raises(BadInputError, match=r"Did you mean.*golden retriever"):
        class_number("retriever")


def test_what_is_missing_is_told(photo, store):
    with pytest.raises(BadInputError, match="conv1_1 has no channel 64"):
        answer(
            Question(what="saliency", layers=("conv1_1",), channel=64, size=48),
            photo,
            store,
            Silent(),
        )
    if not store.ready("vgg19_classifier"):
        with pytest.raises(WeightsError, match="segstyle weights fetch vgg19_classifier"):
            answer(Question(what="saliency", category="tabby"), photo, store, Silent())
