"""Layers: what is laid over the photo, and what the files hold."""

import json
import zipfile
from xml.etree import ElementTree

import numpy as np
import pytest
from PIL import Image

from segstyle_core.image import Box, Picture, load_gray, load_picture
from segstyle_core.layers import StyledLayer, composite, write_folder, write_openraster


@pytest.fixture
def picture():
    return Picture(np.random.default_rng(0).integers(0, 256, (40, 60, 3), dtype=np.uint8))


@pytest.fixture
def layer():
    random = np.random.default_rng(1)
    pixels = random.integers(0, 256, (20, 30, 4), dtype=np.uint8)
    pixels[..., 3] = 255
    mask = np.zeros((20, 30), np.uint8)
    mask[4:16, 4:26] = random.integers(0, 256, (12, 22), dtype=np.uint8)
    return StyledLayer("sky", "sky – Swirls", "swirls", Box(10, 5, 30, 20), pixels, mask)


def test_outside_the_mask_the_photo_is_untouched(picture, layer):
    done = composite(picture, [layer])
    inside = np.zeros((40, 60), bool)
    inside[layer.box.slices] = layer.mask > 0
    np.testing.assert_array_equal(done[~inside], picture.rgb[~inside])


def test_the_mask_mixes_by_its_share(picture, layer):
    done = composite(picture, [layer])[layer.box.slices].astype(float)
    share = layer.mask[..., None] / 255
    expected = layer.pixels[..., :3] * share + picture.rgb[layer.box.slices] * (1 - share)
    assert np.abs(done - expected).max() <= 0.51


def test_the_mix_is_rounded_to_the_nearest_for_all_shares():
    under, share = (each.astype(np.uint8) for each in np.indices((700, 256)))
    pixels = np.full((700, 256, 4), 255, np.uint8)
    pixels[..., :3] = (under * 7 + 13)[..., None]
    photo = Picture(np.repeat(under[..., None], 3, axis=2))
    done = composite(photo, [StyledLayer("all", "", "", Box(0, 0, 256, 700), pixels, share)])
    parts = pixels[..., 0].astype(int) * share, under.astype(int) * (255 - share.astype(int))
    np.testing.assert_array_equal(done[..., 0], (sum(parts) * 2 + 255) // 510)


def test_a_folder_holds_what_it_says(picture, layer, tmp_path):
    write_folder(picture, [layer], tmp_path)
    (row,) = json.loads((tmp_path / "layers.json").read_text())["layers"]
    assert (row["name"], row["style"], row["x"], row["y"]) == ("sky", "swirls", 10, 5)
    np.testing.assert_array_equal(load_gray(tmp_path / row["mask"]), layer.mask)
    np.testing.assert_array_equal(load_picture(tmp_path / row["pixels"]).rgb, layer.pixels[..., :3])
    np.testing.assert_array_equal(
        load_picture(tmp_path / "composite.png").rgb, composite(picture, [layer])
    )


def test_openraster_is_well_formed(picture, layer, tmp_path):
    path = tmp_path / "x.ora"
    write_openraster(picture, [layer], path)
    with zipfile.ZipFile(path) as archive:
        assert archive.infolist()[0].filename == "mimetype"
        assert archive.read("mimetype") == b"image/openraster"
        layers = ElementTree.fromstring(archive.read("stack.xml")).findall("stack/layer")
        assert [row.get("name") for row in layers] == ["sky – Swirls", "Photo"]
        with archive.open(layers[0].get("src")) as source:
            np.testing.assert_array_equal(np.asarray(Image.open(source))[..., 3], layer.mask)
