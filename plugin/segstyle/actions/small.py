"""A layer, and what lies on it, at the size of a preview: GEGL scales it down."""

from typing import NamedTuple

from actions.reading import as_it_looks
from gimpfu import gimp
from gimpfu.bindings import Gegl

LONGEST = 1024
CLAMP = Gegl.AbyssPolicy.CLAMP
"""At the edge a pixel of the small picture may be partly beyond the large one: without this the
last row and column come out fainter."""

Gegl.init(None)  # without, whatever is scaled comes out black


class Small(NamedTuple):
    """Raw R'G'B'A bytes of ``width`` by ``height``, ``scale`` times the layer's size."""

    width: int
    height: int
    scale: float
    pixels: bytes


def small_picture(layer, longest=LONGEST):
    """The layer as it looks, no side longer than ``longest`` pixels."""
    scale = min(1.0, longest / max(layer.width, layer.height))
    size = max(1, round(layer.width * scale)), max(1, round(layer.height * scale))
    with as_it_looks(layer) as source:
        return Small(*size, scale, _scaled(source, 0, 0, *size, scale, gimp.PICTURE))


def small_coverage(channel, layer, small):
    """What of a channel lies on the layer, one byte a pixel of the layer's small picture."""
    left, top = (round(offset * small.scale) for offset in layer.offsets)
    size, encoding = (small.width, small.height), gimp.coverage_format(channel)
    beyond = CLAMP if _lies_in(layer, channel) else Gegl.AbyssPolicy.NONE
    return _scaled(channel, left, top, *size, small.scale, encoding, beyond)


def _lies_in(layer, channel):
    """Whether a channel is as large as the layer at least; else it ends where the layer goes on."""
    left, top = layer.offsets
    right, bottom = left + layer.width, top + layer.height
    return min(left, top) >= 0 and right <= channel.width and bottom <= channel.height


def _scaled(drawable, x, y, width, height, scale, encoding, beyond=CLAMP):
    box = Gegl.Rectangle.new(x, y, width, height)
    return drawable.real.get_buffer().get(box, scale, encoding, beyond)
