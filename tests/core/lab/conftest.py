"""What the lab's tests share."""

import pytest

from segstyle_core.image import load_picture, resize
from segstyle_core.sample import sample_photo


@pytest.fixture(scope="session")
def photo():
    """The sample photo, (64, 96, 3)."""
    return resize(load_picture(sample_photo()).rgb, 96, 64)


@pytest.fixture(scope="session")
def vgg19(store):
    return store.path("vgg19")
