"""Enlarging a painting to the photo's size."""

import numpy as np
import pytest
from PIL import Image

from segstyle_core.style.detail import enlarge


@pytest.fixture(scope="module")
def photo():
    from skimage.data import astronaut

    return astronaut()


def shrunk(photo, size):
    return np.asarray(Image.fromarray(photo).resize((size, size), Image.Resampling.LANCZOS))


def steepest(picture):
    """How steep the steepest hundredth of all edges is."""
    return np.quantile(np.abs(np.diff(picture.astype(float), axis=1)), 0.99)


def test_a_painting_of_full_size_is_left_alone(photo):
    assert enlarge(photo, photo) is photo


@pytest.mark.parametrize("size", [(512, 512), (333, 517), (640, 40)])
def test_any_size_is_met(photo, size):
    wanted = np.asarray(Image.fromarray(photo).resize(size))
    assert enlarge(shrunk(photo, 100), wanted).shape == wanted.shape


def test_strokes_are_crisper_than_when_blown_up(photo):
    painting = shrunk(photo, 128)
    flat = np.full_like(photo, 128)
    blown_up = np.asarray(Image.fromarray(painting).resize((512, 512), Image.Resampling.LANCZOS))
    assert steepest(enlarge(painting, flat)) > 1.4 * steepest(blown_up)


def test_flat_paint_stays_as_it_is():
    flat = np.full((60, 80, 3), (10, 120, 250), np.uint8)
    assert np.array_equal(
        enlarge(flat, np.full((240, 320, 3), 99, np.uint8))[..., 0], np.full((240, 320), 10)
    )


def test_the_photos_fine_detail_is_laid_over_it():
    rng = np.random.default_rng(0)
    photo = np.repeat(rng.integers(90, 160, (256, 256, 1), np.uint8), 3, axis=2)
    painting = np.full((64, 64, 3), 128, np.uint8)
    detail = enlarge(painting, photo).astype(float)[..., 0]
    assert np.corrcoef(detail.ravel(), photo[..., 0].ravel())[0, 1] > 0.9


def test_strips_leave_no_seam(photo):
    """Rows 512 and on are a strip of their own in a picture of 1024."""
    large = np.asarray(Image.fromarray(photo).resize((1024, 1024)))
    once = enlarge(shrunk(photo, 512), large)
    lower = enlarge(shrunk(photo, 512)[200:], large[400:])
    assert np.abs(once[480:560].astype(int) - lower[80:160]).mean() < 0.5
