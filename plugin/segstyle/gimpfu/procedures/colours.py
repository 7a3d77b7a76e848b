"""Colours. 2.8's scale was 0..255 or -127..127; today's is 0..1 or -1..1.

2.10 counted in the values that are stored. GIMP 3's brightness and contrast and levels, and
3.0's curves, count in linear light: they work on a copy whose stored values are said to be that.
"""

import colorsys

from gimpfu.bindings import Gimp
from gimpfu.own import keeper

from .operations import apply, copy_of

GREY = {"red": 0.2224884, "green": 0.7169037, "blue": 0.0606079}
"""How much each colour adds to the grey that 2.10 colorized."""

COLOURS = Gimp.HistogramChannel.RED, Gimp.HistogramChannel.GREEN, Gimp.HistogramChannel.BLUE

PROCEDURES = {}
procedure = keeper(PROCEDURES)


def _is_linear():
    """Whether curves and equalizing count in linear light: in 3.0, not in 3.2."""
    return Gimp.version().startswith("3.0.")


@procedure
def gimp_brightness_contrast(drawable, brightness, contrast):
    gimp_drawable_brightness_contrast(drawable, brightness / 127, contrast / 127)


@procedure
def gimp_drawable_brightness_contrast(drawable, brightness, contrast):
    with copy_of(drawable, stored=True) as copy:
        copy.real.brightness_contrast(brightness, contrast)


@procedure
def gimp_color_balance(drawable, transfer_mode, preserve_lum, cyan_red, magenta_green, yellow_blue):
    shifts = cyan_red, magenta_green, yellow_blue
    mode = Gimp.TransferMode(transfer_mode)
    drawable.real.color_balance(mode, bool(preserve_lum), *shifts)


@procedure
def gimp_colorize(drawable, hue, saturation, lightness):
    gimp_drawable_colorize_hsl(drawable, hue, saturation, lightness)


@procedure
def gimp_drawable_colorize_hsl(drawable, hue, saturation, lightness):
    shades = _colorized(hue / 360, saturation / 100, lightness / 100)
    with copy_of(drawable) as copy:
        if not copy.is_gray:
            apply(copy, "gegl:mono-mixer", GREY, stored=True)
            for colour, shade in zip(COLOURS, shades, strict=True):
                gimp_drawable_curves_explicit(copy, colour, len(shade), shade)


def _colorized(hue, saturation, lightness):
    """Of 256 greys, from black to white, the reds, the greens and the blues; each 0..1."""
    greys = (place / 255 for place in range(256))
    if lightness > 0:
        greys = (grey + (1 - grey) * lightness for grey in greys)
    else:
        greys = (grey * (1 + lightness) for grey in greys)
    shades = [colorsys.hls_to_rgb(hue, grey, saturation) for grey in greys]
    return zip(*shades, strict=True)


@procedure
def gimp_curves_spline(drawable, channel, num_points, control_pts):
    points = [value / 255 for value in control_pts[:num_points]]
    gimp_drawable_curves_spline(drawable, channel, len(points), points)


@procedure
def gimp_curves_explicit(drawable, channel, num_bytes, curve):
    values = [value / 255 for value in bytes(curve[:num_bytes])]
    gimp_drawable_curves_explicit(drawable, channel, len(values), values)


@procedure
def gimp_drawable_curves_spline(drawable, channel, num_points, points):
    kind = Gimp.HistogramChannel(channel)
    with copy_of(drawable, stored=_is_linear()) as copy:
        copy.real.curves_spline(kind, list(map(float, points)))


@procedure
def gimp_drawable_curves_explicit(drawable, channel, num_values, values):
    kind = Gimp.HistogramChannel(channel)
    with copy_of(drawable, stored=_is_linear()) as copy:
        copy.real.curves_explicit(kind, list(map(float, values)))


@procedure
def gimp_desaturate(drawable):
    drawable.real.desaturate(Gimp.DesaturateMode.LIGHTNESS)


@procedure
def gimp_desaturate_full(drawable, desaturate_mode):
    drawable.real.desaturate(Gimp.DesaturateMode(desaturate_mode))


@procedure
def gimp_hue_saturation(drawable, hue_range, hue_offset, lightness, saturation):
    gimp_drawable_hue_saturation(drawable, hue_range, hue_offset, lightness, saturation, 0.0)


@procedure
def gimp_drawable_hue_saturation(drawable, hue_range, hue_offset, lightness, saturation, overlap):
    kind = Gimp.HueRange(hue_range)
    # 2.10 lightened, and darkened, half as much
    drawable.real.hue_saturation(kind, hue_offset, lightness / 2, saturation, overlap)


@procedure
def gimp_drawable_equalize(drawable, mask_only):
    with copy_of(drawable, stored=_is_linear(), within=bool(mask_only)) as copy:
        copy.real.equalize(False)


@procedure
def gimp_invert(drawable):
    drawable.real.invert(False)


@procedure
def gimp_levels(drawable, channel, low_input, high_input, gamma, low_output, high_output):
    limits = (value / 255 for value in (low_input, high_input, low_output, high_output))
    low, high, lowest, highest = limits
    limits = low, high, True, gamma, lowest, highest, True
    gimp_drawable_levels(drawable, channel, *limits)


@procedure
def gimp_drawable_levels(
    drawable,
    channel,
    low_input,
    high_input,
    clamp_input,
    gamma,
    low_output,
    high_output,
    clamp_output,
):
    before = low_input, high_input, bool(clamp_input)
    after = low_output, high_output, bool(clamp_output)
    with copy_of(drawable, stored=True) as copy:
        copy.real.levels(Gimp.HistogramChannel(channel), *before, gamma, *after)


@procedure
def gimp_levels_auto(drawable):
    gimp_drawable_levels_stretch(drawable)


@procedure
def gimp_drawable_levels_stretch(drawable):
    with copy_of(drawable, stored=True, within=True) as copy:
        copy.real.levels_stretch()


@procedure
def gimp_threshold(drawable, low_threshold, high_threshold):
    value = Gimp.HistogramChannel.VALUE
    drawable.real.threshold(value, low_threshold / 255, high_threshold / 255)


@procedure
def gimp_histogram(drawable, channel, start_range, end_range):
    kind = Gimp.HistogramChannel(channel)
    _, mean, deviation, median, *rest = drawable.real.histogram(
        kind, start_range / 255, end_range / 255
    )
    return mean, deviation, median, *rest
