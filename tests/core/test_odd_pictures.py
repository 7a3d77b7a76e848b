"""Odd and hostile pictures, as a photo and as a style: read right, or told in words."""

import io
import struct
import zlib

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import pictures
from segstyle_core.image import load_picture

READERS = {"photo": lambda path: load_picture(path).rgb, "style": pictures.read}
FORMATS = ("JPEG", "PNG", "WEBP", "TIFF", "GIF", "BMP")
RED, BLUE = (220, 20, 30), (20, 30, 220)


@pytest.fixture(params=READERS)
def read(request):
    return READERS[request.param]


def noise(width=40, height=32):
    return np.random.default_rng(0).integers(0, 256, (height, width, 3), np.uint8)


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png_that_claims(width, height, pixels=b"\x00" * 1000):
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header), png_chunk(b"IDAT", zlib.compress(pixels))
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks) + png_chunk(b"IEND", b"")


def with_red_and_blue_exchanged():
    """The sRGB profile, with the primaries of red and blue the other way round."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    data = data.replace(b"rXYZ", b"????").replace(b"bXYZ", b"rXYZ").replace(b"????", b"bXYZ")
    return data.replace("sRGB".encode("utf-16-be"), "swap".encode("utf-16-be"))


@pytest.mark.parametrize("kind", FORMATS)
def test_truncated(read, tmp_path, kind):
    path = tmp_path / "cut"
    Image.fromarray(noise()).save(path, kind)
    whole = path.read_bytes()
    for share in (0.01, 0.3, 0.8):
        path.write_bytes(whole[: int(len(whole) * share)])
        with pytest.raises(BadInputError, match="not a picture"):
            read(path)


@pytest.mark.parametrize(
    ("width", "height", "words"),
    [(60_000, 60_000, "megapixels"), (2**31 - 1, 2**31 - 1, "."), (500, 400, "not a picture")],
)
def test_claims_more_than_it_has(read, tmp_path, width, height, words):
    path = tmp_path / "liar.png"
    path.write_bytes(png_that_claims(width, height))
    with pytest.raises(BadInputError, match=words) as told:
        read(path)
    assert told.value.advice


def test_a_program_is_no_picture(read, tmp_path):
    path = tmp_path / "drawing.eps"
    path.write_text("%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 50 50\nshowpage\n%%EOF\n")
    with pytest.raises(BadInputError, match="not a picture"):
        read(path)


def test_sixteen_bits_of_colour(read, tmp_path):
    path = tmp_path / "deep.png"
    cv2.imwrite(str(path), np.full((20, 20, 3), (0x2000, 0x8000, 0xF000), np.uint16))
    np.testing.assert_allclose(read(path)[5, 5], (0xF0, 0x80, 0x20), atol=3)


def test_cmyk(read, tmp_path):
    path = tmp_path / "print.jpg"
    Image.new("CMYK", (20, 20), (0, 255, 255, 0)).save(path, quality=95)
    np.testing.assert_allclose(read(path)[5, 5], (255, 0, 0), atol=4)


def test_palette_with_a_clear_colour(read, tmp_path):
    path = tmp_path / "few.png"
    picture = Image.new("P", (40, 20), 1)
    picture.putpalette([0, 0, 0, *RED])
    picture.paste(0, (30, 0, 40, 20))
    picture.save(path, transparency=0)
    np.testing.assert_array_equal(read(path)[5, 5], RED)
    alpha = load_picture(path).alpha
    assert alpha[5, 5] == 255 and alpha[5, 35] == 0


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_of_an_animation_the_first_picture(read, tmp_path, kind):
    path = tmp_path / "moving"
    first, second = Image.new("RGB", (20, 20), RED), Image.new("RGB", (20, 20), BLUE)
    options = {"lossless": True} if kind == "WEBP" else {}
    first.save(path, kind, save_all=True, append_images=[second], duration=100, **options)
    np.testing.assert_allclose(read(path)[5, 5], RED, atol=3)


def test_upright_by_its_exif_orientation(read, tmp_path):
    path = tmp_path / "turned.png"
    pixels = np.zeros((20, 40, 3), np.uint8)
    pixels[:, :20] = RED
    pixels[:, 20:] = BLUE
    exif = Image.Exif()
    exif[0x0112] = 6
    Image.fromarray(pixels).save(path, exif=exif)
    turned = read(path)
    assert turned.shape == (40, 20, 3)
    np.testing.assert_array_equal(turned[5, 5], RED)
    np.testing.assert_array_equal(turned[35, 5], BLUE)


def test_damaged_exif_does_not_hurt(read, tmp_path):
    path = tmp_path / "notes.jpg"
    Image.new("RGB", (20, 20), RED).save(path, exif=b"Exif\0\0II*\0\x08\0\0\0\xff\xff\x12\x01")
    np.testing.assert_allclose(read(path)[5, 5], RED, atol=4)


@pytest.mark.parametrize("mode", ["RGB", "RGBA"])
def test_an_embedded_profile_is_heeded(read, tmp_path, mode):
    path = tmp_path / "wide.png"
    made = Image.new(mode, (20, 20), RED)
    made.save(path, icc_profile=with_red_and_blue_exchanged())
    np.testing.assert_allclose(read(path)[5, 5], RED[::-1], atol=3)


def test_srgb_s_own_profile_changes_nothing(tmp_path):
    path = tmp_path / "usual.png"
    pixels = noise()
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    Image.fromarray(pixels).save(path, icc_profile=profile)
    np.testing.assert_array_equal(load_picture(path).rgb, pixels)


def test_a_damaged_profile_does_not_hurt(read, tmp_path):
    path = tmp_path / "odd.png"
    damaged = io.BytesIO()
    Image.new("RGB", (20, 20), RED).save(damaged, "PNG", icc_profile=b"no profile" * 20)
    path.write_bytes(damaged.getvalue())
    np.testing.assert_array_equal(read(path)[5, 5], RED)
