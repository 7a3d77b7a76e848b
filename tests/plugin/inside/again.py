"""Restyle: only what has changed is painted, in its place; the user's own work is kept."""

import json
import os

import pytest
from gi.repository import Gimp
from inputs import refused
from scene import (
    add_channel,
    call,
    coverage,
    coverage_encoding,
    fill,
    new_image,
    pixels,
    reopened,
)

STYLE, RESTYLE = "python-fu-segstyle-style", "python-fu-segstyle-restyle"
FIRST, SECOND = os.environ["SEGSTYLE_TEST_STYLES"].split(",")
SKY, HOUSE = (4, 2, 70, 22), (30, 26, 40, 26)
QUICK = {"quality": "quick", "size": 64}


@pytest.fixture(scope="module")
def image():
    """Two regions, both painted in the first style; later tests go on from earlier ones."""
    made = new_image()
    add_channel(made, "sky", SKY, value=200)
    add_channel(made, "house", HOUSE)
    given = f"sky={FIRST};house={FIRST}"
    succeeded, said = call(STYLE, made, made.get_layers(), assignments=given, **QUICK)
    assert succeeded, said
    return made


@pytest.fixture(autouse=True)
def _forget_images():
    """Keep the image for the whole file."""


def photo(image):
    return image.get_layers()[-1]


def layers(image):
    """The painted layers, the topmost first."""
    return image.get_layers()[0].get_children()


def named(image, region):
    return next(one for one in layers(image) if one.get_name().startswith(f"{region} – "))


def channel(image, name):
    return next(one for one in image.get_channels() if one.get_name() == name)


def fill_channel(image, name, data, box):
    fill(channel(image, name), coverage_encoding(channel(image, name)), data, box)


def box_of(layer):
    _, x, y = layer.get_offsets()
    return x, y, layer.get_width(), layer.get_height()


def styles(image):
    recipe = json.loads(bytes(image.get_parasite("segstyle-recipe").get_data()))
    return {one["region"]: one["style"] for one in recipe["assignments"]}


def restyled(image, drawable=None, **arguments):
    """Restyle; which layers are new, and the names of all."""
    before = [one.get_id() for one in layers(image)]
    succeeded, said = call(RESTYLE, image, [drawable or photo(image)], **arguments)
    assert succeeded, said
    after = layers(image)
    new = [place for place, one in enumerate(after) if one.get_id() not in before]
    return new, [one.get_name().split(" – ")[0] for one in after]


def test_nothing_to_do_is_said(image):
    refused(RESTYLE, image, [photo(image)], "Nothing has changed")
    words = "“sea” is no channel", "house, sky"
    refused(RESTYLE, image, [photo(image)], *words, assignments=f"sea={FIRST}")
    refused(RESTYLE, image, [photo(image)], "“sea” has no style", regions="sea")


def test_an_image_without_painted_layers():
    fresh = new_image()
    refused(RESTYLE, fresh, fresh.get_layers(), "Nothing was painted", "Style Channels")


def test_one_region_is_replaced_in_its_place_with_the_users_mask(image):
    old, other = named(image, "sky"), named(image, "house")
    place = image.get_item_position(old)
    old.set_opacity(60)
    old.set_mode(Gimp.LayerMode.MULTIPLY)
    x, y, width, _ = box_of(old)
    own = bytearray(coverage(old.get_mask()))
    own[: width * 4] = bytes([77]) * (width * 4)
    fill(old.get_mask(), coverage_encoding(old.get_mask()), own)
    image.set_selected_layers([old])
    new, names = restyled(image, old, assignments=f"sky={SECOND}")
    assert (new, names) == ([place], ["sky", "house"])
    sky = named(image, "sky")
    assert SECOND in json.loads(bytes(sky.get_parasite("segstyle-layer").get_data()))["style"]
    assert (sky.get_opacity(), sky.get_mode()) == (60, Gimp.LayerMode.MULTIPLY)
    left, top, new_width, _ = box_of(sky)
    mask = coverage(sky.get_mask())
    start = (y - top) * new_width + x - left
    assert mask[start : start + width] == bytes([77]) * width
    assert sum(mask) == sum(own)
    assert "#" not in sky.get_name()
    assert image.get_selected_layers() == [sky]
    assert other.is_valid()
    assert styles(image) == {"sky": SECOND, "house": FIRST}


def test_a_mask_of_the_users_outlives_the_next_time_and_its_channel(image):
    fill_channel(image, "sky", bytes(70 * 4), (4, 2, 70, 4))
    mask = sum(coverage(named(image, "sky").get_mask()))
    new, _ = restyled(image, assignments=f"sky={FIRST}")
    assert new == [0]
    assert sum(coverage(named(image, "sky").get_mask())) == mask
    refused(RESTYLE, image, [photo(image)], "Nothing has changed")


def test_edited_pixels_stay_below_and_a_redrawn_channel_counts(image):
    old = named(image, "house")
    fill(old, "R'G'B'A u8", bytes([255, 0, 0, 255]) * 100, (0, 0, 10, 10))
    fill_channel(image, "house", bytes([255]) * 200, (70, 26, 10, 20))
    new, names = restyled(image)
    assert (new, names) == ([1], ["sky", "house", "house"])
    house = layers(image)[1]
    assert coverage(house.get_mask()) == coverage(channel(image, "house"), box_of(house))
    assert layers(image)[2] == old
    assert pixels(old, "R'G'B'A u8", (0, 0, 10, 10)) == bytes([255, 0, 0, 255]) * 100


def test_what_is_original_now_goes_and_edited_layers_are_replaced_when_told_so(image):
    fill(layers(image)[1], "R'G'B'A u8", bytes(400), (0, 0, 10, 10))
    new, names = restyled(image, assignments="house=Original", edited="replace")
    assert (new, names) == ([], ["sky", "house"])
    assert styles(image) == {"sky": FIRST, "house": "Original"}


def test_saved_opened_and_without_its_channel(image, tmp_path):
    again = reopened(image, tmp_path / "again.xcf")
    refused(RESTYLE, again, [photo(again)], "Nothing has changed")
    again.remove_channel(channel(again, "sky"))
    mask = sum(coverage(named(again, "sky").get_mask()))
    new, _ = restyled(again, layers(again)[0], regions="sky")
    assert new == [0]
    assert sum(coverage(named(again, "sky").get_mask())) == mask
    assert list(styles(again)) == ["house"]


def test_styled_once_more_the_new_group_is_above_the_old_one(image):
    before = image.get_layers()
    given = {"assignments": f"sky={SECOND}", **QUICK}
    succeeded, said = call(STYLE, image, [photo(image)], **given)
    assert succeeded, said
    new, *others = image.get_layers()
    assert others == before
    assert [one.get_name().split(" – ")[0] for one in new.get_children()] == ["sky"]
