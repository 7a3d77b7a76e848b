"""Regions as a folder, and what can be wrong with it."""

import json

import numpy as np
import pytest
from PIL import Image

from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.image import load_gray
from segstyle_core.regions import Region
from segstyle_core.regions.files import read_regions, write_regions
from segstyle_core.regions.overlay import colours, overlay

WIDTH, HEIGHT = 50, 40


@pytest.fixture
def regions():
    left = np.zeros((HEIGHT, WIDTH), np.uint8)
    left[:, :20] = 255
    left[:, 20] = 51
    return (Region("sky", 255 - left, 0.9), Region("tree 2", left, 0.4))


@pytest.fixture
def folder(regions, tmp_path):
    image = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH, 3), np.uint8)
    write_regions(regions, image, tmp_path / "out", "scene")
    return tmp_path / "out"


def test_written_and_read_again(regions, folder):
    again = read_regions(folder, WIDTH, HEIGHT)
    for before, after in zip(regions, again, strict=True):
        assert (after.name, after.score) == (before.name, before.score)
        assert (after.coverage == before.coverage).all()


def test_the_list_has_the_promised_words(folder):
    data = json.loads((folder / "segments.json").read_text())
    assert (data["width"], data["height"]) == (WIDTH, HEIGHT)
    sky, tree = data["segments"]
    assert set(sky) == {"id", "name", "score", "area", "mask"}
    assert tree["area"] == pytest.approx(HEIGHT * (20 + 51 / 255))
    assert load_gray(folder / tree["mask"]).shape == (HEIGHT, WIDTH)
    assert Image.open(folder / "overlay.png").size == (WIDTH, HEIGHT)


def change(folder, **changes):
    path = folder / "segments.json"
    data = json.loads(path.read_text())
    data["segments"][0].update(changes)
    path.write_text(json.dumps(data))


def test_no_list(tmp_path):
    with pytest.raises(BadInputError, match=r"no segments\.json"):
        read_regions(tmp_path, WIDTH, HEIGHT)


@pytest.mark.parametrize("text", ["{", "[]", '{"width": 1}', '{"width":1,"height":1,"segments":7}'])
def test_a_broken_list(folder, text):
    (folder / "segments.json").write_text(text)
    with pytest.raises(BadInputError, match="cannot be used"):
        read_regions(folder, WIDTH, HEIGHT)


@pytest.mark.parametrize("mask", ["../outside.png", "/etc/hostname"])
def test_a_mask_outside_the_folder(folder, mask):
    change(folder, mask=mask)
    with pytest.raises(BadInputError, match="outside"):
        read_regions(folder, WIDTH, HEIGHT)


def test_a_link_that_leads_outside(folder, tmp_path):
    Image.new("L", (WIDTH, HEIGHT)).save(tmp_path / "secret.png")
    (folder / "link.png").symlink_to(tmp_path / "secret.png")
    change(folder, mask="link.png")
    with pytest.raises(BadInputError, match="outside"):
        read_regions(folder, WIDTH, HEIGHT)


def test_a_missing_mask(folder):
    change(folder, mask="nothing.png")
    with pytest.raises(BadInputError, match=r"nothing\.png"):
        read_regions(folder, WIDTH, HEIGHT)


def test_a_mask_of_another_size(folder):
    with pytest.raises(BadInputError, match="50×40 pixels, the picture 60×40"):
        read_regions(folder, 60, HEIGHT)


def test_a_name_twice(folder):
    change(folder, name="tree 2")
    with pytest.raises(BadInputError, match="twice"):
        read_regions(folder, WIDTH, HEIGHT)


def test_a_folder_that_cannot_be_made(regions, tmp_path):
    (tmp_path / "file").write_text("")
    image = np.zeros((HEIGHT, WIDTH, 3), np.uint8)
    with pytest.raises(CoreFailureError):
        write_regions(regions, image, tmp_path / "file" / "out", "scene")


def test_colours_are_many_and_different():
    palette = colours(100)
    assert len(set(palette)) == 100
    assert palette[:5] == colours(5)
    assert all(len(colour) == 7 and int(colour[1:], 16) >= 0 for colour in palette)


def test_each_region_shines_in_its_own_colour(regions):
    image = np.full((HEIGHT, WIDTH, 3), 128, np.uint8)
    painted = overlay(image, regions)
    for region, colour in zip(regions, colours(2), strict=True):
        here = painted[5:-5][region.coverage[5:-5] == 255].astype(float).mean(axis=0)
        wanted = np.frombuffer(bytes.fromhex(colour[1:]), np.uint8).astype(float)
        assert np.corrcoef(here, wanted)[0, 1] > 0.99
