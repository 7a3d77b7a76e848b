"""The whole way of a photo: segmented, styled, saved, opened again."""

import itertools
import json
import os

import pytest
from gi.repository import Gimp, Gio
from scene import call, coverage, pixels, reopened, visible

QUICK = {"quality": "quick", "size": 128}


@pytest.fixture(scope="module")
def photo():
    """The photo after both procedures, and what was seen on the way."""
    file = Gio.File.new_for_path(os.environ["SEGSTYLE_TEST_PHOTO"])
    image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, file)
    layer = image.get_layers()[0]
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 20, 30, 40)
    selection = pixels(image.get_selection(), "Y u8")
    before = pixels(layer, "R'G'B' u8")
    given = {"count": 5, "inside-selection": False}
    segmented = call("python-fu-segstyle-segment", image, [layer], **given)
    channels = image.get_channels()
    styles = os.environ["SEGSTYLE_TEST_STYLES"].split(",")
    given = "\n".join(
        f"{c.get_name()}={style}" for c, style in zip(channels[:2], styles, strict=True)
    )
    styled = call("python-fu-segstyle-style", image, [layer], assignments=given, **QUICK)
    return {
        "image": image,
        "layer": layer,
        "before": before,
        "selection": selection,
        "segmented": segmented,
        "styled": styled,
        "styles": styles,
    }


@pytest.fixture(autouse=True)
def _forget_images():
    """Keep the photo for the whole file."""


def test_both_procedures_succeed(photo):
    assert photo["segmented"][0], photo["segmented"][1]
    assert photo["styled"][0], photo["styled"][1]


def test_five_channels_add_up_to_255_everywhere(photo):
    channels = photo["image"].get_channels()
    assert len(channels) == 5
    assert all(sum(values) == 255 for values in zip(*map(coverage, channels), strict=True))


def test_channels_are_named_coloured_hidden_and_sorted(photo):
    channels = photo["image"].get_channels()
    assert len({channel.get_name() for channel in channels}) == 5
    assert len({tuple(channel.get_color().get_rgba()) for channel in channels}) == 5
    assert not any(channel.get_visible() for channel in channels)
    sizes = [sum(coverage(channel)) for channel in channels]
    whole = sum(sizes)
    assert all(one > next - whole / 50 for one, next in itertools.pairwise(sizes)), sizes


def group_of(image):
    groups = [layer for layer in image.get_layers() if layer.is_group()]
    assert len(groups) == 1
    return groups[0]


def boxes_of(layer):
    _, x, y = layer.get_offsets()
    return x, y, layer.get_width(), layer.get_height()


def test_group_lies_above_the_photo(photo):
    top, below = photo["image"].get_layers()
    assert top == group_of(photo["image"])
    assert top.get_name() == f"SegStyle: {photo['layer'].get_name()}"
    assert below == photo["layer"]
    assert len(top.get_children()) == 2


def check_masks(image):
    """Each mask has its channel's value at every pixel, the ones outside of its layer too."""
    width, height = image.get_width(), image.get_height()
    named = {channel.get_name(): channel for channel in image.get_channels()}
    for layer in group_of(image).get_children():
        channel = named[layer.get_name().split(" – ")[0]]
        x, y, w, h = boxes_of(layer)
        assert coverage(layer.get_mask()) == coverage(channel, (x, y, w, h))
        whole, row = coverage(channel), bytes(w)
        rest = b"".join(
            line[:x] + row + line[x + w :] if y <= number < y + h else line
            for number, line in enumerate(
                whole[start : start + width] for start in range(0, width * height, width)
            )
        )
        assert not any(rest)


def test_masks_equal_their_channels(photo):
    check_masks(photo["image"])


def test_outside_the_channels_the_photo_is_untouched_and_inside_it_is_not(photo):
    image = photo["image"]
    shown, before = visible(image), photo["before"]
    styled = [coverage(channel) for channel in image.get_channels()[:2]]
    outside = inside = changed = 0
    for place, (one, other) in enumerate(zip(*styled, strict=True)):
        same = shown[place * 3 : place * 3 + 3] == before[place * 3 : place * 3 + 3]
        if one == other == 0:
            outside += 1
            assert same, f"pixel {place} outside the channels has changed"
        elif one == 255 or other == 255:
            inside += 1
            changed += not same
    assert outside > 1000
    assert changed > inside * 0.9


def test_photo_selection_and_selected_layer_are_as_before(photo):
    image = photo["image"]
    assert pixels(photo["layer"], "R'G'B' u8") == photo["before"]
    assert pixels(image.get_selection(), "Y u8") == photo["selection"]
    assert image.get_selected_layers() == [photo["layer"]]


def recipe_of(image):
    return json.loads(bytes(image.get_parasite("segstyle-recipe").get_data()))


def test_recipe_is_kept(photo):
    names = [channel.get_name() for channel in photo["image"].get_channels()[:2]]
    recipe = recipe_of(photo["image"])
    assigned = [(one["region"], one["style"]) for one in recipe["assignments"]]
    assert assigned == list(zip(names, photo["styles"], strict=True))
    assert (recipe["version"], recipe["quality"], recipe["size"]) == (1, "quick", 128)


def facts(image):
    """What must survive in a file."""
    group = group_of(image)
    return {
        "group": group.get_name(),
        "layers": [(layer.get_name(), boxes_of(layer)) for layer in group.get_children()],
        "masks": [coverage(layer.get_mask()) for layer in group.get_children()],
        "pixels": [pixels(layer, "R'G'B'A u8") for layer in group.get_children()],
        "channels": [(channel.get_name(), coverage(channel)) for channel in image.get_channels()],
        "recipe": recipe_of(image),
    }


def test_all_is_still_there_in_the_xcf(photo, tmp_path):
    again = reopened(photo["image"], tmp_path / "photo.xcf")
    assert facts(again) == facts(photo["image"])
    check_masks(again)


def test_kept_recipe_paints_the_same_again(photo):
    image, layer = photo["image"], photo["layer"]
    first = group_of(image)
    painted = [pixels(child, "R'G'B'A u8") for child in first.get_children()]
    succeeded, words = call("python-fu-segstyle-style", image, [layer])
    assert succeeded, words
    again = image.get_layers()[image.get_item_position(layer) - 1]
    assert [pixels(child, "R'G'B'A u8") for child in again.get_children()] == painted
    image.remove_layer(again)
