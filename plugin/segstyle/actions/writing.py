"""Into GIMP: the core's raw files as channels and masked layers."""

import contextlib
import mmap

from actions.reading import common, insist_on, with_children
from gimpfu import gimp
from gimpfu.constants import GRAY, GRAYA_IMAGE, RGBA_IMAGE

CHANNEL_OPACITY = 50.0


@contextlib.contextmanager
def one_step(image, layer):
    """Everything inside is one step of the undo history, and leaves the selected items alone.

    Yields a dictionary: a layer that is put in another's place is noted in it as
    ``{other: layer}``, to be selected in the other's place. When something fails inside, what was
    added is taken out again, so what is there already should be removed last.

    Raises:
        RuntimeError: the image or the layer is not there any more.
    """
    insist_on(image, layer)
    layers, channels = image.selected_items
    before, replaced = _items(image), {}
    image.undo_group_start()
    try:
        yield replaced
    except BaseException:
        _take_out(image, _items(image) - before)
        raise
    finally:
        layers = [replaced.get(one, one) for one in layers]
        channels = [one for one in channels if one in image.channels]
        image.selected_items = [one for one in layers if one.is_valid], channels
        image.undo_group_end()
        gimp.displays_flush()


def add_channel(image, position, segment, folder, offsets):
    """Add an invisible channel of a segment, as the core tells of it, clipped to the image.

    ``offsets`` is where the picture's corner lies in the image.
    """
    size, look = (image.width, image.height), (CHANNEL_OPACITY, segment["colour"])
    channel = gimp.Channel(image, segment["name"], *size, *look)
    image.add_channel(channel, position)
    channel.visible = False
    encoding, box = gimp.coverage_format(channel), _moved(segment["box"], offsets)
    shown = common(box, (0, 0, *size))
    with _bytes_of(folder / segment["coverage"]) as data:
        parts = (common(_moved(part, offsets), shown) for part in segment["parts"] if shown)
        cut = ((part, _cut(data, box, part)) for part in parts if part)
        gimp.write_parts(channel, encoding, cut)


def _moved(box, offsets):
    return (box[0] + offsets[0], box[1] + offsets[1], *box[2:])


def _cut(data, box, part):
    """The bytes of a part of a box, from those of the whole box."""
    left, top, width, height = part
    begin = (top - box[1]) * box[2] + left - box[0]
    if width == box[2]:
        return data[begin : begin + width * height]
    rows = range(begin, begin + height * box[2], box[2])
    return b"".join(data[row : row + width] for row in rows)


def add_group(image, name, above):
    """Add a group of layers right above the layer ``above``."""
    group = gimp.GroupLayer(image, name)
    image.insert_layer(group, above.parent, image.item_position(above))
    return group


def add_masked_layer(image, group, position, name, box, pixels, mask):
    """Add a layer of the size and place of ``box`` (in the image), from two raw files."""
    x, y, width, height = box
    kind = GRAYA_IMAGE if image.base_type == GRAY else RGBA_IMAGE
    layer = gimp.Layer(image, name, width, height, kind)
    image.insert_layer(layer, group, position)
    layer.set_offsets(x, y)
    _fill(layer, pixels, mask)
    return layer


def replace_layer(image, old, box, pixels, mask):
    """Put such a layer in an old one's place, with its opacity, mode, filters and the like.

    The old one is still there, below it.
    """
    x, y, width, height = box
    left, top = old.offsets
    layer = old.copy()
    image.insert_layer(layer, old.parent, image.item_position(old))
    layer.unlock()
    layer.resize(width, height, left - x, top - y)
    _fill(layer, pixels, mask)
    return layer


def _fill(layer, pixels, mask):
    size = layer.width, layer.height
    with _bytes_of(pixels) as data:
        gimp.write(layer, 0, 0, *size, gimp.PICTURE, data)
    hiding = layer.mask or layer.add_black_mask()
    with _bytes_of(mask) as data:
        gimp.write(hiding, 0, 0, *size, gimp.coverage_format(hiding), data)


def _items(image):
    return {*with_children(image.layers), *image.channels}


def _take_out(image, items):
    for item in items:
        if item.parent in items:
            continue  # goes with its group
        if isinstance(item, gimp.Layer):
            image.remove_layer(item)
        else:
            image.remove_channel(item)


@contextlib.contextmanager
def _bytes_of(file):
    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        yield data
