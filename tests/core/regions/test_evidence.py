"""What a small map and the picture's colours say of a pixel, against formulas written out again."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal

from segstyle_core.image import Box
from segstyle_core.regions.colour_models import NOISE, ColourModels
from segstyle_core.regions.evidence import Evidence
from segstyle_core.regions.prior import Prior

SIDE = 24
WHOLE = (SIDE, SIDE)
ALL = Box(0, 0, SIDE, SIDE)


@pytest.fixture
def dice():
    return np.random.default_rng(3)


@pytest.fixture
def samples(dice):
    """Two colours that overlap, left and right, with some of each on the other side."""
    colours = dice.normal(0.45, 0.08, (SIDE, SIDE, 3))
    colours[:, SIDE // 2 :] += (0.12, 0.05, -0.03)
    return colours.astype(np.float32)


def halves():
    numbers = np.zeros(WHOLE, np.intp)
    numbers[:, SIDE // 2 :] = 1
    return numbers


def test_colours_are_told_apart_by_normal_distributions(dice, samples):
    weights = dice.uniform(0.1, 1.0, WHOLE).astype(np.float32)
    numbers = halves()
    models = ColourModels(samples, numbers, weights, 2, (1, 1), reach=2.0)
    found, _ = models.looks(samples, ALL, WHOLE, [0, 1])
    densities = []
    for number in (0, 1):
        own, sure = samples[numbers == number].astype(float), weights[numbers == number]
        mean = np.average(own, axis=0, weights=sure)
        covariance = np.cov(own.T, aweights=sure, ddof=0) + NOISE * np.eye(3)
        densities.append(multivariate_normal(mean, covariance).pdf(samples))
    expected = densities[0] / sum(densities)
    assert found[0] == pytest.approx(expected, abs=2e-3)
    assert found.sum(axis=0) == pytest.approx(1.0, abs=1e-5)


def test_models_are_relied_on_as_far_as_their_own_samples_are_clear(dice, samples):
    weights = dice.uniform(0.1, 1.0, WHOLE).astype(np.float32)
    own = dice.uniform(0.2, 0.9, WHOLE).astype(np.float32)
    models = ColourModels(samples, halves(), weights, 2, (1, 1), reach=2.0)
    models.rely(own)
    _, reliable = models.looks(samples, ALL, WHOLE, [0, 1])
    for number in (0, 1):
        q, w = own[halves() == number], weights[halves() == number]
        expected = (w * q**2).sum() / (w * q).sum()
        assert reliable[number] == pytest.approx(expected, rel=1e-3)


def test_colours_are_those_that_a_segment_has_nearby():
    """One segment, dark above and light below, and another the other way round."""
    numbers = np.tile(np.arange(SIDE) % 2, (SIDE, 1)).astype(np.intp)
    light = (np.arange(SIDE)[:, None] < SIDE // 2) == (numbers == 1)
    picture = np.where(light, 0.8, 0.2)[..., None].repeat(3, axis=2).astype(np.float32)
    sure = np.ones(WHOLE, np.float32)
    models = ColourModels(picture, numbers, sure, 2, (8, 8), reach=0.7)
    found, _ = models.looks(picture, ALL, WHOLE, [0, 1])
    inside = np.r_[0:8, 16:SIDE]
    assert (found.argmax(axis=0) == numbers)[inside].all()


def test_place_and_colour_are_put_together_by_their_formula(samples):
    image = (samples * 255).astype(np.uint8)
    picture = image.astype(np.float32) / 255
    prior = Prior(halves(), 2, doubt=3.0)
    evidence = Evidence(image, prior)
    place = prior.shares(ALL, WHOLE, [0, 1])
    looks, reliable = evidence._models.looks(picture, ALL, WHOLE, [0, 1])
    clear = reliable * looks + (1 - reliable) * looks[::-1]
    expected = place * clear / (place * clear).sum(axis=0)
    assert evidence.shares(picture, ALL, WHOLE, [0, 1]) == pytest.approx(expected, abs=1e-5)


def test_a_map_is_less_sure_near_its_borders_and_leaves_room_there():
    prior = Prior(halves(), 2, doubt=3.0)
    sure = prior.sureness()[SIDE // 2]
    assert (np.diff(sure[SIDE // 2 + 1 :]) >= 0).all() and sure[-1] == 1.0
    assert sure[SIDE // 2] < 0.5 and sure[SIDE // 2 - 1] < 0.5
    shares = prior.shares(ALL, WHOLE, [0, 1])
    assert shares.sum(axis=0) == pytest.approx(1.0, abs=1e-5)
    row = shares[1, SIDE // 2]
    assert (np.diff(row) > -1e-6).all()
    assert 0 < row[2] < 0.02 < 0.05 < row[SIDE // 2 - 1]
    plain = prior.plain(ALL, WHOLE, [0, 1])
    assert plain[1] == pytest.approx(halves(), abs=1e-6)


def test_only_what_is_near_comes_into_question():
    numbers = np.zeros((40, 40), np.intp)
    numbers[:, 37:] = 1
    prior = Prior(numbers, 2, doubt=1.0)
    assert prior.present(Box(0, 0, 40, 40), (400, 400)) == [0]
    assert prior.present(Box(300, 0, 100, 100), (400, 400)) == [0, 1]
