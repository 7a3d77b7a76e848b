"""Edges."""

from gimpfu.own import keeper

from .filtering import ABYSS, BLUR_OF_RADIUS, filters_of
from .operations import apply

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)
on_stored = filters_of(PROCEDURES, stored=True)


@filter
def plug_in_edge(amount, warpmode, edgemode):
    kinds = ("sobel", "prewitt", "gradient", "roberts", "differential", "laplace")
    return "gegl:edge", {
        "amount": amount,
        "border-behavior": ABYSS[warpmode],
        "algorithm": kinds[edgemode],
    }


@on_stored
def plug_in_sobel(horizontal, vertical, keep_sign):
    return "gegl:edge-sobel", {
        "horizontal": bool(horizontal),
        "vertical": bool(vertical),
        "keep-sign": bool(keep_sign),
    }


@filter
def plug_in_laplace():
    return "gegl:edge-laplace", {}


@filter
def plug_in_neon(radius, amount):
    return "gegl:edge-neon", {"radius": radius, "amount": amount}


@procedure
def plug_in_dog(image, drawable, inner, outer, normalize, invert):
    radii = {"radius1": inner * BLUR_OF_RADIUS, "radius2": outer * BLUR_OF_RADIUS}
    apply(drawable, "gegl:difference-of-gaussians", radii, stored=True)
    if normalize:
        apply(drawable, "gegl:stretch-contrast", {"keep-colors": True, "perceptual": True})
    if invert:
        apply(drawable, "gegl:invert-gamma", {})


@on_stored
def plug_in_emboss(azimuth, elevation, depth, emboss):
    return "gegl:emboss", {
        "type": "emboss" if emboss else "bumpmap",
        "azimuth": azimuth,
        "elevation": elevation,
        "depth": depth / (2 if emboss else 4),  # comes nearest to 2.10's own plug-in
    }
