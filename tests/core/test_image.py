"""Reading pictures: the odd ones work, the bad ones are told."""

import numpy as np
import pytest
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.image import Box, fit_within, load_gray, load_picture


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(BadInputError, match="no file"):
        load_picture(tmp_path / "none.png")


@pytest.mark.parametrize("content", [b"", b"hello", b"\x89PNG\r\n\x1a\n" + b"\0" * 40])
def test_no_picture_is_told(tmp_path, content):
    path = tmp_path / "bad.png"
    path.write_bytes(content)
    with pytest.raises(BadInputError, match="not a picture"):
        load_picture(path)


def test_a_truncated_picture_is_told(tmp_path):
    path = tmp_path / "cut.jpg"
    noise = np.random.default_rng(0).integers(0, 255, (64, 64, 3), dtype=np.uint8)
    Image.fromarray(noise).save(path)
    path.write_bytes(path.read_bytes()[:600])
    with pytest.raises(BadInputError, match="not a picture"):
        load_picture(path)


def test_sixteen_bit_gray_keeps_its_tones(tmp_path):
    path = tmp_path / "deep.png"
    Image.fromarray(np.array([[0, 32768, 65535]], np.uint16)).save(path)
    assert load_picture(path).rgb[0, :, 0].tolist() == [0, 128, 255]


def test_a_mask_of_sixteen_bits_keeps_its_tones(tmp_path):
    path = tmp_path / "deep.png"
    Image.fromarray(np.array([[0, 300, 32768, 65535]], np.uint16)).save(path)
    assert load_gray(path).tolist() == [[0, 1, 128, 255]]


def test_a_folder_is_no_picture(tmp_path):
    with pytest.raises(BadInputError, match="no file"):
        load_picture(tmp_path)


def test_alpha_stands_beside_the_colours(tmp_path):
    path = tmp_path / "clear.png"
    Image.fromarray(np.full((2, 3, 4), (9, 8, 7, 6), np.uint8)).save(path)
    picture = load_picture(path)
    assert picture.rgb[0, 0].tolist() == [9, 8, 7]
    assert picture.alpha is not None
    assert picture.alpha[0, 0] == 6


def test_a_box_goes_round_what_is_there():
    mask = np.zeros((20, 30), np.uint8)
    mask[3:7, 10:12] = 1
    box = Box.around(mask)
    assert box == Box(10, 3, 2, 4)
    assert box.grown(5, 30, 20) == Box(5, 0, 12, 12)
    assert Box.around(np.zeros((4, 4), np.uint8)) is None


def test_fitting_never_enlarges():
    assert fit_within(4000, 3000, 400) == (400, 300)
    assert fit_within(40, 30, 400) == (40, 30)
