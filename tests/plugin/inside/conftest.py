"""Fixtures of the tests that run inside GIMP."""

import pytest
from gi.repository import Gimp
from scene import new_image


@pytest.fixture
def image():
    """A small RGB image with one layer."""
    return new_image()


@pytest.fixture(autouse=True)
def _forget_images():
    yield
    for left in Gimp.get_images():
        left.delete()
