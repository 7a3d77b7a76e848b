"""Filters with more drawables than one, or many numbers."""

from gimpfu.own import keeper

from .filtering import ABYSS
from .operations import apply

PROCEDURES = {}
procedure = keeper(PROCEDURES)


def _bumped(tiled):
    def bump_map(
        image,
        drawable,
        bumpmap,
        azimuth,
        elevation,
        depth,
        xofs,
        yofs,
        waterlevel,
        ambient,
        compensate,
        invert,
        type,
    ):
        properties = {
            "tiled": tiled,
            "azimuth": azimuth,
            "elevation": elevation,
            "depth": depth,
            "offset-x": xofs,
            "offset-y": yofs,
            "waterlevel": waterlevel,
            "ambient": ambient,
            "compensate": bool(compensate),
            "invert": bool(invert),
            "type": ("linear", "spherical", "sinusoidal")[type],
        }
        apply(drawable, "gegl:bump-map", properties, aux=bumpmap)

    return bump_map


def _displaced(mode):
    def displace(
        image,
        drawable,
        amount_x,
        amount_y,
        do_x,
        do_y,
        displace_map_x,
        displace_map_y,
        displace_type,
    ):
        maps = {"aux": displace_map_x} if do_x else {}
        maps |= {"aux2": displace_map_y} if do_y else {}
        properties = {
            "displace-mode": mode,
            "sampler-type": "cubic",
            "amount-x": amount_x,
            "amount-y": amount_y,
            "abyss-policy": ABYSS[displace_type],
        }
        if maps:
            apply(drawable, "gegl:displace", properties, **maps)

    return displace


procedure(_bumped(False), "plug-in-bump-map")
procedure(_bumped(True), "plug-in-bump-map-tiled")
procedure(_displaced("cartesian"), "plug-in-displace")
procedure(_displaced("polar"), "plug-in-displace-polar")


@procedure
def plug_in_convmatrix(
    image,
    drawable,
    argc_matrix,
    matrix,
    alpha_alg,
    divisor,
    offset,
    argc_channels,
    channels,
    bmode,
):
    if len(matrix) != 25 or len(channels) != 5:
        raise ValueError("matrix has 25 numbers, and channels has 5")
    gray, red, green, blue, alpha = map(bool, channels)
    if drawable.is_gray:
        red = green = blue = gray
    places = (row + column for row in "abcde" for column in "12345")
    properties = {
        **dict(zip(places, map(float, matrix), strict=True)),
        "divisor": divisor,
        "offset": offset if abs(offset) <= 1 else offset / 255,  # 2.8 counted to 255
        "red": red,
        "green": green,
        "blue": blue,
        "alpha": alpha,
        "normalize": False,
        "alpha-weight": bool(alpha_alg),
        "border": ("clamp", "loop", "none")[bmode],
    }
    apply(drawable, "gegl:convolution-matrix", properties, stored=True)


@procedure
def plug_in_colors_channel_mixer(
    image,
    drawable,
    monochrome,
    rr_gain,
    rg_gain,
    rb_gain,
    gr_gain,
    gg_gain,
    gb_gain,
    br_gain,
    bg_gain,
    bb_gain,
):
    if monochrome:
        grey = {"red": rr_gain, "green": rg_gain, "blue": rb_gain}
        apply(drawable, "gegl:mono-mixer", grey)
        return
    gains = {
        "rr-gain": rr_gain,
        "rg-gain": rg_gain,
        "rb-gain": rb_gain,
        "gr-gain": gr_gain,
        "gg-gain": gg_gain,
        "gb-gain": gb_gain,
        "br-gain": br_gain,
        "bg-gain": bg_gain,
        "bb-gain": bb_gain,
    }
    apply(drawable, "gegl:channel-mixer", gains)
