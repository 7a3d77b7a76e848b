"""Edges."""

from .filtering import ABYSS, BLUR_OF_RADIUS, filters_of

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_edge(amount, warpmode, edgemode):
    kinds = ("sobel", "prewitt", "gradient", "roberts", "differential", "laplace")
    return "gegl:edge", {
        "amount": amount,
        "border-behavior": ABYSS[warpmode],
        "algorithm": kinds[edgemode],
    }


@filter
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


@filter
def plug_in_dog(inner, outer, normalize, invert):
    return "gegl:difference-of-gaussians", {
        "radius1": inner * BLUR_OF_RADIUS,
        "radius2": outer * BLUR_OF_RADIUS,
    }


@filter
def plug_in_emboss(azimuth, elevation, depth, emboss):
    return "gegl:emboss", {
        "type": "emboss" if emboss else "bumpmap",
        "azimuth": azimuth,
        "elevation": elevation,
        "depth": depth,
    }
