"""Pixels out of and into GIMP, in chunks of rows.

GEGL drops a write of the wrong length without a word, and is very slow with anything but real
bytes: both are looked after here.
"""

from .bindings import Babl, Gegl

CHUNK_BYTES = 8 << 20
TILE_ROWS = 128
"""A tile that is read or written in two pieces crosses between GIMP and us twice."""
PICTURE, OPAQUE_PICTURE = "R'G'B'A u8", "R'G'B' u8"
"""sRGB with and without alpha, whatever the image's own precision and profile."""


def picture_format(drawable):
    """The one of the two in which to read a drawable.

    For what is opaque sRGB as it is, GEGL need not look for a way of converting it, which takes a
    third of a second, however small the picture.
    """
    own = Babl.get_name(drawable.real.get_format())
    return OPAQUE_PICTURE if own == OPAQUE_PICTURE else PICTURE


def coverage_format(drawable):
    """The one-byte format in which a channel's or a mask's values keep their meaning."""
    encoding = Babl.format_get_encoding(drawable.real.get_format())
    return "Y' u8" if encoding.startswith("Y'") else "Y u8"


def read(drawable, x, y, width, height, encoding):
    """Yield the pixels of a box as bytes, whole rows at a time, from the top.

    x and y count from the drawable's own corner; what lies outside of it reads as 0.
    """
    buffer = drawable.real.get_buffer()
    for top, rows in _chunks(y, height, width * _pixel_bytes(encoding)):
        box = Gegl.Rectangle.new(x, y + top, width, rows)
        yield buffer.get(box, 1.0, encoding, Gegl.AbyssPolicy.NONE)


def write(drawable, x, y, width, height, encoding, data):
    """Write a box of pixels; ``data`` is bytes, or anything whose slices are bytes (an mmap).

    Raises:
        ValueError: data has not exactly the box's size, or the box leaves the drawable.
    """
    write_parts(drawable, encoding, [((x, y, width, height), data)])


def write_parts(drawable, encoding, parts):
    """Write boxes of pixels, each with its data, as ``write`` does."""
    buffer = drawable.real.get_buffer()
    for box, data in parts:
        _set(drawable, buffer, *box, encoding, data)
    buffer.flush()
    del buffer
    drawable.real.update(0, 0, drawable.width, drawable.height)


def _set(drawable, buffer, x, y, width, height, encoding, data):
    row = width * _pixel_bytes(encoding)
    if len(data) != row * height:
        raise ValueError(f"{len(data)} bytes given for {width}×{height} pixels of {encoding}")
    if x < 0 or y < 0 or x + width > drawable.width or y + height > drawable.height:
        raise ValueError(f"{width}×{height} pixels at {x}, {y} leave {drawable.name}")
    for top, rows in _chunks(y, height, row):
        box = Gegl.Rectangle.new(x, y + top, width, rows)
        buffer.set(box, encoding, data[top * row : (top + rows) * row])


def _pixel_bytes(encoding):
    return Babl.format_get_bytes_per_pixel(Babl.format(encoding))


def _chunks(y, height, row):
    """Where to begin, and how many rows to take; chunks end where GIMP's tiles do."""
    most, top = max(1, CHUNK_BYTES // max(1, row)), 0
    while top < height:
        rows = most
        if most >= TILE_ROWS:
            rows -= (y + top + most) % TILE_ROWS
        rows = min(rows, height - top)
        yield top, rows
        top += rows
