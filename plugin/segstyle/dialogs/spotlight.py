"""Some regions of a picture as they are, the others darkened."""

from gi.repository import GLib

from dialogs.gtk import GdkPixbuf

DARKNESS = 140


def in_spotlight(pixels, labels, lit):
    """A copy of a pixbuf in which all but the regions ``lit`` are darkened.

    ``labels`` has one byte a pixel for the region's index.
    """
    width, height = pixels.get_width(), pixels.get_height()
    alphas = bytes(0 if index in lit else DARKNESS for index in range(256))
    shade = bytearray(4 * width * height)
    shade[3::4] = labels.translate(alphas)
    shade = GdkPixbuf.Pixbuf.new_from_bytes(
        GLib.Bytes.new(bytes(shade)), GdkPixbuf.Colorspace.RGB, True, 8, width, height, 4 * width
    )
    darkened = pixels.copy()
    whole, as_large, nearest = (0, 0, width, height), (0, 0, 1, 1), GdkPixbuf.InterpType.NEAREST
    shade.composite(darkened, *whole, *as_large, nearest, 255)
    return darkened
