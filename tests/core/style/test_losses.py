"""The engine's losses against formulas written out a second time, in float64."""

import numpy as np
import pytest
import torch

from segstyle_core.style import losses
from segstyle_core.style.statistics import gram_sums, guided_gram, guides_for, tap


@pytest.fixture
def features():
    return torch.randn(1, 5, 7, 9, generator=torch.Generator().manual_seed(1))


def test_guided_gram_follows_its_formula(features):
    guide = torch.rand(1, 1, 7, 9, generator=torch.Generator().manual_seed(2))
    f, g = features.double().numpy()[0], guide.double().numpy()[0, 0]
    expected = np.einsum("iyx,jyx,yx->ij", f, f, g) / g.sum()
    np.testing.assert_allclose(guided_gram(features, guide), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("last", [False, True], ids=["planes", "channels-last"])
@pytest.mark.parametrize("order", [(0, 1, 2, 3), (3, 2, 1, 0), (2, 0, 3, 1)])
def test_many_guides_at_once_give_their_sums_and_gradients(last, order):
    height, width, channels = 110, 90, 5
    dice = torch.Generator().manual_seed(4)
    features = torch.randn(1, channels, height, width, generator=dice, dtype=torch.float64)
    if last:
        features = features.to(memory_format=torch.channels_last)
    band = torch.zeros(1, 1, height, width, dtype=torch.float64)
    band[..., 30:70, 10:20] = torch.rand(40, 10, generator=dice, dtype=torch.float64)
    soft = torch.rand(1, 1, height, width, generator=dice, dtype=torch.float64)
    even = torch.full((1, 1, 1, 1), 0.3, dtype=torch.float64)
    guides = [(band, soft, None, even)[k] for k in order]
    slopes = [torch.randn(channels, channels, generator=dice, dtype=torch.float64) for _ in guides]

    x = features.clone(memory_format=torch.preserve_format).requires_grad_(True)
    sums = gram_sums(x, guides)
    sum((own * slope).sum() for own, slope in zip(sums, slopes, strict=True)).backward()

    y = features.clone().requires_grad_(True)
    plain = [
        torch.zeros(channels, channels, dtype=torch.float64)
        if guide is None
        else torch.einsum("ahw,bhw,hw->ab", y[0], y[0], guide[0, 0].expand(height, width))
        for guide in guides
    ]
    sum((own * slope).sum() for own, slope in zip(plain, slopes, strict=True)).backward()
    for own, wanted in zip(sums, plain, strict=True):
        assert torch.allclose(own, wanted, rtol=1e-10)
    assert torch.allclose(x.grad, y.grad, rtol=1e-9)


@pytest.mark.parametrize("layout", [torch.contiguous_format, torch.channels_last])
@pytest.mark.parametrize("places", [(...,), (..., slice(2, 7), slice(1, 6)), (..., slice(3, 8))])
def test_what_passes_a_tap_gets_both_gradients(layout, places):
    dice = torch.Generator().manual_seed(5)
    features = torch.randn(1, 4, 9, 8, generator=dice, dtype=torch.float64)
    kernel = torch.randn(3, 4, 3, 3, generator=dice, dtype=torch.float64)
    slope = torch.randn(4, 4, generator=dice, dtype=torch.float64)
    there = features[places]
    guide = torch.rand(1, 1, *there.shape[-2:], generator=dice, dtype=torch.float64)

    x = features.clone(memory_format=layout).requires_grad_(True)
    passed, [total] = tap(x * 1.0, [guide], places)
    beyond = torch.nn.functional.conv2d(passed, kernel).square().sum()
    (beyond + (total * slope).sum()).backward()

    y = features.clone().requires_grad_(True)
    plain = torch.einsum("ahw,bhw,hw->ab", y[places][0], y[places][0], guide[0, 0])
    beyond = torch.nn.functional.conv2d(y, kernel).square().sum()
    (beyond + (plain * slope).sum()).backward()
    torch.testing.assert_close(total, plain)
    torch.testing.assert_close(x.grad, y.grad)


def test_a_guide_of_zeros_gives_zeros(features):
    zeros = torch.zeros(1, 1, *features.shape[-2:])
    [gram] = gram_sums(features.requires_grad_(True), [zeros])
    gram.sum().backward()
    assert not gram.any()
    assert not features.grad.any()


def test_a_full_guide_gives_the_plain_gram(features):
    f = features.double().numpy()[0].reshape(5, -1)
    plain = f @ f.T / f.shape[1]
    np.testing.assert_allclose(
        guided_gram(features, torch.ones(1, 1, 7, 9)), plain, rtol=1e-5, atol=1e-6
    )


def test_style_strength_does_not_depend_on_the_area():
    texture = torch.rand(1, 4, 1, 1).expand(1, 4, 40, 40)
    small, large = torch.zeros(1, 1, 40, 40), torch.zeros(1, 1, 40, 40)
    small[..., :9, :9] = 1
    large[..., :28, :28] = 1
    torch.testing.assert_close(guided_gram(texture, small), guided_gram(texture, large))


def test_content_loss_follows_its_formula(features):
    target = features.flip(-1)
    guide = torch.rand(1, 1, 7, 9, generator=torch.Generator().manual_seed(3))
    f, p, g = features.double().numpy()[0], target.double().numpy()[0], guide.double().numpy()[0, 0]
    expected = (((f - p) ** 2) * g).sum() / (5 * g.sum())
    assert float(losses.content_loss(features, target, guide)) == pytest.approx(expected, rel=1e-5)


def test_style_loss_follows_its_formula():
    a, b = torch.rand(3, 3), torch.rand(6, 6)
    got = losses.style_loss({"x": a, "y": b}, {"x": a * 2, "y": b * 3}, {"x": 3.0, "y": 1.0})
    first = (a.double().numpy() ** 2).mean() / 9
    second = ((2 * b.double().numpy()) ** 2).mean() / 36
    assert float(got) == pytest.approx((3 * first + second) / 4, rel=1e-5)


def test_variation_loss_follows_its_formula():
    picture = torch.rand(1, 3, 6, 8, generator=torch.Generator().manual_seed(4))
    p = picture.double().numpy()
    expected = (np.diff(p, axis=3) ** 2).mean() + (np.diff(p, axis=2) ** 2).mean()
    assert float(losses.variation_loss(picture)) == pytest.approx(expected, rel=1e-5)


def test_a_thin_region_keeps_a_minimum_support():
    guide = torch.zeros(1, 1, 160, 160)
    guide[..., 80, 10:14] = 1
    small = guides_for(guide, {"conv5_1": (10, 10)})["conv5_1"][0, 0].double().numpy()
    assert small.sum() ** 2 / (small**2).sum() >= 12
    assert np.argwhere(small).min(axis=0).tolist() == [3, 0] and small.max() <= 1


def test_a_region_with_enough_support_is_not_widened():
    guide = torch.zeros(1, 1, 160, 320)
    guide[..., 82:84, :] = 1
    small = guides_for(guide, {"conv5_1": (10, 20)})["conv5_1"][0, 0]
    assert small[5].tolist() == [0.125] * 20
    assert float(small.sum()) == 20 * 0.125


def test_the_faintest_region_has_a_guide_too():
    guide = torch.zeros(1, 1, 64, 64)
    guide[..., 40, 8] = 1 / 255
    for size in (64, 4, 2):
        small = guides_for(guide, {"layer": (size, size)})["layer"]
        assert torch.isfinite(small / small.sum()).all() and small.sum() > 0


def test_what_shallow_layers_count_does_not_depend_on_the_deep_ones():
    weights = losses.Weights(
        style_layers={"conv1_1": 1.0, "conv3_1": 2.0, "conv5_1": 3.0},
        content_layers={"conv2_2": 1.0, "conv4_2": 1.0},
    )
    dice = torch.Generator().manual_seed(3)
    targets = {layer: torch.rand(6, 6, generator=dice) for layer in weights.style_layers}
    grams = {layer: target + 0.1 for layer, target in targets.items()}
    grams["conv5_1"] = targets["conv5_1"]
    shallow = weights.shallow
    assert shallow.style_layers == {"conv1_1": 1.0, "conv3_1": 2.0}
    assert shallow.content_layers == {"conv2_2": 1.0}
    whole, part = (
        each.style * losses.style_loss(grams, targets, each.style_layers)
        for each in (weights, shallow)
    )
    torch.testing.assert_close(whole, part)


def test_content_of_deep_layers_alone_is_kept_by_a_shallow_one():
    assert losses.DEFAULT_WEIGHTS.shallow.content_layers == {"conv3_1": 1.0}


@pytest.mark.parametrize(
    ("style", "content"),
    [(["conv4_1", "conv5_1"], "conv4_2"), (["conv1_1", "conv3_1"], "conv2_2")],
)
def test_layers_of_one_depth_have_no_shallow_part(style, content):
    weights = losses.Weights(style_layers=dict.fromkeys(style, 1.0), content_layers={content: 1.0})
    assert weights.shallow is None
