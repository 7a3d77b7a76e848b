"""Keeping the photo's colours, against the moments and luminances written out again."""

import numpy as np
import pytest

from segstyle_core.style.colour import grey, recoloured, with_colours_of

LUMA = np.array([0.299, 0.587, 0.114])


@pytest.fixture
def pictures():
    random = np.random.default_rng(5)
    photo = random.normal((90, 120, 160), (20, 9, 14), (60, 80, 3))
    style = random.normal((150, 100, 70), (12, 25, 18), (50, 50, 3))
    style[..., 1] += 0.4 * (style[..., 0] - 150)
    return photo.clip(0, 255).astype(np.uint8), style.clip(0, 255).astype(np.uint8)


def test_the_style_takes_the_photo_s_mean_and_covariance(pictures):
    photo, style = pictures
    cover = np.zeros(photo.shape[:2], np.uint8)
    cover[:, :40] = 255
    moved = recoloured(style, photo, cover).reshape(-1, 3).astype(float)
    wanted = photo[:, :40].reshape(-1, 3).astype(float)
    np.testing.assert_allclose(moved.mean(axis=0), wanted.mean(axis=0), atol=1.0)
    np.testing.assert_allclose(np.cov(moved.T), np.cov(wanted.T), atol=12.0)


def test_luminance_of_the_one_and_colours_of_the_other(pictures):
    photo, style = pictures
    painting = style[:50, :50]
    both = with_colours_of(painting, photo[:50, :50]).astype(float)
    np.testing.assert_allclose(both @ LUMA, painting @ LUMA, atol=2.0)
    chroma = both - (both @ LUMA)[..., None]
    expected = photo[:50, :50] - (photo[:50, :50] @ LUMA)[..., None]
    np.testing.assert_allclose(chroma, expected, atol=2.0)


def test_grey_is_the_luminance(pictures):
    photo, _ = pictures
    np.testing.assert_allclose(grey(photo)[..., 1], photo @ LUMA, atol=1.0)
