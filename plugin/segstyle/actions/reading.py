"""Out of GIMP: the photo and its channels, checked and written to raw files for the core."""

import contextlib

from gimpfu import gimp
from gimpfu.constants import GRAY, INDEXED, RGB
from texts import _

PICTURE_FILE = "photo.rgba"
SMALLEST = 16


def photo_layer(image, drawable):
    """The layer to work on.

    A channel or a mask may be what the user worked on last: then it is the layer that belongs to
    it, or the only one.

    Raises:
        RuntimeError: the image or the selection cannot be used; says why.
    """
    if image.base_type == INDEXED:
        raise RuntimeError(
            _("SegStyle cannot paint indexed colours. Choose Image ▸ Mode ▸ RGB first.")
        )
    if image.floating_selection is not None:
        raise RuntimeError(_("There is a floating selection. Choose Layer ▸ Anchor Layer first."))
    layer = _layer_of(image, drawable)
    if min(layer.width, layer.height) < SMALLEST:
        raise RuntimeError(
            _("The layer “{}” is only {}×{} pixels. SegStyle needs {}×{} at least.").format(
                layer.name, layer.width, layer.height, SMALLEST, SMALLEST
            )
        )
    return layer


def _layer_of(image, drawable):
    if isinstance(drawable, gimp.Layer):
        return drawable
    if image.active_layer is not None:
        return image.active_layer
    if len(image.layers) == 1:
        return image.layers[0]
    raise RuntimeError(_("Select the photo's layer in the Layers list first."))


def export_photo(layer, folder):
    """Write the layer as it looks, filters included; returns the protocol's ``picture``."""
    with _as_it_looks(layer) as source, (folder / PICTURE_FILE).open("wb") as file:
        for rows in gimp.read(source, 0, 0, layer.width, layer.height, gimp.PICTURE):
            file.write(rows)
    return {"file": PICTURE_FILE, "width": layer.width, "height": layer.height}


def export_channel(channel, layer, folder, file_name):
    """Write the part of a channel that lies on the layer; returns the protocol's region.

    Raises:
        RuntimeError: the channel is empty there, or has another size than the image.
    """
    image = channel.image
    if (channel.width, channel.height) != (image.width, image.height):
        raise RuntimeError(
            _("The channel “{}” is {}×{} pixels, but the image is {}×{}.").format(
                channel.name, channel.width, channel.height, image.width, image.height
            )
            + " "
            + _("Delete it, or leave it Original.")
        )
    x, y, width, height = _overlap(layer, image)
    empty = True
    if width > 0 and height > 0:
        encoding = gimp.coverage_format(channel)
        with (folder / file_name).open("wb") as file:
            for rows in gimp.read(channel, x, y, width, height, encoding):
                file.write(rows)
                empty = empty and rows.count(0) == len(rows)
    if empty:
        raise RuntimeError(
            _("The channel “{}” is empty on the layer “{}”.").format(channel.name, layer.name)
            + " "
            + _("Paint something into it, or leave it Original.")
        )
    left, top = layer.offsets
    box = [x - left, y - top, width, height]
    return {"name": channel.name, "box": box, "coverage": file_name}


def _overlap(layer, image):
    """The part of the image that the layer covers: x, y, width, height."""
    left, top = layer.offsets
    x, y = max(0, left), max(0, top)
    right, bottom = min(image.width, left + layer.width), min(image.height, top + layer.height)
    return x, y, right - x, bottom - y


@contextlib.contextmanager
def _as_it_looks(layer):
    """The layer itself, or a copy with its filters merged, in an image of its own."""
    if not layer.has_filters:
        yield layer
        return
    base_type = GRAY if layer.image.base_type == GRAY else RGB
    aside = gimp.Image(layer.width, layer.height, base_type)
    try:
        yield layer.merged_copy(aside)
    finally:
        aside.delete()
