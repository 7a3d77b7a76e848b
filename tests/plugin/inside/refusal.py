"""A core that cannot work: what is said, and that nothing has changed."""

import os

import pytest
from inputs import PICTURE, SEGMENT, STYLE, refused
from scene import add_channel

WORDS = os.environ["SEGSTYLE_TEST_WORDS"].split("|")
METHOD = os.environ["SEGSTYLE_TEST_METHOD"]


def test_refused_in_words(image):
    add_channel(image, "sky", (4, 2, 70, 30))
    if METHOD == "segment":
        refused(SEGMENT, image, image.get_layers(), *WORDS)
    elif METHOD == "style":
        given = {"assignments": f"sky={PICTURE}", "quality": "quick", "size": 64}
        refused(STYLE, image, image.get_layers(), *WORDS, **given)
    else:
        pytest.fail(f"no such method: {METHOD}")
