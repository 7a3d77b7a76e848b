"""Pixels moved."""

from .filtering import filters_of

ABYSS_OF_RIPPLE = ("clamp", "loop", "none")
"""2.10's smear, wrap, blank."""

PROCEDURES = {}
filter = filters_of(PROCEDURES)


@filter
def plug_in_ripple(period, amplitude, orientation, edges, waveform, antialias, tile):
    return "gegl:ripple", {
        "amplitude": amplitude,
        "period": period,
        "angle": 90.0 if orientation == 0 else 0.0,
        "wave-type": ("sawtooth", "sine")[waveform],
        "abyss-policy": ABYSS_OF_RIPPLE[edges],
        "tileable": bool(tile),
    }


@filter
def plug_in_waves(amplitude, phase, wavelength, type, reflective):
    return "gegl:waves", {"amplitude": amplitude, "phi": phase / 360, "period": wavelength * 2}


@filter
def plug_in_whirl_pinch(whirl, pinch, radius):
    return "gegl:whirl-pinch", {"whirl": whirl, "pinch": pinch, "radius": radius}


@filter
def plug_in_polar_coords(circle, angle, backwards, inverse, polrec):
    return "gegl:polar-coordinates", {
        "depth": circle,
        "angle": angle,
        "bw": bool(backwards),
        "top": bool(inverse),
        "polar": bool(polrec),
    }


@filter
def plug_in_lens_distortion(offset_x, offset_y, main_adjust, edge_adjust, rescale, brighten):
    return "gegl:lens-distortion", {
        "main": main_adjust,
        "edge": edge_adjust,
        "zoom": rescale,
        "x-shift": offset_x,
        "y-shift": offset_y,
        "brighten": brighten,
    }


@filter
def plug_in_shift(shift_amount, orientation):
    return "gegl:shift", {
        "shift": shift_amount,
        "direction": ("vertical", "horizontal")[orientation],
    }


@filter
def plug_in_glasstile(tilex, tiley):
    return "gegl:tile-glass", {"tile-width": tilex, "tile-height": tiley}


@filter
def plug_in_make_seamless():
    return "gegl:tile-seamless", {}
