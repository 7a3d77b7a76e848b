"""Into GIMP: the core's raw files as channels and masked layers."""

import contextlib
import mmap

from actions.reading import insist_on
from gimpfu import gimp
from gimpfu.constants import GRAY, GRAYA_IMAGE, RGBA_IMAGE

CHANNEL_OPACITY = 50.0


@contextlib.contextmanager
def one_step(image, layer):
    """Everything inside is one step of the undo history, and leaves the selected items alone.

    Raises:
        RuntimeError: the image or the layer is not there any more.
    """
    insist_on(image, layer)
    selected = image.selected_items
    image.undo_group_start()
    try:
        yield
    finally:
        image.selected_items = selected
        image.undo_group_end()
        gimp.displays_flush()


def add_channel(image, position, name, colour, box, file):
    """Add an invisible channel that is 0 but for ``box`` (in the image), clipped to the image."""
    channel = gimp.Channel(image, name, image.width, image.height, CHANNEL_OPACITY, colour)
    image.add_channel(channel, position)
    channel.visible = False
    x, y, width, height = box
    left, top = max(0, -x), max(0, -y)
    right, bottom = min(width, image.width - x), min(height, image.height - y)
    if right <= left or bottom <= top:
        return
    with _bytes_of(file) as data:
        part = data
        if (left, right) != (0, width) or (top, bottom) != (0, height):
            rows = range(top, bottom)
            part = b"".join(data[row * width + left : row * width + right] for row in rows)
        where = (x + left, y + top, right - left, bottom - top)
        gimp.write(channel, *where, gimp.coverage_format(channel), part)


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
    with _bytes_of(pixels) as data:
        gimp.write(layer, 0, 0, width, height, gimp.PICTURE, data)
    black = layer.add_black_mask()
    with _bytes_of(mask) as data:
        gimp.write(black, 0, 0, width, height, gimp.coverage_format(black), data)


@contextlib.contextmanager
def _bytes_of(file):
    with (
        file.open("rb") as opened,
        mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ) as data,
    ):
        yield data
