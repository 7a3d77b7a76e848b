"""A layer, and what lies on it, at the size of a preview: GEGL scales it down."""

from typing import NamedTuple

from actions.reading import as_it_looks
from gimpfu import gimp
from gimpfu.bindings import Gegl

LONGEST = 1024

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
    return _scaled(channel, left, top, *size, small.scale, encoding)


def _scaled(drawable, x, y, width, height, scale, encoding):
    box = Gegl.Rectangle.new(x, y, width, height)
    beyond = Gegl.AbyssPolicy.CLAMP if encoding == gimp.PICTURE else Gegl.AbyssPolicy.NONE
    return drawable.real.get_buffer().get(box, scale, encoding, beyond)
