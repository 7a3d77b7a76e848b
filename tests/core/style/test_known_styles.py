"""Style statistics are computed once and kept on disk."""

import os

import numpy as np
import pytest
import torch

from segstyle_core.style import known_styles
from segstyle_core.style.known_styles import known_or_computed

PIXELS = np.arange(48, dtype=np.uint8).reshape(4, 4, 3)


class Counted:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return {"conv1_1": torch.rand(8, 8, generator=torch.Generator().manual_seed(self.calls))}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_CACHE_DIR", str(tmp_path))
    return tmp_path / "statistics"


@pytest.fixture
def weights(tmp_path):
    file = tmp_path / "weights.npz"
    file.write_bytes(b"one")
    return file


@pytest.fixture
def grams(folder, weights):
    """Asks for statistics; ``compute.calls`` tells how often they had to be made."""

    def ask(pixels=PIXELS, guide=None, settings=("average", "float32")):
        return known_or_computed(pixels, guide, weights, settings, ask.compute)

    ask.compute = Counted()
    return ask


def test_the_second_time_they_are_known_to_the_last_bit(grams):
    assert torch.equal(grams()["conv1_1"], grams()["conv1_1"])
    assert grams.compute.calls == 1


def test_whatever_they_depend_on_makes_others(grams, weights):
    changed = PIXELS.copy()
    changed[0, 0, 0] += 1
    guide = np.full((4, 4), 255, np.uint8)
    grams()
    grams(pixels=changed)
    grams(pixels=PIXELS.reshape(2, 8, 3))
    grams(guide=guide)
    grams(settings=("max", "float32"))
    weights.write_bytes(b"two")
    os.utime(weights, ns=(1, 1))
    grams()
    assert grams.compute.calls == 6


def test_damaged_ones_are_made_anew(grams, folder):
    grams()
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:100])
    grams()
    grams()
    assert grams.compute.calls == 2


def test_the_longest_unused_go_first(grams, folder, monkeypatch):
    grams(settings=("a",))
    (first,) = folder.iterdir()
    monkeypatch.setattr(known_styles, "KEPT_BYTES", int(2.5 * first.stat().st_size))
    grams(settings=("b",))
    os.utime(first, (1, 1))
    grams(settings=("c",))
    assert len(list(folder.iterdir())) == 2 and not first.exists()


def test_where_nothing_can_be_written_they_are_made_each_time(grams, folder):
    folder.parent.mkdir(exist_ok=True)
    folder.write_text("no folder")
    grams()
    grams()
    assert grams.compute.calls == 2
