"""Colours and alpha."""

from gimpfu.bindings import Gimp
from gimpfu.colour import RGB
from gimpfu.own import keeper

from .filtering import filters_of
from .operations import apply

LUMINANCE = 0.2126, 0.7152, 0.0722
"""How much red, green and blue add to a grey."""

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)
on_stored = filters_of(PROCEDURES, stored=True)


@filter
def plug_in_antialias():
    return "gegl:antialias", {}


@on_stored
def plug_in_deinterlace(evenodd):
    return "gegl:deinterlace", {"keep": ("odd", "even")[evenodd]}


@filter
def plug_in_normalize():
    return "gegl:stretch-contrast", {"keep-colors": True, "perceptual": True}


@filter
def plug_in_c_astretch():
    return "gegl:stretch-contrast", {"keep-colors": False}


@filter
def plug_in_autostretch_hsv():
    return "gegl:stretch-contrast-hsv", {}


@filter
def plug_in_color_enhance():
    return "gegl:color-enhance", {}


@filter
def plug_in_vinvert():
    return "gegl:value-invert", {}


@procedure
def plug_in_colortoalpha(image, drawable, color):
    if isinstance(drawable.real, Gimp.Layer) and not drawable.has_alpha:
        drawable.add_alpha()
    apply(drawable, "gegl:color-to-alpha", {"color": RGB.made_of(color).real})


@filter
def plug_in_threshold_alpha(threshold):
    return "gimp:threshold-alpha", {"value": threshold / 255}


@filter
def plug_in_semiflatten():
    return "gimp:semi-flatten", {"color": Gimp.context_get_background()}


@filter
def plug_in_red_eye_removal(threshold):
    return "gegl:red-eye-removal", {"threshold": 0.4 + (threshold - 50) / 50 * 0.2}


@filter
def plug_in_exchange(
    from_red,
    from_green,
    from_blue,
    to_red,
    to_green,
    to_blue,
    red_threshold,
    green_threshold,
    blue_threshold,
):
    return "gegl:color-exchange", {
        "from-color": RGB(from_red, from_green, from_blue).real,
        "to-color": RGB(to_red, to_green, to_blue).real,
        "red-threshold": red_threshold / 255,
        "green-threshold": green_threshold / 255,
        "blue-threshold": blue_threshold / 255,
    }


@filter
def plug_in_alienmap2(
    redfrequency,
    redangle,
    greenfrequency,
    greenangle,
    bluefrequency,
    blueangle,
    colormodel,
    redmode,
    greenmode,
    bluemode,
):
    return "gegl:alien-map", {
        "color-model": ("rgb", "hsl")[colormodel],
        "cpn-1-frequency": redfrequency,
        "cpn-1-phaseshift": redangle,
        "cpn-1-keep": not redmode,
        "cpn-2-frequency": greenfrequency,
        "cpn-2-phaseshift": greenangle,
        "cpn-2-keep": not greenmode,
        "cpn-3-frequency": bluefrequency,
        "cpn-3-phaseshift": blueangle,
        "cpn-3-keep": not bluemode,
    }


@on_stored
def plug_in_colorify(color):
    gains = {}
    for row, share in zip("rgb", RGB.made_of(color).as_shares(), strict=False):
        for column, weight in zip("rgb", LUMINANCE, strict=True):
            gains[f"{row}{column}-gain"] = share * weight
    return "gegl:channel-mixer", gains
