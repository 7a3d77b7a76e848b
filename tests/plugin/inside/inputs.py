"""What the user may bring: odd images that work, and bad input that is refused in words."""

import os

import pytest
from gi.repository import Gegl, Gimp
from scene import (
    add_channel,
    add_layer,
    call,
    coverage,
    fill,
    new_image,
    pixels,
    visible,
)

SEGMENT, STYLE = "python-fu-segstyle-segment", "python-fu-segstyle-style"
PICTURE = os.environ["SEGSTYLE_TEST_PHOTO"]
QUICK = {"quality": "quick", "size": 64}
SKY = 4, 2, 70, 30


def state(image):
    """All that a refused call must leave as it was."""
    return {
        "layers": [layer.get_id() for layer in image.get_layers()],
        "channels": [(channel.get_id(), coverage(channel)) for channel in image.get_channels()],
        "selected": [item.get_id() for item in image.get_selected_drawables()],
        "parasites": image.get_parasite_list(),
        "seen": visible(image),
    }


def refused(name, image, drawables, *words, **arguments):
    """The call fails, says each of the words, changes nothing and leaves nothing to undo."""
    before = state(image)
    image.clean_all()
    succeeded, said = call(name, image, drawables, **arguments)
    assert not succeeded
    for word in words:
        assert word in said, said
    assert "Traceback" not in said
    assert not image.is_dirty()
    assert state(image) == before


def painted(image, drawable, name="sky", above=None):
    """Style one channel; the one layer that comes of it, in a group above the photo."""
    given = f"{name}={PICTURE}"
    succeeded, said = call(STYLE, image, [drawable], assignments=given, **QUICK)
    assert succeeded, said
    groups = [layer for layer in image.get_layers() if layer.is_group()]
    assert groups[0].get_name() == f"SegStyle: {(above or drawable).get_name()}"
    (layer,) = groups[0].get_children()
    return layer


def place(layer):
    _, x, y = layer.get_offsets()
    return x, y, layer.get_width(), layer.get_height()


def test_no_channel(image):
    words = "no channels", "Segment into Channels"
    refused(STYLE, image, image.get_layers(), *words, assignments=f"sky={PICTURE}")


def test_no_assignment(image):
    add_channel(image, "sky", SKY)
    refused(STYLE, image, image.get_layers(), "No channel was given a style")


def test_assignment_that_is_none(image):
    add_channel(image, "sky", SKY)
    refused(STYLE, image, image.get_layers(), "“sky” is no assignment", assignments="sky")


def test_name_that_is_no_channel(image):
    add_channel(image, "sky", SKY)
    words = "no channel “sea”", "sky"
    refused(STYLE, image, image.get_layers(), *words, assignments=f"sea={PICTURE}")


def test_empty_channel(image):
    add_channel(image, "sky", SKY, value=0)
    words = "“sky” is empty", "Paint something"
    refused(STYLE, image, image.get_layers(), *words, assignments=f"sky={PICTURE}")


def test_channel_beside_the_layer(image):
    layer = add_layer(image, "small", 20, 20, 70, 40)
    add_channel(image, "sky", (0, 0, 50, 30))
    words = ("empty on the layer “small”",)
    refused(STYLE, image, [layer], *words, assignments=f"sky={PICTURE}")


def test_channel_of_another_size(image):
    channel = Gimp.Channel.new(image, "sky", 40, 30, 50, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    fill(channel, "Y' u8", bytes([255]) * 1200)
    size = channel.get_width(), channel.get_height()
    if size == (96, 64):
        pytest.skip("this GIMP makes every channel the image's size")
    words = "40×30", "96×64"
    refused(STYLE, image, image.get_layers(), *words, assignments=f"sky={PICTURE}")


def test_style_that_is_not_there(image):
    add_channel(image, "sky", SKY)
    refused(STYLE, image, image.get_layers(), "no-such-style", assignments="sky=no-such-style")


def test_style_file_that_is_not_there(image):
    add_channel(image, "sky", SKY)
    given = "sky=/tmp/no/such/picture.jpg"
    refused(STYLE, image, image.get_layers(), "picture.jpg", assignments=given)


def test_style_file_that_is_no_picture(image, tmp_path):
    file = tmp_path / "words.jpg"
    file.write_text("These are words.")
    add_channel(image, "sky", SKY)
    words = "words.jpg", "not a picture"
    refused(STYLE, image, image.get_layers(), *words, assignments=f"sky={file}")


def test_segmenter_that_is_not_there(image):
    refused(SEGMENT, image, image.get_layers(), "no-such-way", segmenter="no-such-way")


@pytest.mark.parametrize("name", [SEGMENT, STYLE])
def test_indexed_image(image, name):
    add_channel(image, "sky", SKY)
    kinds = Gimp.ConvertDitherType.NONE, Gimp.ConvertPaletteType.GENERATE
    image.convert_indexed(*kinds, 16, False, False, "")
    given = {"assignments": f"sky={PICTURE}"} if name == STYLE else {}
    refused(name, image, image.get_layers(), "indexed", "Image ▸ Mode ▸ RGB", **given)


def test_one_pixel_cannot_be_segmented():
    image = new_image(1, 1)
    refused(SEGMENT, image, image.get_layers(), "1×1")


def test_one_pixel_cannot_be_styled():
    image = new_image(1, 1)
    add_channel(image, "sky", (0, 0, 1, 1))
    refused(STYLE, image, image.get_layers(), "1×1", assignments=f"sky={PICTURE}")


def test_two_layers(image):
    add_layer(image, "second", 96, 64)
    refused(SEGMENT, image, image.get_layers(), "Exactly one layer")


def test_floating_selection(image):
    layer = image.get_layers()[0]
    image.select_rectangle(Gimp.ChannelOps.REPLACE, 5, 5, 20, 20)
    floating = Gimp.Selection.float(image, [layer], 0, 0)
    succeeded, said = call(SEGMENT, image, [floating])
    assert not succeeded
    assert "Anchor" in said


def test_offset_and_alpha(image):
    layer = add_layer(image, "flower", 60, 50, 30, -10, alpha=True)
    sky = add_channel(image, "sky", (20, 5, 60, 20))
    styled = painted(image, layer)
    x, y, width, height = place(styled)
    assert x >= 30 and y >= -10 and x + width <= 90 and y + height <= 40
    mask = coverage(styled.get_mask())
    assert mask == coverage(sky, place(styled))
    assert mask.count(255) == (80 - 30) * 20


def test_segmenting_a_layer_with_an_offset(image):
    layer = add_layer(image, "flower", 60, 50, 50, 30)
    succeeded, said = call(SEGMENT, image, [layer], count=2)
    assert succeeded, said
    totals = [sum(values) for values in zip(*map(coverage, image.get_channels()), strict=True)]
    for place_in_image, total in enumerate(totals):
        x, y = place_in_image % 96, place_in_image // 96
        assert total == (255 if x >= 50 and y >= 30 else 0)


@pytest.mark.parametrize(
    "precision",
    [Gimp.Precision.U16_NON_LINEAR, Gimp.Precision.FLOAT_LINEAR],
    ids=["16-bit", "linear float"],
)
def test_other_precisions(precision):
    image = new_image(precision=precision)
    sky = add_channel(image, "sky", SKY, value=128)
    styled = painted(image, image.get_layers()[0])
    assert coverage(styled.get_mask()) == coverage(sky, place(styled))
    assert set(coverage(styled.get_mask())) == {0, 128}


def test_gray_image():
    image = new_image(gray=True)
    sky = add_channel(image, "sky", SKY)
    styled = painted(image, image.get_layers()[0])
    assert styled.is_gray()
    assert coverage(styled.get_mask()) == coverage(sky, place(styled))


def test_filters_on_the_layer_count(image, tmp_path):
    layer = image.get_layers()[0]
    turned = Gimp.DrawableFilter.new(layer, "gegl:invert-gamma", "turned")
    layer.append_filter(turned)
    add_channel(image, "all", (0, 0, 96, 64))
    styled = painted(image, layer, "all")
    # the sky is blue in the pixels, and brown with the filter
    red, _, blue, _ = mean(pixels(styled, "R'G'B'A u8", (20, 4, 50, 12)))
    assert layer.get_filters()
    assert red != blue
    assert mean(pixels(layer, "R'G'B'A u8", (20, 4, 50, 12)))[0] < 140


def mean(data):
    return [sum(data[part::4]) / (len(data) // 4) for part in range(4)]


def test_group_as_photo_and_channel_as_selection(image):
    group = Gimp.GroupLayer.new(image, "both")
    image.insert_layer(group, None, 0)
    image.reorder_item(image.get_layers()[1], group, 0)
    channel = add_channel(image, "sky", SKY)
    image.set_selected_channels([channel])
    assert painted(image, channel, above=group).get_mask() is not None
    assert image.get_selected_channels() == [channel]
