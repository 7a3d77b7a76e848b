"""Levels and curves, as 2.10 counted: in the values that are stored, not in linear light.

GIMP 3's levels count in linear light, and so do 3.0's curves. Here a table of 256 values is looked
up for each component; pictures of more than eight bits keep eight.
"""

from gimpfu.bindings import Gegl, Gimp

VALUE, ALPHA = 0, 4
"""2.10's numbers of all colours and of alpha; between them are red, green and blue."""


def as_bytes(shares):
    """Values 0..1 as bytes; what is beyond is cut off."""
    return bytes(round(min(max(share, 0), 1) * 255) for share in shares)


def levels(gamma, low_input, high_input, low_output, high_output):
    """The table of GIMP's levels; all limits 0..1."""
    width = max(high_input - low_input, 1e-6)
    inside = (min(max((place / 255 - low_input) / width, 0), 1) for place in range(256))
    reach = high_output - low_output
    return as_bytes(low_output + share ** (1 / gamma) * reach for share in inside)


def spline(drawable, channel, points):
    """Curves through points x, y, x, y …, each 0..1."""
    look_up(drawable, channel, _drawn_by_gimp(points))


def look_up(drawable, channel, table):
    """Replace the components of a channel, where the drawable is selected."""
    width, height, bpp = drawable.width, drawable.height, drawable.bpp
    source = drawable.get_pixel_rgn(0, 0, width, height, False)
    target = drawable.get_pixel_rgn(0, 0, width, height, True, True)
    pixels = bytearray(source[:, :])
    for place in _components(channel, bpp):
        pixels[place::bpp] = bytes(pixels[place::bpp]).translate(table)
    target[:, :] = bytes(pixels)
    drawable.merge_shadow(True)
    drawable.update(0, 0, width, height)


def _components(channel, bpp):
    """Which of a pixel's bytes belong to a channel."""
    colours = bpp - (bpp in (2, 4))
    if channel == VALUE:
        return range(colours)
    if channel == ALPHA:
        return range(colours, bpp)
    return [channel - 1] if colours == 3 else []


def _drawn_by_gimp(points):
    """The table of a spline, read off a ramp that GIMP's own curves were applied to."""
    linear = Gimp.version().startswith("3.0.")
    precision = Gimp.Precision.U8_LINEAR if linear else Gimp.Precision.U8_NON_LINEAR
    encoding = "Y u8" if linear else "Y' u8"
    image = Gimp.Image.new_with_precision(256, 1, Gimp.ImageBaseType.GRAY, precision)
    gray, normal = Gimp.ImageType.GRAY_IMAGE, Gimp.LayerMode.NORMAL
    layer = Gimp.Layer.new(image, "ramp", 256, 1, gray, 100, normal)
    image.insert_layer(layer, None, 0)
    whole = Gegl.Rectangle.new(0, 0, 256, 1)
    buffer = layer.get_buffer()
    buffer.set(whole, encoding, bytes(range(256)))
    buffer.flush()
    layer.update(0, 0, 256, 1)
    layer.curves_spline(Gimp.HistogramChannel.VALUE, points)
    table = layer.get_buffer().get(whole, 1.0, encoding, Gegl.AbyssPolicy.NONE)
    image.delete()
    return table
