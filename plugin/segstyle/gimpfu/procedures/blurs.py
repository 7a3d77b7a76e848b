"""Blurring and sharpening."""

from gimpfu.own import keeper

from .filtering import BLUR_OF_RADIUS, apply, filters_of

PROCEDURES = {}
filter = filters_of(PROCEDURES)
procedure = keeper(PROCEDURES)


def _blur(horizontal, vertical):
    return "gegl:gaussian-blur", {
        "std-dev-x": horizontal * BLUR_OF_RADIUS,
        "std-dev-y": vertical * BLUR_OF_RADIUS,
    }


def _blur_along(radius, horizontal, vertical):
    return _blur(radius if horizontal else 0, radius if vertical else 0)


@filter
def plug_in_gauss(horizontal, vertical, method):
    return _blur(horizontal, vertical)


@filter
def plug_in_gauss_iir(radius, horizontal, vertical):
    return _blur_along(radius, horizontal, vertical)


@filter
def plug_in_gauss_rle(radius, horizontal, vertical):
    return _blur_along(radius, horizontal, vertical)


@filter
def plug_in_gauss_iir2(horizontal, vertical):
    return _blur(horizontal, vertical)


@filter
def plug_in_gauss_rle2(horizontal, vertical):
    return _blur(horizontal, vertical)


@filter
def plug_in_blur():
    return "gegl:gaussian-blur", {"std-dev-x": 0.66, "std-dev-y": 0.66}


@filter
def plug_in_sel_gauss(radius, max_delta):
    return "gegl:gaussian-blur-selective", {"blur-radius": radius, "max-delta": max_delta / 255}


@procedure
def plug_in_mblur(image, drawable, type, length, angle, center_x, center_y):
    turned = (angle + 180) % 360 - 180
    centre = {"center-x": center_x / drawable.width, "center-y": center_y / drawable.height}
    operations = (
        ("gegl:motion-blur-linear", {"length": length, "angle": turned}),
        ("gegl:motion-blur-circular", {"angle": angle, **centre}),
        ("gegl:motion-blur-zoom", {"factor": length / 256, **centre}),
    )
    apply(drawable, *operations[type])


@filter
def plug_in_unsharp_mask(radius, amount, threshold):
    return "gegl:unsharp-mask", {
        "std-dev": radius,
        "scale": amount,
        "threshold": threshold / 255,
    }


@filter
def plug_in_sharpen(percent):
    return "gegl:unsharp-mask", {"std-dev": 1.0, "scale": percent / 20}


@filter
def plug_in_pixelize(pixel_width):
    return "gegl:pixelize", {"size-x": pixel_width, "size-y": pixel_width}


@filter
def plug_in_pixelize2(pixel_width, pixel_height):
    return "gegl:pixelize", {"size-x": pixel_width, "size-y": pixel_height}
