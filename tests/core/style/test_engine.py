"""The engine with the real encoder on a small picture."""

import numpy as np
import pytest
import torch

from segstyle_core.demo import sample_photo
from segstyle_core.errors import CancelledError
from segstyle_core.gallery import styles
from segstyle_core.image import load_picture, resize
from segstyle_core.progress import Control
from segstyle_core.style.encoder import Encoder, to_tensor
from segstyle_core.style.engine import Source, StyleJob, Zone, measure, stylize
from segstyle_core.style.losses import STYLE_LAYERS, Weights
from segstyle_core.style.objective import Objective, Part, style_targets
from segstyle_core.style.pyramid import plan


@pytest.fixture(scope="module")
def job(store):
    content = resize(load_picture(sample_photo()).rgb, 128, 96)
    guide = np.zeros((96, 128), np.uint8)
    guide[:, 40:] = 255
    style = resize(load_picture(styles()[0].path).rgb, 112, 112)
    zone = Zone(guide, (Source(style),))
    return StyleJob(content, guide, (zone,), plan(128, 96, "quick"), store.path("vgg19"))


def go_on(step):
    return Control.CONTINUE


def test_it_brings_the_style_loss_far_down(job):
    before = measure(job.content, job)
    result = stylize(job, on_step=go_on)
    assert result.pixels.shape == job.content.shape
    assert result.losses.style < before.style / 10
    assert measure(result.pixels, job) == result.losses


def test_the_same_seed_gives_the_same_bytes(job):
    first, second = (stylize(job, on_step=go_on).pixels for _ in range(2))
    np.testing.assert_array_equal(first, second)


def test_shallow_layers_first_come_as_far_in_more_but_cheaper_steps(job):
    def painted(shallow):
        longer = resize(load_picture(sample_photo()).rgb, 256, 192)
        everywhere = np.full((192, 256), 255, np.uint8)
        zone = Zone(everywhere, job.zones[0].sources)
        scales = plan(256, 192, "quick", shallow=shallow)
        return stylize(StyleJob(longer, everywhere, (zone,), scales, job.encoder), on_step=go_on)

    first, throughout = painted(True), painted(False)
    assert first.losses.total < 1.1 * throughout.losses.total
    at_finest = [point.step for point in first.curve if point.size == 256]
    assert at_finest == list(range(1, len(at_finest) + 1))
    assert len(at_finest) > len([point for point in throughout.curve if point.size == 256])


def test_outside_the_region_the_photo_hardly_changes(job):
    result = stylize(job, on_step=go_on)
    change = np.abs(result.pixels.astype(int) - job.content).mean(axis=2)
    assert change[:, 60:].mean() > 4 * change[:, :10].mean()


def test_cancelling_raises(job):
    with pytest.raises(CancelledError):
        stylize(job, on_step=lambda step: Control.CANCEL)


def test_stopping_keeps_what_there_is(job):
    result = stylize(job, on_step=lambda step: Control.STOP_KEEP_BEST)
    assert result.stopped_early
    assert result.pixels.shape == job.content.shape


def test_the_gradient_agrees_with_finite_differences(job):
    encoder = Encoder(job.encoder, ("conv4_2", *STYLE_LAYERS), torch.device("cpu"))
    content = to_tensor(resize(job.content, 64, 48), encoder.device)
    style = job.zones[0].sources[0].pixels
    targets = style_targets(encoder, to_tensor(resize(style, 64, 64), encoder.device), STYLE_LAYERS)
    guide = torch.ones(1, 1, 48, 64)
    weights = Weights(content=1.0, variation=10.0)
    objective = Objective(encoder, [(content, 1.0)], guide, [Part(guide, targets)], weights)
    x = content * 0.8 + 0.1
    _, gradient = objective.value_and_gradient(x)
    direction = gradient / gradient.norm()
    step = 0.05
    ahead = objective.measure(x + step * direction).total
    behind = objective.measure(x - step * direction).total
    slope = (ahead - behind) / (2 * step)
    assert slope == pytest.approx(float(gradient.norm()), rel=0.05)
