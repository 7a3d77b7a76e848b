"""Pictures for the screen, as pixbufs, and what is done with them."""

import contextlib

from gi.repository import GLib

from dialogs.gtk import Gdk, GdkPixbuf

CHECK, LIGHT, DARK = 8, 0x999999, 0x666666
FAINT = 70
SMOOTH, PLAIN = GdkPixbuf.InterpType.BILINEAR, GdkPixbuf.InterpType.NEAREST


def picture_of(width, height, data):
    """A picture of R'G'B' or, as their number tells, R'G'B'A bytes."""
    alpha = len(data) == width * height * 4
    row, space = width * (4 if alpha else 3), GdkPixbuf.Colorspace.RGB
    data = GLib.Bytes.new(data)
    return GdkPixbuf.Pixbuf.new_from_bytes(data, space, alpha, 8, width, height, row)


def fitted(picture, width, height):
    """The picture as large as it can be within width and height."""
    scale = min(width / picture.get_width(), height / picture.get_height())
    return resized(picture, round(picture.get_width() * scale), round(picture.get_height() * scale))


def resized(picture, width, height):
    """The picture at another size, of a pixel at least."""
    return picture.scale_simple(max(1, width), max(1, height), SMOOTH)


def show(image, picture, scale):
    """Have a ``Gtk.Image`` show a picture, ``scale`` pixels of it for each unit of the screen."""
    if scale > 1:
        with contextlib.suppress(TypeError):  # a Python without pycairo
            image.set_from_surface(Gdk.cairo_surface_create_from_pixbuf(picture, scale, None))
            return
        picture = resized(picture, picture.get_width() // scale, picture.get_height() // scale)
    image.set_from_pixbuf(picture)


def opaque(picture):
    """The picture over the checks that stand for transparency."""
    size = picture.get_width(), picture.get_height()
    return picture.composite_color_simple(*size, PLAIN, 255, CHECK, LIGHT, DARK)


def masked(picture, coverage):
    """The picture with ``coverage``, one byte a pixel, as its alpha."""
    width, height = picture.get_width(), picture.get_height()
    data = bytearray(picture.add_alpha(False, 0, 0, 0).get_pixels())
    data[3::4] = coverage
    return picture_of(width, height, bytes(data))


def lay_over(base, picture, x, y):
    """Lay a picture over ``base``, within which it lies, at x, y; ``base`` is changed."""
    size = picture.get_width(), picture.get_height()
    picture.composite(base, x, y, *size, x, y, 1.0, 1.0, PLAIN, 255)


def cut(coverage, width, box):
    """The part within a box of the coverage of a picture that is ``width`` wide."""
    x, y, across, down = box
    starts = range(y * width + x, (y + down) * width + x, width)
    return b"".join(coverage[start : start + across] for start in starts)


def region_thumbnail(photo, coverage, width, height):
    """A small picture of a region: the photo is faint where it is not covered."""
    region = fitted(masked(photo, coverage), width, height)
    size = region.get_width(), region.get_height()
    small = resized(photo, *size).composite_color_simple(*size, PLAIN, FAINT, CHECK, DARK, DARK)
    small.saturate_and_pixelate(small, 0.0, False)
    lay_over(small, region, 0, 0)
    return small
