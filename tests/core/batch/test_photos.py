"""Photos: found, named, and kept but for what is painted."""

import numpy as np
import pytest
from PIL import Image, ImageCms
from trials import picture

from segstyle_core.batch.photos import Photo, find_photos, own_names
from segstyle_core.errors import BadInputError
from segstyle_core.image import Box
from segstyle_core.layers import StyledLayer

A_QUARTER_TURN = 6
ORIENTATION, EXIF, GPS = 0x0112, 0x8769, 0x8825
GREEN = (0, 255, 0)


@pytest.fixture
def exchanged():
    """A profile of colours in which red is what sRGB calls green, and green red."""
    data = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    for old, new in ((b"rXYZ", b"?XYZ"), (b"gXYZ", b"rXYZ"), (b"?XYZ", b"gXYZ")):
        data = data.replace(old, new, 1)
    return data.replace("sRGB".encode("utf-16-be"), "sGRB".encode("utf-16-be"))


@pytest.fixture
def turned(tmp_path, exchanged):
    """A JPEG of 72 x 64 that is to be shown after a quarter turn, with all that a camera adds."""
    exif = Image.Exif()
    exif[0x010F], exif[ORIENTATION] = "A camera", A_QUARTER_TURN
    exif[EXIF] = {0x829A: 0.01, 0x927C: b"a maker's note", 0xA002: 72, 0xA003: 64}
    exif[GPS] = {1: "N", 2: (52.0, 30.0, 1.5)}
    path = tmp_path / "turned.jpg"
    kept = {"exif": exif, "icc_profile": exchanged, "dpi": (300, 300)}
    Image.fromarray(picture()).save(path, quality=95, **kept)
    return path


def layer(pixel, box, mask):
    pixels = np.full((box.height, box.width, 4), 255, np.uint8)
    pixels[..., :3] = pixel
    return StyledLayer("sky", "sky", "style", box, pixels, mask)


def test_a_folder_stands_for_its_pictures_and_each_is_there_once(photos):
    found = find_photos([photos, photos / "p1.png"])
    assert [path.name for path in found] == ["p0.png", "p1.png", "p2.png"]
    assert all(path.is_absolute() for path in found)


def test_what_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInputError, match=r"no photo .*nowhere"):
        find_photos([tmp_path / "nowhere"])
    with pytest.raises(BadInputError, match="no photo to paint"):
        find_photos([tmp_path])


def test_names_are_their_own_and_stay(tmp_path):
    first, second, third = (tmp_path / name for name in ("A.jpg", "a.png", "b/a.jpg"))
    names = own_names([first, second], {})
    assert names == {first: "A", second: "a-2"}
    assert own_names([third, second], {second: "a-2"}) == {third: "a", second: "a-2"}
    assert own_names([second, third], {second: "a"}, {"a-2"}) == {second: "a", third: "a-3"}


def test_a_turned_photo_is_upright_and_in_srgb(turned):
    photo = Photo.read(turned)
    assert (photo.own.width, photo.own.height) == (64, 72)
    green, sky = photo.own.rgb[40, 5].astype(int), photo.own.rgb[40, 60].astype(int)
    assert green.argmax() == 1
    assert sky.argmax() == 2
    own, srgb = photo.own.rgb[40, 5], photo.picture.rgb[40, 5]
    np.testing.assert_allclose(srgb, own[[1, 0, 2]], atol=3)


@pytest.mark.parametrize("ending", [".jpg", ".png", ".tif"])
def test_profile_exif_and_upright_pixels_are_kept(turned, ending, tmp_path, exchanged):
    photo = Photo.read(turned)
    path = tmp_path / f"flat{ending}"
    photo.save(photo.with_layers([]), path)
    with Image.open(path) as flat:
        exif = flat.getexif()
        camera, place = exif.get_ifd(EXIF), exif.get_ifd(GPS)
        assert flat.size == (64, 72)
        assert flat.info["icc_profile"] == exchanged
        assert flat.info["dpi"] == pytest.approx((300, 300), abs=0.01)
        if ending != ".jpg":
            np.testing.assert_array_equal(np.asarray(flat), photo.own.rgb)
    assert (exif[0x010F], exif[ORIENTATION]) == ("A camera", 1)
    assert (camera[0x829A], camera[0x927C]) == (0.01, b"a maker's note")
    assert (camera[0xA002], camera[0xA003]) == (64, 72)
    assert place[2] == (52.0, 30.0, 1.5)


def test_beside_the_layers_each_byte_is_the_photo_s_and_layers_take_its_colours(turned):
    photo = Photo.read(turned)
    mask = np.zeros((20, 30), np.uint8)
    mask[5:15] = 255
    box = Box(10, 40, 30, 20)
    flat = photo.with_layers([layer(GREEN, box, mask)])
    painted = np.zeros(flat.shape[:2], bool)
    painted[box.slices] = mask > 0
    np.testing.assert_array_equal(flat[~painted], photo.own.rgb[~painted])
    np.testing.assert_allclose(flat[painted], np.tile((255, 0, 0), (300, 1)), atol=3)


def test_transparency_is_kept_where_the_format_has_it(tmp_path):
    alpha = np.arange(72 * 64, dtype=np.uint8).reshape(64, 72)
    Image.fromarray(np.dstack([picture(), alpha])).save(tmp_path / "clear.png")
    photo = Photo.read(tmp_path / "clear.png")
    photo.save(photo.with_layers([]), tmp_path / "flat.png")
    np.testing.assert_array_equal(np.asarray(Image.open(tmp_path / "flat.png"))[..., 3], alpha)
    photo.save(photo.with_layers([]), tmp_path / "flat.jpg")
    assert Image.open(tmp_path / "flat.jpg").mode == "RGB"


def test_the_format_is_the_photo_s_own_or_the_one_asked_for(tmp_path):
    Image.fromarray(picture()).save(tmp_path / "photo.webp")
    photo = Photo.read(tmp_path / "photo.webp")
    assert [photo.ending(flat) for flat in ("same", "jpeg", "tiff")] == [".png", ".jpg", ".tif"]


def test_a_damaged_exif_does_not_matter(tmp_path):
    path = tmp_path / "photo.jpg"
    Image.fromarray(picture()).save(path, exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff\x01\x12\0\x03")
    photo = Photo.read(path)
    photo.save(photo.with_layers([]), tmp_path / "flat.jpg")
    assert Image.open(tmp_path / "flat.jpg").size == (72, 64)
