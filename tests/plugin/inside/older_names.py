"""What 2.10 called otherwise: files, profiles, marks, masks, selections, units, grown plug-ins."""

import sys
from pathlib import Path

import pytest
from gi.repository import Gimp
from scene import add_channel, add_layer, coverage, fill, pixels

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))

from gimpfu import gimp, pdb
from gimpfu.items import wrap

RGB, RGBA = "R'G'B' u8", "R'G'B'A u8"


@pytest.fixture
def photo(image):
    return wrap(image), wrap(image.get_layers()[0])


# --- files -------------------------------------------------------------------------------------

SAVED = {
    "file-bmp-save": (),
    "file-gif-save": (0, 1, 100, 0),
    "file-gif-save2": (0, 1, 100, 2, 1, 1, 1),
    "file-png-save-defaults": (),
    "file-png-save2": (0, 9, 0, 0, 0, 1, 0, 0, 1),
    "file-jpeg-save": (0.98, 0, 1, 0, "mine", 2, 1, 0, 0),
    "file-tiff-save": (1,),
    "file-tiff-save2": (3, 0),
}


@pytest.mark.parametrize("name", SAVED)
def test_files_are_saved_and_loaded(photo, tmp_path, name):
    image, layer = photo
    kind = name.split("-")[1]
    path = str(tmp_path / f"picture.{kind}")
    if kind == "gif":
        pdb.gimp_image_convert_indexed(image, 0, 0, 255, False, False, "")
    before = pixels(layer.real, RGBA)
    pdb[name](image, layer, path, path, *SAVED[name])
    again = pdb[f"file-{kind}-load"](path, path)
    assert len(again.layers) == 1
    after = pixels(again.layers[0].real, RGBA)
    off = sum(abs(one - two) for one, two in zip(before, after, strict=True)) / len(before)
    assert off < (6 if kind == "jpeg" else 0.01)
    if kind == "jpeg":
        assert b"mine" in Path(path).read_bytes()


def test_a_gif_with_two_layers_is_an_animation(photo, tmp_path):
    image, layer = photo
    add_layer(image.real, "second", 96, 64)
    pdb.gimp_image_convert_indexed(image, 0, 0, 255, False, False, "")
    path = str(tmp_path / "picture.gif")
    pdb.file_gif_save(image, layer, path, path, 0, 1, 100, 0)
    assert len(pdb.gimp_file_load(path, path).layers) == 2


# --- profiles, colours ---------------------------------------------------------------------------


def test_profiles_are_bytes(photo):
    image, _ = photo
    assert pdb.gimp_image_get_color_profile(image) == (0, b"")
    adobe = Gimp.ColorProfile.new_rgb_adobe()
    raw = bytes(adobe.get_icc_profile())
    pdb.gimp_image_set_color_profile(image, len(raw), raw)
    assert pdb.gimp_image_get_color_profile(image) == (len(raw), raw)
    name, _, _ = pdb.plug_in_icc_profile_info(image)
    assert name == adobe.get_label()
    pdb.plug_in_icc_profile_apply_rgb(image, 1, True)
    _, converted = pdb.gimp_image_get_effective_color_profile(image)
    assert converted != raw


def test_pixel_regions_and_filters_keep_the_values_of_a_wide_profile(photo):
    image, layer = photo
    image.real.set_color_profile(Gimp.ColorProfile.new_rgb_adobe())
    layer.get_pixel_rgn(0, 0, 96, 64)[:, :] = bytes([0, 255, 0]) * (96 * 64)
    layer.flush()
    assert layer.get_pixel_rgn(0, 0, 96, 64)[5, 5] == bytes([0, 255, 0])
    pdb.plug_in_gauss(image, layer, 5, 5, 0)
    assert layer.get_pixel(5, 5) == (0, 255, 0)
    pdb.plug_in_vinvert(image, layer)
    assert layer.get_pixel(5, 5) == (0, 0, 0)


def test_a_filter_keeps_sixteen_bits(photo):
    image, layer = photo
    image.real.convert_precision(Gimp.Precision.U16_NON_LINEAR)
    values = [place * 3 for place in range(96 * 64 * 3)]
    data = b"".join(value.to_bytes(2, sys.byteorder) for value in values)
    fill(layer.real, "R'G'B' u16", data)
    pdb.gimp_brightness_contrast(layer, 0, 0)
    assert pixels(layer.real, "R'G'B' u16") == data


def test_filters_heed_the_selection_and_refuse_indexed_images(photo):
    image, layer = photo
    before = pixels(layer.real, RGB)
    pdb.gimp_image_select_rectangle(image, 2, 0, 0, 96, 10)
    pdb.plug_in_gauss(image, layer, 9, 9, 0)
    pdb.gimp_brightness_contrast(layer, 60, 0)
    after = pixels(layer.real, RGB)
    rows = 96 * 3 * 10
    assert after[rows:] == before[rows:]
    assert after[:rows] != before[:rows]
    pdb.gimp_image_convert_indexed(image, 0, 0, 8, False, False, "")
    with pytest.raises(RuntimeError, match="convert the image first"):
        pdb.plug_in_gauss(image, layer, 9, 9, 0)


def test_a_filter_on_a_mask_and_a_channel(photo):
    image, _ = photo
    channel = add_channel(image.real, "half", (0, 0, 48, 64))
    pdb.plug_in_gauss(image, wrap(channel), 20, 20, 0)
    row = coverage(channel, (0, 32, 96, 1))
    assert row[5] == 255
    assert row[90] == 0
    assert 100 < row[48] < 156


def test_colormap_is_replaced(photo):
    image, _ = photo
    pdb.gimp_image_convert_indexed(image, 0, 0, 2, False, False, "")
    pdb.gimp_image_set_cmap(image, 6, bytes([1, 2, 3, 250, 251, 252]))
    assert pdb.gimp_image_get_cmap(image) == (6, (1, 2, 3, 250, 251, 252))


# --- marks, masks, places, selections ------------------------------------------------------------


def test_marks_by_their_older_names(photo):
    image, layer = photo
    for what, kind in ((image, "image"), (layer, "drawable")):
        pdb[f"gimp-{kind}-parasite-attach"](what, gimp.Parasite("note", 1, "words"))
        assert pdb[f"gimp-{kind}-parasite-find"](what, "note").data == "words"
        assert "note" in pdb[f"gimp-{kind}-parasite-list"](what)[1]
        pdb[f"gimp-{kind}-parasite-detach"](what, "note")
        assert "note" not in pdb[f"gimp-{kind}-parasite-list"](what)[1]


def test_masks_and_places_by_their_older_names(photo):
    image, layer = photo
    above = wrap(add_layer(image.real, "above", 5, 5))
    assert pdb.gimp_image_get_layer_position(image, layer) == 1
    mask = pdb.gimp_layer_create_mask(layer, 0)
    pdb.gimp_image_add_layer_mask(image, layer, mask)
    assert layer.mask is not None
    pdb.gimp_image_remove_layer_mask(image, layer, 1)
    assert layer.mask is None
    pdb.gimp_layer_set_linked(above, False)
    with pytest.raises(NotImplementedError):
        pdb.gimp_layer_set_linked(above, True)


def test_selecting_by_colour_in_full(photo):
    image, layer = photo
    fill(layer.real, RGB, bytes([200, 10, 10]) * (96 * 32) + bytes([10, 10, 200]) * (96 * 32))
    pdb.gimp_by_color_select_full(layer, (200, 10, 10), 5, 2, 0, 0, 0, 0, 0, 0, 0)
    assert pdb.gimp_selection_bounds(image)[1:] == (0, 0, 96, 32)
    pdb.gimp_fuzzy_select_full(layer, 5, 50, 5, 2, 0, 0, 0, 0, 0, 0, 0)
    assert pdb.gimp_selection_bounds(image)[1:] == (0, 32, 96, 64)
    channel = pdb.gimp_selection_save(image)
    assert coverage(channel.real, (3, 60, 1, 1)) == bytes([255])


# --- thumbnails, units, progress, gradients -------------------------------------------------------


def test_thumbnails(photo):
    image, layer = photo
    fill(layer.real, RGB, bytes([10, 200, 30]) * (96 * 64))
    for answer in (
        pdb.gimp_image_thumbnail(image, 24, 16),
        pdb.gimp_drawable_thumbnail(layer, 24, 16),
        pdb.gimp_drawable_sub_thumbnail(layer, 0, 0, 48, 32, 24, 16),
    ):
        width, height, bpp, count, data = answer
        assert (width, height, count) == (24, 16, 24 * 16 * bpp)
        assert tuple(data[:3]) == (10, 200, 30)


def test_units_and_progress():
    assert pdb.gimp_unit_get_number_of_built_in_units() == 5
    assert pdb.gimp_unit_get_number_of_units() >= 5
    assert pdb.gimp_unit_get_symbol(1) == "''"
    assert pdb.gimp_unit_get_digits(2) == 1
    assert pdb.gimp_unit_get_factor(2) == pytest.approx(25.4)
    pdb.gimp_progress_init("Working…", None)
    pdb.gimp_progress_update(0.5)
    pdb.gimp_progress_end()


def test_a_gradients_colour_has_an_opacity():
    gradient = pdb.gimp_gradient_new("mine")
    pdb.gimp_gradient_segment_set_left_color(gradient, 0, (255, 0, 0), 25.0)
    colour, opacity = pdb.gimp_gradient_segment_get_left_color(gradient, 0)
    assert tuple(colour)[:3] == (255, 0, 0)
    assert opacity == pytest.approx(25, abs=0.5)
    pdb.gimp_gradient_delete(gradient)


# --- plug-ins that got more arguments ------------------------------------------------------------


def test_what_a_plug_in_has_more_than_then_stands_at_its_default(photo):
    image, layer = photo
    (red, green, blue, *_) = pdb.plug_in_decompose(image, layer, "RGB", False)
    assert [one.base_type for one in (red, green, blue)] == [1, 1, 1]
    with pytest.raises(RuntimeError, match="takes run-mode, image, drawables"):
        pdb.plug_in_decompose(image)
    composed = pdb.plug_in_compose(red, red.layers[0], green, blue, blue, "RGB")
    assert pixels(composed.layers[0].real, RGB) == pixels(layer.real, RGB)
