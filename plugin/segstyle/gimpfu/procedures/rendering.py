"""Patterns that are drawn over the picture, or where it is selected."""

import random

from gimpfu.bindings import Gegl, Gimp
from gimpfu.calling import call
from gimpfu.colour import RGB
from gimpfu.own import keeper

from .filtering import filters_of
from .operations import apply

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)


def _drawn(drawable, operation, **properties):
    """Draw a pattern over the box round the selection."""
    selected, _, _, width, height = drawable.real.mask_intersect()
    if selected:
        properties = {name.replace("_", "-"): value for name, value in properties.items()}
        size = {"width": width, "height": height}
        apply(drawable, operation, properties | size, within=True)


@procedure
def plug_in_plasma(image, drawable, seed, turbulence):
    _drawn(drawable, "gegl:plasma", seed=int(seed), turbulence=turbulence)


@procedure
def plug_in_solid_noise(image, drawable, tileable, turbulent, seed, detail, xsize, ysize):
    _drawn(
        drawable,
        "gegl:noise-solid",
        tileable=bool(tileable),
        turbulent=bool(turbulent),
        seed=int(seed),
        detail=detail,
        x_size=xsize,
        y_size=ysize,
    )


@procedure
def plug_in_diffraction(
    image,
    drawable,
    lam_r,
    lam_g,
    lam_b,
    contour_r,
    contour_g,
    contour_b,
    edges_r,
    edges_g,
    edges_b,
    brightness,
    scattering,
    polarization,
):
    _drawn(
        drawable,
        "gegl:diffraction-patterns",
        red_frequency=lam_r,
        green_frequency=lam_g,
        blue_frequency=lam_b,
        red_contours=contour_r,
        green_contours=contour_g,
        blue_contours=contour_b,
        red_sedges=edges_r,
        green_sedges=edges_g,
        blue_sedges=edges_b,
        brightness=brightness,
        scattering=scattering,
        polarization=polarization,
    )


@procedure
def plug_in_sinus(
    image,
    drawable,
    xscale,
    yscale,
    complex,
    seed,
    tiling,
    perturb,
    colors,
    col1,
    col2,
    alpha1,
    alpha2,
    blend,
    blend_power,
):
    pairs = (
        (Gegl.Color.new("black"), Gegl.Color.new("white")),
        (Gimp.context_get_foreground(), Gimp.context_get_background()),
        (RGB.made_of(col1).real, RGB.made_of(col2).real),
    )
    first, second = pairs[colors]
    _drawn(
        drawable,
        "gegl:sinus",
        x_scale=xscale,
        y_scale=yscale,
        complexity=complex,
        seed=int(seed),
        tiling=bool(tiling),
        perturbation=bool(perturb),
        color1=_with_alpha(first, alpha1),
        color2=_with_alpha(second, alpha2),
        blend_mode=("linear", "bilinear", "sinusoidal")[blend],
        blend_power=blend_power,
    )


@filter
def plug_in_maze(width, height, tileable, algorithm, seed, multiple, offset):
    return "gegl:maze", {
        "x": width,
        "y": height,
        "tileable": bool(tileable),
        "algorithm-type": ("depth-first", "prim")[algorithm],
        "seed": int(seed),
        "fg-color": Gimp.context_get_foreground(),
        "bg-color": Gimp.context_get_background(),
    }


@filter
def plug_in_fractal_trace(xmin, xmax, ymin, ymax, depth, outside_type):
    return "gegl:fractal-trace", {
        "X1": xmin,
        "X2": xmax,
        "Y1": ymin,
        "Y2": ymax,
        "depth": depth,
        "abyss-policy": ("loop", "none", "black", "white")[outside_type],
    }


@procedure
def plug_in_flarefx(image, drawable, pos_x, pos_y):
    place = {"pos-x": pos_x / drawable.width, "pos-y": pos_y / drawable.height}
    apply(drawable, "gegl:lens-flare", place)


@procedure
def plug_in_nova(image, drawable, xcenter, ycenter, color, radius, nspoke, randomhue):
    properties = {
        "center-x": xcenter / drawable.width,
        "center-y": ycenter / drawable.height,
        "color": RGB.made_of(color).real,
        "radius": radius,
        "spokes-count": nspoke,
        "random-hue": randomhue,
        "seed": random.getrandbits(31),
    }
    apply(drawable, "gegl:supernova", properties)


@procedure
def plug_in_grid(
    image,
    drawable,
    hwidth,
    hspace,
    hoffset,
    hcolor,
    hopacity,
    vwidth,
    vspace,
    voffset,
    vcolor,
    vopacity,
    iwidth,
    ispace,
    ioffset,
    icolor,
    iopacity,
):
    lines = {
        "h": (hwidth, hspace, hoffset, hcolor, hopacity),
        "v": (vwidth, vspace, voffset, vcolor, vopacity),
        "i": (iwidth, ispace, ioffset, icolor, iopacity),
    }
    arguments = {}
    for kind, (width, space, offset, color, opacity) in lines.items():
        arguments |= {f"{kind}width": width, f"{kind}space": space, f"{kind}offset": offset}
        arguments[f"{kind}color"] = _with_alpha(RGB.made_of(color).real, opacity / 255)
    call("plug-in-grid", image=image, drawables=[drawable], **arguments)


def _with_alpha(colour, alpha):
    red, green, blue, _ = colour.get_rgba()
    colour.set_rgba(red, green, blue, alpha)
    return colour
