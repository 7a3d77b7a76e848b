"""Images, layers and texts."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import resource, unit_of
from gimpfu.own import keeper
from gimpfu.thing import wrap

from .context import context

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_image_get_active_layer(image):
    return image.active_layer


@procedure
def gimp_image_get_active_channel(image):
    return image.active_channel


@procedure
def gimp_image_get_active_vectors(image):
    return image.active_vectors


@procedure
def gimp_image_get_active_drawable(image):
    return image.active_drawable


@procedure
def gimp_image_get_filename(image):
    return image.filename


@procedure
def gimp_image_get_colormap(image):
    colours = image.colormap
    return len(colours), tuple(colours)


@procedure
def gimp_image_set_colormap(image, num_bytes, colormap):
    image.colormap = bytes(colormap)


@procedure
def gimp_image_scale_full(image, new_width, new_height, interpolation):
    with context(interpolation=Gimp.InterpolationType(interpolation)):
        image.real.scale(new_width, new_height)


@procedure
def gimp_layer_scale_full(layer, new_width, new_height, local_origin, interpolation):
    with context(interpolation=Gimp.InterpolationType(interpolation)):
        layer.real.scale(new_width, new_height, bool(local_origin))


@procedure
def gimp_layer_copy(layer, add_alpha):
    return layer.copy(add_alpha)


@procedure
def gimp_item_get_linked(item):
    return item.linked


@procedure
def gimp_item_set_linked(item, linked):
    item.linked = bool(linked)


@procedure
def gimp_text_layer_new(image, text, fontname, size, unit):
    font = resource(Gimp.Font, fontname)
    return wrap(Gimp.TextLayer.new(image.real, text, font, size, unit_of(unit)))


@procedure
def gimp_text_layer_get_hinting(layer):
    style = int(layer.real.get_hint_style())
    return style != int(Gimp.TextHintStyle.NONE), False


@procedure
def gimp_text_layer_set_hinting(layer, hinting, autohint):
    style = Gimp.TextHintStyle.FULL if hinting else Gimp.TextHintStyle.NONE
    layer.real.set_hint_style(style)
