"""Filters with more drawables than one, or many numbers."""

from gimpfu.own import keeper

from .filtering import ABYSS, apply

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def plug_in_bump_map(
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
        "azimuth": azimuth,
        "elevation": elevation,
        "depth": depth,
        "offset-x": xofs,
        "offset-y": yofs,
        "waterlevel": waterlevel / 255,
        "ambient": ambient / 255,
        "compensate": bool(compensate),
        "invert": bool(invert),
        "type": ("linear", "spherical", "sinusoidal")[type],
    }
    apply(drawable, "gegl:bump-map", properties, aux=bumpmap)


@procedure
def plug_in_displace(
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
    properties = {
        "amount-x": amount_x if do_x else 0.0,
        "amount-y": amount_y if do_y else 0.0,
        "abyss-policy": ABYSS[displace_type],
    }
    maps = {"aux": displace_map_x, "aux2": displace_map_y}
    apply(drawable, "gegl:displace", properties, **maps)


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
