"""The painter computes nothing twice."""

import numpy as np
import pytest

from segstyle_core.gallery import find_style
from segstyle_core.image import load_picture
from segstyle_core.preview import Painter, mixed, painter


@pytest.fixture
def quick(store, tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_CACHE_DIR", str(tmp_path))
    painter._painted.cache_clear()
    return Painter(store)


def swirls():
    return load_picture(find_style("oil-swirls").path).rgb


def never():
    raise AssertionError("a known picture was made again")


def test_a_style_is_looked_at_once(quick, tmp_path):
    vector = quick.style("swirls", swirls)
    assert np.array_equal(quick.style("swirls", never), vector)
    (file,) = (tmp_path / "vectors").iterdir()
    file.write_bytes(file.read_bytes()[:50])
    assert np.array_equal(quick.style("swirls", swirls), vector)
    with pytest.raises(AssertionError):
        quick.style("another", never)


def test_without_a_writable_cache_it_goes_on(store, tmp_path, monkeypatch):
    (tmp_path / "file").touch()
    monkeypatch.setenv("SEGSTYLE_CACHE_DIR", str(tmp_path / "file"))
    assert Painter(store).style("swirls", swirls).shape == (100,)


def test_only_what_changed_is_painted_again(quick):
    photo = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    guide = np.full((64, 96), 255, np.uint8)
    vector = quick.style("swirls", swirls)

    def misses():
        return painter._painted.cache_info().misses

    first = quick.painted(photo, guide, vector)
    assert np.array_equal(quick.painted(photo.copy(), guide.copy(), vector.copy()), first)
    assert misses() == 1
    other = photo.copy()
    other[0, 0, 0] ^= 1
    half = guide.copy()
    half[:, 48:] = 0
    quick.painted(other, guide, vector)
    quick.painted(photo, half, vector)
    quick.painted(photo, guide, vector * np.float32(0.5))
    assert misses() == 4


def test_a_mixture_is_the_weighted_mean():
    one, other = np.full(100, 1, np.float32), np.full(100, 5, np.float32)
    assert np.allclose(mixed([(one, 3.0), (other, 1.0)]), 2.0)
