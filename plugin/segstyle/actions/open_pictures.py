"""What is open in GIMP and could be a style: images as they are seen, and their layers."""

from typing import NamedTuple

from actions.reading import with_children
from actions.small import small_picture
from gimpfu import gimp
from gimpfu.bindings import Gimp
from gimpfu.items import wrap

LONGEST = 2048
THUMBNAIL = 96
CHECKS = Gimp.PixbufTransparency.SMALL_CHECKS


class OpenPicture(NamedTuple):
    """An image, or one of its layers, with a title and a small picture of it."""

    source: object
    title: str
    thumbnail: object


def open_pictures(photo):
    """All images, each with its layers where they are several; not the layer ``photo``."""
    return [picture for image in Gimp.get_images() for picture in _pictures_in(image, photo)]


def export_picture(picture, file):
    """Write an open picture; returns the protocol's ``picture``."""
    if isinstance(picture.source, gimp.Layer):
        small = small_picture(picture.source, LONGEST)
    else:
        seen = Gimp.Layer.new_from_visible(picture.source.real, picture.source.real, picture.title)
        small = small_picture(wrap(seen), LONGEST)
        seen.delete()
    file.write_bytes(small.pixels)
    return {"file": file.name, "width": small.width, "height": small.height}


def _pictures_in(image, photo):
    layers = [layer for layer in with_children(wrap(image.get_layers())) if layer != photo]
    name, is_own = image.get_name(), photo.image == wrap(image)
    if not is_own:
        yield OpenPicture(wrap(image), name, image.get_thumbnail(THUMBNAIL, THUMBNAIL, CHECKS))
    if is_own or len(layers) > 1:
        for layer in layers:
            title = layer.name if is_own else f"{name}: {layer.name}"
            yield OpenPicture(layer, title, layer.thumbnail(THUMBNAIL))
