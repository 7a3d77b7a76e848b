"""As if painted, printed or filmed.

Soft glow, cartoon and photocopy were plug-ins of 2.10's own; GEGL's operations come nearest to
their pictures with the numbers here.
"""

from gimpfu.bindings import Gegl, Gimp
from gimpfu.own import keeper

from .filtering import filters_of
from .operations import apply

SPOTS = ("circle", "line", "diamond", "cross", "diamond")
"""Newsprint's dots, lines, diamonds, Euclidian dots and PostScript's diamonds."""

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)
on_stored = filters_of(PROCEDURES, stored=True)


@filter
def plug_in_softglow(glow_radius, brightness, sharpness):
    return "gegl:softglow", {
        "glow-radius": glow_radius / 5,
        "brightness": brightness / 2,
        "sharpness": sharpness,
    }


@on_stored
def plug_in_cartoon(mask_radius, pct_black):
    return "gegl:cartoon", {"mask-radius": mask_radius, "pct-black": pct_black / 2}


@on_stored
def plug_in_photocopy(mask_radius, sharpness, pct_black, pct_white):
    return "gegl:photocopy", {
        "mask-radius": mask_radius,
        "sharpness": sharpness,
        "black": pct_black,
        "white": pct_white / 2,
    }


@filter
def plug_in_oilify(mask_size, mode):
    return "gegl:oilify", {"mask-radius": mask_size // 2, "use-inten": bool(mode)}


@procedure
def plug_in_oilify_enhanced(
    image, drawable, mode, mask_size, mask_size_map, exponent, exponent_map
):
    properties = {"mask-radius": mask_size // 2, "use-inten": bool(mode), "exponent": exponent}
    maps = {"aux": mask_size_map, "aux2": exponent_map}
    apply(drawable, "gegl:oilify", properties, **maps)


@filter
def plug_in_cubism(tile_size, tile_saturation, bg_color):
    background = Gimp.context_get_background() if bg_color else Gegl.Color.new("black")
    red, green, blue, _ = background.get_rgba()
    background.set_rgba(red, green, blue, 0)
    return "gegl:cubism", {
        "tile-size": tile_size,
        "tile-saturation": tile_saturation,
        "bg-color": background,
    }


@filter
def plug_in_apply_canvas(direction, depth):
    kinds = ("top-right", "top-left", "bottom-left", "bottom-right")
    return "gegl:texturize-canvas", {"direction": kinds[direction], "depth": depth}


@filter
def plug_in_engrave(height, limit):
    return "gegl:engrave", {"row-height": height, "limit": bool(limit)}


@filter
def plug_in_mosaic(
    tile_size,
    tile_height,
    tile_spacing,
    tile_neatness,
    tile_allow_split,
    light_dir,
    color_variation,
    antialiasing,
    color_averaging,
    tile_type,
    tile_surface,
    grout_color,
):
    light, joints = Gegl.Color.new("white"), Gegl.Color.new("black")
    if grout_color:
        light, joints = Gimp.context_get_foreground(), Gimp.context_get_background()
    return "gegl:mosaic", {
        "tile-size": tile_size,
        "tile-height": tile_height,
        "tile-spacing": tile_spacing,
        "tile-neatness": tile_neatness,
        "tile-allow-split": bool(tile_allow_split),
        "light-dir": light_dir,
        "color-variation": color_variation,
        "antialiasing": bool(antialiasing),
        "color-averaging": bool(color_averaging),
        "tile-type": ("squares", "hexagons", "octagons", "triangles")[tile_type],
        "tile-surface": bool(tile_surface),
        "light-color": light,
        "joints-color": joints,
    }


@filter
def plug_in_newsprint(
    cell_width,
    colorspace,
    k_pullout,
    gry_ang,
    gry_spotfn,
    red_ang,
    red_spotfn,
    grn_ang,
    grn_spotfn,
    blu_ang,
    blu_spotfn,
    oversample,
):
    models = ("black-on-white", "rgb", "cmyk", "black-on-white")
    screens = {
        "": (gry_ang, gry_spotfn),
        "2": (red_ang, red_spotfn),
        "3": (grn_ang, grn_spotfn),
        "4": (blu_ang, blu_spotfn),
    }
    properties = {
        "color-model": models[colorspace],
        "black-pullout": k_pullout / 100,
        "aa-samples": oversample,
    }
    for number, (angle, spot) in screens.items():
        properties[f"period{number}"] = cell_width
        properties[f"angle{number}"] = (angle + 180) % 360 - 180
        properties[f"pattern{number}"] = SPOTS[spot]
    return "gegl:newsprint", properties


@filter
def plug_in_video(pattern_number, additive, rotated):
    patterns = (
        "staggered",
        "large-staggered",
        "striped",
        "wide-striped",
        "long-staggered",
        "3x3",
        "large-3x3",
        "hex",
        "dots",
    )
    return "gegl:video-degradation", {
        "pattern": patterns[pattern_number],
        "additive": bool(additive),
        "rotated": bool(rotated),
    }


@filter
def plug_in_wind(threshold, direction, strength, algorithm, edge):
    return "gegl:wind", {
        "threshold": threshold,
        "direction": ("left", "right", "top", "bottom")[direction],
        "strength": strength,
        "style": ("wind", "blast")[algorithm],
        "edge": ("both", "leading", "trailing")[edge],
    }
