"""What the core's tests share."""

import pytest

from segstyle_core.weights import Store


@pytest.fixture(scope="session")
def store():
    """The user's own store, so that the workers and commands under test find the same weights."""
    store = Store()
    for name in ("vgg19", "vgg19_features", "u2netp"):
        store.fetch(name)
    return store
