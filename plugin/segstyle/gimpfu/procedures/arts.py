"""As if painted."""

from .filtering import filters_of

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_softglow(glow_radius, brightness, sharpness):
    return "gegl:softglow", {
        "glow-radius": glow_radius,
        "brightness": brightness,
        "sharpness": sharpness,
    }


@filter
def plug_in_cartoon(mask_radius, pct_black):
    return "gegl:cartoon", {"mask-radius": mask_radius, "pct-black": pct_black}


@filter
def plug_in_photocopy(mask_radius, sharpness, pct_black, pct_white):
    return "gegl:photocopy", {
        "mask-radius": mask_radius,
        "sharpness": sharpness,
        "black": pct_black,
        "white": pct_white,
    }


@filter
def plug_in_oilify(mask_size, mode):
    return "gegl:oilify", {"mask-radius": mask_size // 2, "use-inten": bool(mode)}


@filter
def plug_in_cubism(tile_size, tile_saturation, bg_color):
    return "gegl:cubism", {"tile-size": tile_size, "tile-saturation": tile_saturation}


@filter
def plug_in_apply_canvas(direction, depth):
    kinds = ("top-right", "top-left", "bottom-left", "bottom-right")
    return "gegl:texturize-canvas", {"direction": kinds[direction], "depth": depth}


@filter
def plug_in_erode(propagate_mode, channel, rate, direction_mask, lower_limit, upper_limit):
    return "gegl:value-propagate", {
        "mode": "black",
        "lower-threshold": lower_limit / 255,
        "upper-threshold": upper_limit / 255,
    }


@filter
def plug_in_dilate(propagate_mode, channel, rate, direction_mask, lower_limit, upper_limit):
    return "gegl:value-propagate", {
        "mode": "white",
        "lower-threshold": lower_limit / 255,
        "upper-threshold": upper_limit / 255,
    }
