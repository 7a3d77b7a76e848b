"""Pixels moved."""

from gimpfu.bindings import Gegl, Gimp
from gimpfu.colour import RGB
from gimpfu.own import keeper

from .filtering import filters_of
from .operations import apply

ABYSS_OF_RIPPLE = ("clamp", "loop", "none")
"""2.10's smear, wrap, blank."""

PROCEDURES = {}
procedure = keeper(PROCEDURES)
filter = filters_of(PROCEDURES)
on_stored = filters_of(PROCEDURES, stored=True)
within = filters_of(PROCEDURES, within=True)


@on_stored
def plug_in_ripple(period, amplitude, orientation, edges, waveform, antialias, tile):
    phases = {(0, 0): 0.75, (1, 0): 0.75, (0, 1): 0.5, (1, 1): 0.0}
    return "gegl:ripple", {
        "amplitude": amplitude,
        "period": period,
        "phi": phases[bool(orientation), bool(waveform)],
        "angle": 0.0 if orientation else 90.0,
        "sampler-type": "cubic" if antialias else "nearest",
        "wave-type": "sine" if waveform else "triangle",
        "abyss-policy": ABYSS_OF_RIPPLE[edges],
        "tileable": bool(tile),
    }


@procedure
def plug_in_waves(image, drawable, amplitude, phase, wavelength, type, reflective):
    properties = {
        "amplitude": amplitude,
        "phi": phase % 360 / 180 - 1,
        "period": wavelength * 2,
        "aspect": drawable.width / drawable.height,
        "clamp": not type,
    }
    apply(drawable, "gegl:waves", properties)


@within
def plug_in_whirl_pinch(whirl, pinch, radius):
    return "gegl:whirl-pinch", {"whirl": whirl, "pinch": pinch, "radius": radius}


@within
def plug_in_polar_coords(circle, angle, backwards, inverse, polrec):
    return "gegl:polar-coordinates", {
        "depth": circle,
        "angle": angle,
        "bw": bool(backwards),
        "top": bool(inverse),
        "polar": bool(polrec),
    }


@procedure
def plug_in_lens_distortion(
    image, drawable, offset_x, offset_y, main_adjust, edge_adjust, rescale, brighten
):
    background = Gimp.context_get_background()
    red, green, blue, _ = background.get_rgba()
    background.set_rgba(red, green, blue, 0 if drawable.has_alpha else 1)
    properties = {
        "main": main_adjust,
        "edge": edge_adjust,
        "zoom": rescale,
        "x-shift": offset_x,
        "y-shift": offset_y,
        "brighten": brighten,
        "background": background,
    }
    apply(drawable, "gegl:lens-distortion", properties, within=True)


@within
def plug_in_applylens(refraction, keep_surroundings, set_background, set_transparent):
    around = Gimp.context_get_background() if set_background else Gegl.Color.new("transparent")
    return "gegl:apply-lens", {
        "refraction-index": refraction,
        "keep-surroundings": bool(keep_surroundings),
        "background-color": around,
    }


@filter
def plug_in_illusion(division, type):
    return "gegl:illusion", {"division": division, "illusion-type": ("type1", "type2")[type]}


@filter
def plug_in_papertile(
    tile_size,
    move_max,
    fractional_type,
    wrap_around,
    centering,
    background_type,
    background_color,
    background_alpha,
):
    kinds = ("transparent", "invert", "image", "color", "color", "color")
    colours = {3: Gimp.context_get_foreground, 4: Gimp.context_get_background}
    own = RGB.made_of(background_color).real
    return "gegl:tile-paper", {
        "tile-width": tile_size,
        "tile-height": tile_size,
        "move-rate": move_max,
        "fractional-type": ("background", "ignore", "force")[fractional_type],
        "wrap-around": bool(wrap_around),
        "centering": bool(centering),
        "background-type": kinds[background_type],
        "bg-color": colours[background_type]() if background_type in colours else own,
    }


@filter
def plug_in_shift(shift_amount, orientation):
    return "gegl:shift", {
        "shift": shift_amount // 2,
        "direction": ("vertical", "horizontal")[orientation],
    }


@filter
def plug_in_glasstile(tilex, tiley):
    return "gegl:tile-glass", {"tile-width": tilex, "tile-height": tiley}


@within
def plug_in_make_seamless():
    return "gegl:tile-seamless", {}
