"""Pixels out of GIMP and into it, without a core."""

import contextlib
import sys
from pathlib import Path

import pytest
from gi.repository import Gimp
from scene import add_channel, coverage_encoding, fill, new_image, pixels

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))

from actions.reading import PICTURE_FILE, export_photo
from actions.writing import add_channel as write_channel
from actions.writing import add_group, add_masked_layer, one_step, replace_layer
from gimpfu.items import wrap


def exported(layer, folder):
    """RGBA, whether it was written with or without alpha."""
    picture = export_photo(wrap(layer), folder)
    data = (folder / PICTURE_FILE).read_bytes()
    assert len(data) == picture["width"] * picture["height"] * (4 if picture["alpha"] else 3)
    return data if picture["alpha"] else with_alpha(data)


def with_alpha(data):
    return b"".join(data[place : place + 3] + b"\xff" for place in range(0, len(data), 3))


def hide_left_half(layer):
    mask = layer.create_mask(Gimp.AddMaskType.WHITE)
    layer.add_mask(mask)
    width, height = layer.get_width(), layer.get_height()
    fill(mask, coverage_encoding(mask), bytes(width // 2 * height), (0, 0, width // 2, height))


def alpha_of(data, width):
    """Alpha at the left and the right end of the first row."""
    return data[3], data[width * 4 - 1]


def test_an_opaque_photo_is_written_as_it_is_and_another_with_alpha(image, tmp_path):
    layer = image.get_layers()[0]
    written = export_photo(wrap(layer), tmp_path)
    assert written["alpha"] is False
    before = (tmp_path / PICTURE_FILE).read_bytes()
    assert before == pixels(layer, "R'G'B' u8")
    layer.add_alpha()
    assert export_photo(wrap(layer), tmp_path) == {**written, "alpha": True}
    assert (tmp_path / PICTURE_FILE).read_bytes() == with_alpha(before)


@pytest.mark.parametrize("gray", [False, True], ids=["colour", "gray"])
def test_a_photos_own_mask_counts_while_it_is_on(gray, tmp_path):
    image = new_image(gray=gray)
    layer = image.get_layers()[0]
    whole = exported(layer, tmp_path)
    hide_left_half(layer)
    masked = exported(layer, tmp_path)
    assert alpha_of(masked, 96) == (0, 255)
    assert masked[48 * 4 : 96 * 4] == whole[48 * 4 : 96 * 4]
    layer.set_apply_mask(False)
    assert exported(layer, tmp_path) == whole
    assert layer.get_mask() is not None
    assert Gimp.get_images() == [image]


def test_a_masked_group_and_filters_with_a_mask(image, tmp_path):
    layer = image.get_layers()[0]
    group = Gimp.GroupLayer.new(image, "both")
    image.insert_layer(group, None, 0)
    image.reorder_item(layer, group, 0)
    hide_left_half(group)
    assert alpha_of(exported(group, tmp_path), 96) == (0, 255)
    before = exported(layer, tmp_path)
    hide_left_half(layer)
    layer.append_filter(Gimp.DrawableFilter.new(layer, "gegl:invert-gamma", "turned"))
    after = exported(layer, tmp_path)
    assert alpha_of(after, 96) == (0, 255)
    place = 95 * 4
    assert after[place] == 255 - before[place]
    assert len(layer.get_filters()) == 1


@pytest.fixture
def files(tmp_path):
    """Pixels and mask of a layer of 20×10, and a mask that is too short."""
    names = tmp_path / "pixels", tmp_path / "mask", tmp_path / "short"
    contents = bytes([9, 8, 7, 255]) * 200, bytes([66]) * 200, b"x"
    for name, data in zip(names, contents, strict=True):
        name.write_bytes(data)
    return names


def things(image):
    every = [*image.get_layers(), *image.get_channels()]
    children = [one for each in every if each.is_group() for one in each.get_children()]
    return [one.get_id() for one in (*every, *children)], image.get_selected_layers()


def test_what_fails_in_the_middle_leaves_nothing(image, files):
    good, mask, short = files
    layer = image.get_layers()[0]
    add_channel(image, "sky", (0, 0, 9, 9))
    image.set_selected_layers([layer])
    before = things(image)
    ours, box = wrap(image), (5, 6, 20, 10)
    segment = {"name": "new", "colour": "red", "box": box, "parts": [box], "coverage": mask.name}
    with contextlib.suppress(ValueError), one_step(ours, wrap(layer)):
        write_channel(ours, 0, segment, mask.parent, (0, 0))
        group = add_group(ours, "group", wrap(layer))
        add_masked_layer(ours, group, 0, "good", box, good, mask)
        add_masked_layer(ours, group, 0, "bad", box, good, short)
        pytest.fail("a file that is too short was taken")
    assert things(image) == before


def test_a_replaced_layer_keeps_what_is_the_users(image, files):
    ours, photo = wrap(image), wrap(image.get_layers()[0])
    with one_step(ours, photo):
        old = add_masked_layer(ours, None, 0, "old", (5, 6, 20, 10), *files[:2])
    old.real.set_opacity(40)
    old.real.set_lock_content(True)
    old.real.set_color_tag(Gimp.ColorTag.GREEN)
    old.real.append_filter(Gimp.DrawableFilter.new(old.real, "gegl:invert-gamma", "turned"))
    image.set_selected_layers([old.real])
    files[0].write_bytes(bytes([1, 2, 3, 255]) * 600)
    files[1].write_bytes(bytes([99]) * 600)
    with one_step(ours, photo) as replaced:
        new = replaced[old] = replace_layer(ours, old, (2, 3, 30, 20), *files[:2])
        ours.remove_layer(old)
    layer = new.real
    assert image.get_layers() == [layer, photo.real]
    assert image.get_selected_layers() == [layer]
    assert (new.offsets, new.width, new.height) == ((2, 3), 30, 20)
    assert pixels(layer, "R'G'B'A u8") == bytes([1, 2, 3, 255]) * 600
    assert set(pixels(layer.get_mask(), coverage_encoding(layer.get_mask()))) == {99}
    assert layer.get_opacity() == pytest.approx(40)
    assert layer.get_color_tag() == Gimp.ColorTag.GREEN
    assert len(layer.get_filters()) == 1
