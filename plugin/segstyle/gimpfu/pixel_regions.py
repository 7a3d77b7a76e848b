"""Pixels by place and by slice, as GIMP 2.10's PixelRgn and Tile had them: one byte a component."""

from .bindings import Babl, Gegl, Gimp
from .pixels import coverage_format

ENCODINGS = ("R'G'B' u8", "R'G'B'A u8", "Y' u8", "Y'A u8")
"""By image type: RGB, RGBA, GRAY, GRAYA."""

_written = {}
"""Buffers that hold pixels GIMP has not been told about, by drawable and shadow."""


def pixel_format(drawable):
    """The one-byte-a-component format of a drawable's pixels, in the image's own colours."""
    if not isinstance(drawable.real, Gimp.Layer):
        return coverage_format(drawable)
    own = drawable.real.get_format()
    if drawable.type >= len(ENCODINGS):
        return Babl.get_name(own)
    return Babl.get_name(Babl.format_with_space(ENCODINGS[drawable.type], own))


def flush(drawable):
    """Hand GIMP what was written to the drawable, or to its shadow."""
    for shadow in (False, True):
        buffer = _written.pop((drawable.ID, shadow), None)
        if buffer is not None:
            buffer.flush()


class PixelRgn:
    """A box of a drawable's pixels: ``rgn[x, y]`` and ``rgn[x1:x2, y1:y2]`` are bytes.

    x and y count from the drawable's corner. What is written is seen by GIMP after the drawable's
    ``flush()``; with ``shadow`` it goes into the drawable by ``merge_shadow()``.
    """

    def __init__(self, drawable, x, y, width, height, dirty=True, shadow=False):
        if x < 0 or y < 0 or x + width > drawable.width or y + height > drawable.height:
            raise ValueError(f"{width}×{height} pixels at {x}, {y} leave {drawable.name}")
        self.drawable, self.dirty, self.shadow = drawable, dirty, shadow
        self.x, self.y, self.w, self.h = x, y, width, height
        self.bpp = drawable.bpp
        self._encoding = pixel_format(drawable)
        real = drawable.real
        self._buffer = real.get_shadow_buffer() if shadow else real.get_buffer()

    @property
    def rowstride(self):
        return self.w * self.bpp

    def resize(self, x, y, width, height):
        """Make it another box of the same drawable."""
        self.__init__(self.drawable, x, y, width, height, self.dirty, self.shadow)

    def __getitem__(self, where):
        return self._buffer.get(self._box(where), 1.0, self._encoding, Gegl.AbyssPolicy.NONE)

    def __setitem__(self, where, pixels):
        box = self._box(where)
        raw = _raw(pixels)
        if len(raw) != box.width * box.height * self.bpp:
            size = f"{box.width}×{box.height} pixels of {self.bpp} bytes"
            raise TypeError(f"{len(raw)} bytes given for {size}")
        self._buffer.set(box, self._encoding, raw)
        _written[self.drawable.ID, self.shadow] = self._buffer

    def _box(self, where):
        if not isinstance(where, tuple) or len(where) != 2:
            raise TypeError("a pixel region takes two subscripts: [x, y]")
        left, width = _span(where[0], self.x, self.w, "x")
        top, height = _span(where[1], self.y, self.h, "y")
        return Gegl.Rectangle.new(left, top, width, height)


class Tile:
    """One of the tiles, 64×64 pixels at most, that a drawable is made of.

    ``tile[x, y]``, or ``tile[number]`` counted row by row, is one pixel as bytes.
    """

    def __init__(self, drawable, shadow, row, column):
        wide, high = Gimp.tile_width(), Gimp.tile_height()
        x, y = column * wide, row * high
        if not (0 <= x < drawable.width and 0 <= y < drawable.height):
            raise ValueError(f"{drawable.name} has no tile in row {row}, column {column}")
        self.drawable, self.shadow, self.bpp = drawable, shadow, drawable.bpp
        self.ewidth = min(wide, drawable.width - x)
        self.eheight = min(high, drawable.height - y)
        self.dirty = False
        self._region = PixelRgn(drawable, x, y, self.ewidth, self.eheight, True, shadow)

    def flush(self):
        flush(self.drawable)
        self.dirty = False

    def __len__(self):
        return self.ewidth * self.eheight

    def __getitem__(self, where):
        return self._region[self._place(where)]

    def __setitem__(self, where, pixel):
        self._region[self._place(where)] = pixel
        self.dirty = True

    def _place(self, where):
        if isinstance(where, tuple):
            x, y = where
        else:
            if where >= len(self):  # ends a loop over the tile
                raise IndexError(where)
            y, x = divmod(where, self.ewidth)
        return self._region.x + x, self._region.y + y


def tile_at(drawable, shadow, x, y):
    """The tile that holds the pixel x, y."""
    return Tile(drawable, shadow, y // Gimp.tile_height(), x // Gimp.tile_width())


def _span(where, first, count, axis):
    """Start and length of a subscript along one axis."""
    if isinstance(where, slice):
        if where.step not in (None, 1):
            raise TypeError("slices of a pixel region have no step")
        start = first if where.start is None else where.start
        stop = first + count if where.stop is None else min(where.stop, first + count)
    else:
        start, stop = where, where + 1
    if start < first or start >= stop or stop > first + count:
        raise IndexError(f"{axis} subscript out of range")
    return start, stop - start


def _raw(pixels):
    """Bytes, an array or a string of one character a byte, as bytes."""
    return pixels.encode("latin-1") if isinstance(pixels, str) else bytes(pixels)
