"""Blurring and sharpening."""

from gimpfu.own import keeper

from .filtering import BLUR_OF_RADIUS, filters_of
from .operations import apply

PROCEDURES = {}
filter = filters_of(PROCEDURES)
on_stored = filters_of(PROCEDURES, stored=True)
procedure = keeper(PROCEDURES)


def _blur(horizontal, vertical):
    return "gegl:gaussian-blur", {
        "std-dev-x": horizontal * BLUR_OF_RADIUS,
        "std-dev-y": vertical * BLUR_OF_RADIUS,
        "abyss-policy": "clamp",
    }


def _blur_along(radius, horizontal, vertical):
    return _blur(radius if horizontal else 0, radius if vertical else 0)


@on_stored
def plug_in_gauss(horizontal, vertical, method):
    return _blur(horizontal, vertical)


@on_stored
def plug_in_gauss_iir(radius, horizontal, vertical):
    return _blur_along(radius, horizontal, vertical)


@on_stored
def plug_in_gauss_rle(radius, horizontal, vertical):
    return _blur_along(radius, horizontal, vertical)


@on_stored
def plug_in_gauss_iir2(horizontal, vertical):
    return _blur(horizontal, vertical)


@on_stored
def plug_in_gauss_rle2(horizontal, vertical):
    return _blur(horizontal, vertical)


def _convolved(centre, neighbour):
    """Three by three values added up, each neighbour as much as the other."""
    near = [f"{row}{column}" for row in "bcd" for column in "234"]
    weights = dict.fromkeys(near, neighbour) | {"c3": centre}
    return "gegl:convolution-matrix", weights | {"normalize": False, "border": "clamp"}


@on_stored
def plug_in_blur():
    return _convolved(1 / 9, 1 / 9)


@filter
def plug_in_sel_gauss(radius, max_delta):
    return "gegl:gaussian-blur-selective", {"blur-radius": radius, "max-delta": max_delta / 255}


def _moved(drawable, type, length, angle, center_x, center_y, factor):
    centre = {"center-x": center_x / drawable.width, "center-y": center_y / drawable.height}
    operations = (
        ("gegl:motion-blur-linear", {"length": length, "angle": (angle + 180) % 360 - 180}),
        ("gegl:motion-blur-circular", {"angle": angle, **centre}),
        ("gegl:motion-blur-zoom", {"factor": factor, **centre}),
    )
    apply(drawable, *operations[type])


@procedure
def plug_in_mblur(image, drawable, type, length, angle, center_x, center_y):
    outward = min(max(length / 256, 0), 1)
    _moved(drawable, type, length, angle, center_x, center_y, outward)


@procedure
def plug_in_mblur_inward(image, drawable, type, length, angle, center_x, center_y):
    inward = -length / (256 - length) if length < 256 else -10
    _moved(drawable, type, length, angle, center_x, center_y, inward)


@filter
def plug_in_median_blur(radius, percentile):
    return "gegl:median-blur", {"radius": radius, "percentile": percentile}


@filter
def plug_in_unsharp_mask(radius, amount, threshold):
    return "gegl:unsharp-mask", {
        "std-dev": radius,
        "scale": amount,
        "threshold": threshold / 255,
    }


@on_stored
def plug_in_sharpen(percent):
    share = 8 / (100 - min(percent, 99)) * 100
    return _convolved(share / 8, (8 - share) / 64)


@filter
def plug_in_pixelize(pixel_width):
    return "gegl:pixelize", {"size-x": pixel_width, "size-y": pixel_width}


@filter
def plug_in_pixelize2(pixel_width, pixel_height):
    return "gegl:pixelize", {"size-x": pixel_width, "size-y": pixel_height}
