"""Segmenting what is marked: a selection, strokes, channels, and where there is nothing."""

import pytest
from gi.repository import Gimp
from inputs import SEGMENT, refused
from scene import add_channel, add_layer, call, coverage, fill, new_image, pixels

SIZE = WIDTH, HEIGHT = 96, 64
HOUSE = 30, 27, 27, 23
GRASS = 62, 30, 30, 30
AROUND_THE_HOUSE = 25, 20, 40, 36


def segmented(image, layer, **arguments):
    """The new channels by name, topmost first."""
    before = set(image.get_channels())
    succeeded, said = call(SEGMENT, image, [layer], **arguments)
    assert succeeded, said
    new = [channel for channel in image.get_channels() if channel not in before]
    return {channel.get_name(): coverage(channel) for channel in new}


def total(channels):
    return bytes(map(sum, zip(*channels.values(), strict=True)))


def inside(box, value=255):
    """A mask of the image's size that has ``value`` in a box."""
    x, y, width, height = box
    line = bytes(x) + bytes([value]) * width + bytes(WIDTH - x - width)
    return bytes(WIDTH * y) + line * height + bytes(WIDTH * (HEIGHT - y - height))


def mean(mask, box):
    """The mean of a mask in a box."""
    x, y, width, height = box
    rows = [mask[row * WIDTH + x : row * WIDTH + x + width] for row in range(y, y + height)]
    return sum(map(sum, rows)) / (width * height)


def add_strokes(image, box, name="strokes", parent=None):
    """A transparent layer of the box's place and size and 10 pixels around it, drawn in there."""
    x, y, width, height = box
    kind, mode = Gimp.ImageType.RGBA_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, name, width + 20, height + 20, kind, 100, mode)
    image.insert_layer(layer, parent, 0)
    layer.set_offsets(x - 10, y - 10)
    fill(layer, "R'G'B'A u8", bytes([200, 30, 40, 255]) * (width * height), (10, 10, width, height))
    return layer


def photo_of(image):
    (photo,) = [layer for layer in image.get_layers() if layer.get_name() == "photo"]
    return photo


@pytest.mark.parametrize(
    "precision",
    [Gimp.Precision.U8_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR],
    ids=["8-bit", "linear float"],
)
def test_soft_selection_is_kept_exactly(precision):
    image = new_image(*SIZE, precision=precision)
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 10, 8, 70, 50)
    Gimp.Selection.feather(image, 12)
    selection = coverage(image.get_selection())
    assert len(set(selection)) > 50
    channels = segmented(image, photo_of(image), segmenter="colours", count=3)
    assert len(channels) == 3
    assert total(channels) == selection
    assert coverage(image.get_selection()) == selection


def test_selection_can_be_left_alone(image):
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 10, 10, 20, 20)
    given = {"segmenter": "colours", "count": 2, "inside-selection": False}
    assert total(segmented(image, photo_of(image), **given)) == inside((0, 0, *SIZE))


def test_selection_on_a_layer_that_lies_elsewhere(image):
    layer = add_layer(image, "small", 60, 50, 50, 30)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 40, 20, 30, 30)
    channels = segmented(image, layer, segmenter="colours", count=2)
    assert total(channels) == inside((50, 30, 20, 20))


def test_selection_beside_the_layer(image):
    layer = add_layer(image, "small", 40, 30, 50, 30)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 0, 0, 30, 20)
    words = "selection lies beside the layer “small”", "Only inside"
    refused(SEGMENT, image, [layer], *words, segmenter="colours")


def test_transparent_pixels_belong_to_no_region(image):
    layer = add_layer(image, "cut out", *SIZE, alpha=True)
    hole = 20, 10, 30, 25
    colours = pixels(layer, "R'G'B'A u8", hole)
    clear = b"".join(colours[place : place + 3] + b"\0" for place in range(0, len(colours), 4))
    fill(layer, "R'G'B'A u8", clear, hole)
    whole, without = inside((0, 0, *SIZE)), inside(hole)
    wanted = bytes(one - other for one, other in zip(whole, without, strict=True))
    assert total(segmented(image, layer, segmenter="colours", count=3)) == wanted


def test_grabcut_from_the_selection(image):
    image.select_rectangle(Gimp.ChannelOps.REPLACE, *AROUND_THE_HOUSE)
    channels = segmented(image, photo_of(image), segmenter="grabcut", count=0)
    assert set(channels) == {"foreground", "background"}
    assert total(channels) == inside((0, 0, *SIZE))
    assert mean(channels["foreground"], HOUSE) > 230
    assert mean(channels["foreground"], GRASS) < 25


def test_strokes_from_a_layer_and_a_channel(image):
    add_strokes(image, (38, 32, 10, 10), "thing")
    add_channel(image, "behind", (66, 34, 20, 20))
    given = {"foreground": "thing", "background": "behind"}
    channels = segmented(image, photo_of(image), segmenter="grabcut", count=0, **given)
    assert mean(channels["foreground"], HOUSE) > 230
    assert mean(channels["foreground"], GRASS) < 25


def test_strokes_in_a_group(image):
    group = Gimp.GroupLayer.new(image, "help")
    image.insert_layer(group, None, 0)
    add_strokes(image, (38, 32, 10, 10), "thing", group)
    given = {"foreground": "thing", "segmenter": "grabcut", "count": 0}
    image.select_rectangle(Gimp.ChannelOps.REPLACE, *AROUND_THE_HOUSE)
    channels = segmented(image, photo_of(image), **given)
    assert mean(channels["foreground"], HOUSE) > 230


def test_strokes_on_a_layer_without_transparency(image):
    add_layer(image, "full", *SIZE)
    words = "“full” has no transparency", "new transparent layer"
    given = {"segmenter": "grabcut", "foreground": "full"}
    refused(SEGMENT, image, [photo_of(image)], *words, **given)


def test_strokes_that_are_not_on_the_photo(image):
    photo = add_layer(image, "small", 30, 30)
    add_strokes(image, (60, 40, 10, 10), "thing")
    words = "no strokes of “thing” on the layer “small”", "Paint some"
    refused(SEGMENT, image, [photo], *words, segmenter="grabcut", foreground="thing")


@pytest.mark.parametrize("name", ["nothing", "photo"])
def test_strokes_that_are_not_there(image, name):
    words = (f"no layer or channel “{name}”",)
    refused(SEGMENT, image, [photo_of(image)], *words, segmenter="grabcut", foreground=name)


def test_nothing_marked(image):
    words = "First select the thing roughly", "paint strokes"
    refused(SEGMENT, image, [photo_of(image)], *words, segmenter="grabcut")


def test_a_result_is_refined(image):
    add_channel(image, "roughly", AROUND_THE_HOUSE)
    given = {"segmenter": "grabcut", "count": 0, "channels": "roughly"}
    channels = segmented(image, photo_of(image), **given)
    assert mean(channels["foreground"], HOUSE) > 230
    assert mean(channels["foreground"], GRASS) < 25


def test_merge_starts_from_all_channels(image):
    sky, left, right = (0, 0, 96, 30), (0, 30, 40, 34), (40, 30, 56, 34)
    add_channel(image, "right", right)
    add_channel(image, "left", left)
    add_channel(image, "sky", sky)
    add_channel(image, "empty", sky, value=0)
    channels = segmented(image, photo_of(image), segmenter="merge", count=3)
    assert sorted(channels.values()) == sorted(map(inside, (sky, left, right)))
    united = segmented(
        image, photo_of(image), segmenter="merge", count=2, channels="sky;left;right"
    )
    assert total(united) == inside((0, 0, *SIZE))
    assert len(united) == 2


def test_merge_starts_from_the_channels_named(image):
    add_channel(image, "other", (0, 0, 96, 64))
    add_channel(image, "a; b", HOUSE)
    channels = segmented(image, photo_of(image), segmenter="merge", count=0, channels="a; b\n")
    assert len(channels) == 2
    assert inside(HOUSE) in channels.values()


def test_merge_without_channels(image):
    words = ("First make a channel",)
    refused(SEGMENT, image, [photo_of(image)], *words, segmenter="merge")


def test_merge_of_a_channel_that_is_not_there(image):
    add_channel(image, "sky", HOUSE)
    words = "no channel “sea”", "sky"
    refused(SEGMENT, image, [photo_of(image)], *words, segmenter="merge", channels="sea")


def test_count_that_is_impossible(image):
    refused(SEGMENT, image, [photo_of(image)], "-1 regions", segmenter="colours", count=-1)


def test_the_channels_of_the_last_run_are_replaced_and_no_others(image):
    own = add_channel(image, "own", HOUSE)
    first = segmented(image, photo_of(image), segmenter="colours", count=4)
    second = segmented(image, photo_of(image), segmenter="colours", count=2)
    assert len(image.get_channels()) == 1 + len(first) + len(second)
    image.set_selected_channels([image.get_channels()[0]])
    third = segmented(image, photo_of(image), segmenter="colours", count=3, replace=True)
    names = [channel.get_name() for channel in image.get_channels()]
    assert names == [*third, *first, "own"]
    assert own.is_valid()
    assert not any(name.endswith("#2") for name in names)


def test_soft_edges_and_a_least_size():
    width, height = 1600, 1066
    image = new_image(width, height)
    hard, soft = (
        segmented(image, photo_of(image), segmenter="colours", count=3, softness=softness)
        for softness in (0.0, 1.0)
    )
    edges = [
        sum(0 < value < 255 for mask in each.values() for value in mask) for each in (hard, soft)
    ]
    assert edges[0] < edges[1]
    least = segmented(image, photo_of(image), segmenter="colours", count=0, smallest=0.3)
    assert all(sum(mask) > 0.25 * 255 * width * height for mask in least.values())
