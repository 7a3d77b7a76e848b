"""Out of GIMP: the photo and what is painted on it, checked and written to raw files."""

import contextlib

from gimpfu import gimp
from gimpfu.bindings import Gimp
from gimpfu.constants import GRAY, INDEXED, RGB
from gimpfu.items import wrap
from texts import _

PICTURE_FILE = "photo.raw"
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


def with_children(layers):
    """These layers and all that are in groups among them, from the top."""
    for layer in layers:
        yield layer
        if isinstance(layer, gimp.GroupLayer):
            yield from with_children(layer.layers)


def insist_on(image, layer):
    """Make sure that the user has not closed or deleted them meanwhile.

    Raises:
        RuntimeError: they have.
    """
    if not image.is_valid or not layer.is_valid:
        raise RuntimeError(_("The image or its layer was closed during the work."))


def export_photo(layer, folder):
    """Write the layer as it looks, with its filters and mask; the protocol's ``picture``."""
    exporting = exporting_photo(layer, folder)
    while True:
        try:
            next(exporting)
        except StopIteration as end:
            return end.value


def exporting_photo(layer, folder):
    """Write the layer bit by bit; yields how much is written, 0..1, and returns the same."""
    width, height = layer.width, layer.height
    with as_it_looks(layer) as source, _written(folder / PICTURE_FILE) as file:
        encoding = gimp.picture_format(source)
        alpha = encoding == gimp.PICTURE
        for rows in gimp.read(source, 0, 0, width, height, encoding):
            file.write(rows)
            yield file.tell() / (width * height * (4 if alpha else 3))
    return {"file": PICTURE_FILE, "width": width, "height": height, "alpha": alpha}


def export_mask(source, encoding, layer, file, box=None):
    """Write the part of a drawable, or of a ``box`` of the image, that lies on ``layer``.

    Returns the protocol's mask; None when there is nothing but 0.
    """
    shared = common(box_of(layer), box or box_of(source))
    if shared is None:
        return None
    x, y, width, height = shared
    left, top = source.offsets
    empty = True
    with _written(file) as opened:
        for rows in gimp.read(source, x - left, y - top, width, height, encoding):
            opened.write(rows)
            empty = empty and rows.count(0) == len(rows)
    left, top = layer.offsets
    return None if empty else {"box": [x - left, y - top, width, height], "coverage": file.name}


def export_channel(channel, layer, file):
    """Write the part of a channel that lies on the layer; returns the protocol's region.

    Raises:
        RuntimeError: the channel is empty there, or has another size than the image.
    """
    region = export_if_any(channel, layer, file)
    if region is None:
        raise RuntimeError(
            _("The channel “{}” is empty on the layer “{}”.").format(channel.name, layer.name)
            + " "
            + _("Paint something into it, or leave it out.")
        )
    return region


def export_if_any(channel, layer, file):
    """The same, but None for a channel that is empty on the layer."""
    image = channel.image
    if (channel.width, channel.height) != (image.width, image.height):
        raise RuntimeError(
            _("The channel “{}” is {}×{} pixels, but the image is {}×{}.").format(
                channel.name, channel.width, channel.height, image.width, image.height
            )
            + " "
            + _("Delete it, or leave it out.")
        )
    mask = export_mask(channel, gimp.coverage_format(channel), layer, file)
    return mask and {"name": channel.name, **mask}


@contextlib.contextmanager
def _written(file):
    """Open a file to write pixels into; a full disk is told in words."""
    try:
        with file.open("wb") as opened:
            yield opened
    except OSError as error:
        raise RuntimeError(
            _("There is no room for SegStyle's pixels ({}).").format(error.strerror)
            + " "
            + _("Free some space in the folder for temporary files.")
        ) from None


def box_of(item):
    """Where it lies in the image: x, y, width, height."""
    return (*item.offsets, item.width, item.height)


def common(one, other):
    """The box that is part of both; None when there is none."""
    x, y = max(one[0], other[0]), max(one[1], other[1])
    right = min(one[0] + one[2], other[0] + other[2])
    bottom = min(one[1] + one[3], other[1] + other[3])
    return (x, y, right - x, bottom - y) if x < right and y < bottom else None


def covered(drawable, encoding, box):
    """How many pixels of a box of it are not 0."""
    return sum(len(rows) - rows.count(0) for rows in gimp.read(drawable, *box, encoding))


@contextlib.contextmanager
def as_it_looks(layer):
    """The layer itself, or a copy with its filters and mask applied, in an image of its own."""
    masked = layer.mask is not None and layer.apply_mask
    if not (layer.has_filters or masked):
        yield layer
        return
    base_type = GRAY if layer.image.base_type == GRAY else RGB
    aside = gimp.Image(layer.width, layer.height, base_type)
    try:
        copy = Gimp.Layer.new_from_drawable(layer.real, aside.real)
        aside.real.insert_layer(copy, None, 0)
        copy.set_offsets(0, 0)
        copy.set_visible(True)
        copy.set_opacity(100)
        copy.set_mode(Gimp.LayerMode.NORMAL)
        yield wrap(Gimp.Layer.new_from_visible(aside.real, aside.real, layer.name))
    finally:
        aside.delete()
