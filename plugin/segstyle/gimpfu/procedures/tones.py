"""Colours and alpha."""

from gimpfu.bindings import Gimp
from gimpfu.colour import RGB

from .filtering import filters_of

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_antialias():
    return "gegl:antialias", {}


@filter
def plug_in_deinterlace(evenodd):
    return "gegl:deinterlace", {"keep": ("odd", "even")[evenodd]}


@filter
def plug_in_normalize():
    return "gegl:stretch-contrast", {"keep-colors": True}


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


@filter
def plug_in_colortoalpha(color):
    return "gegl:color-to-alpha", {"color": RGB.made_of(color).real}


@filter
def plug_in_threshold_alpha(threshold):
    return "gimp:threshold-alpha", {"value": threshold / 255}


@filter
def plug_in_semiflatten():
    return "gimp:semi-flatten", {"color": Gimp.context_get_background()}


@filter
def plug_in_red_eye_removal(threshold):
    return "gegl:red-eye-removal", {"threshold": threshold / 100}


@filter
def plug_in_flarefx(pos_x, pos_y):
    return "gegl:lens-flare", {"pos-x": pos_x, "pos-y": pos_y}
