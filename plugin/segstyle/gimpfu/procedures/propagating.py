"""Values that spread to their neighbours."""

from gimpfu.bindings import Gimp

from .filtering import filters_of

MODES = (
    "white",
    "black",
    "middle",
    "color-peak",
    "color",
    "color",
    "opaque",
    "transparent",
)
LEFT, TOP, RIGHT, BOTTOM = 1, 2, 4, 8
VALUE, ALPHA = 1, 2
BACKGROUND = 5
"""2.10's mode that spreads the background colour."""

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_vpropagate(
    propagate_mode,
    propagating_channel,
    propagating_rate,
    direction_mask,
    lower_limit,
    upper_limit,
):
    background = propagate_mode == BACKGROUND
    colour = Gimp.context_get_background() if background else Gimp.context_get_foreground()
    return "gegl:value-propagate", {
        "mode": MODES[propagate_mode],
        "color": colour,
        "rate": propagating_rate,
        "lower-threshold": lower_limit / 255,
        "upper-threshold": upper_limit / 255,
        "left": bool(direction_mask & LEFT),
        "top": bool(direction_mask & TOP),
        "right": bool(direction_mask & RIGHT),
        "bottom": bool(direction_mask & BOTTOM),
        "value": bool(propagating_channel & VALUE),
        "alpha": bool(propagating_channel & ALPHA),
    }


def _spread(mode):
    return "gegl:value-propagate", {"mode": mode, "alpha": False}


@filter
def plug_in_erode(
    propagate_mode,
    propagating_channel,
    propagating_rate,
    direction_mask,
    lower_limit,
    upper_limit,
):
    return _spread("black")


@filter
def plug_in_dilate(
    propagate_mode,
    propagating_channel,
    propagating_rate,
    direction_mask,
    lower_limit,
    upper_limit,
):
    return _spread("white")
