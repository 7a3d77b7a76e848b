"""Colours. 2.8's scale was 0..255 or -127..127; today's is 0..1 or -1..1."""

from gimpfu.bindings import Gimp
from gimpfu.own import keeper

from . import tables

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_brightness_contrast(drawable, brightness, contrast):
    drawable.real.brightness_contrast(brightness / 127, contrast / 127)


@procedure
def gimp_color_balance(drawable, transfer_mode, preserve_lum, cyan_red, magenta_green, yellow_blue):
    shifts = cyan_red, magenta_green, yellow_blue
    mode = Gimp.TransferMode(transfer_mode)
    drawable.real.color_balance(mode, bool(preserve_lum), *shifts)


@procedure
def gimp_colorize(drawable, hue, saturation, lightness):
    drawable.real.colorize_hsl(hue, saturation, lightness)


@procedure
def gimp_curves_spline(drawable, channel, num_points, control_pts):
    tables.spline(drawable, channel, [value / 255 for value in control_pts[:num_points]])


@procedure
def gimp_curves_explicit(drawable, channel, num_bytes, curve):
    tables.look_up(drawable, channel, bytes(curve[:num_bytes]))


@procedure
def gimp_drawable_curves_spline(drawable, channel, num_points, points):
    tables.spline(drawable, channel, list(map(float, points)))


@procedure
def gimp_drawable_curves_explicit(drawable, channel, num_values, values):
    last = len(values) - 1
    curve = (values[round(place * last / 255)] for place in range(256))
    tables.look_up(drawable, channel, tables.as_bytes(curve))


@procedure
def gimp_desaturate(drawable):
    drawable.real.desaturate(Gimp.DesaturateMode.LIGHTNESS)


@procedure
def gimp_desaturate_full(drawable, desaturate_mode):
    drawable.real.desaturate(Gimp.DesaturateMode(desaturate_mode))


@procedure
def gimp_hue_saturation(drawable, hue_range, hue_offset, lightness, saturation):
    kind = Gimp.HueRange(hue_range)
    drawable.real.hue_saturation(kind, hue_offset, lightness, saturation, 0.0)


@procedure
def gimp_invert(drawable):
    drawable.real.invert(False)


@procedure
def gimp_levels(drawable, channel, low_input, high_input, gamma, low_output, high_output):
    limits = (value / 255 for value in (low_input, high_input, low_output, high_output))
    tables.look_up(drawable, channel, tables.levels(gamma, *limits))


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
    limits = low_input, high_input, low_output, high_output
    tables.look_up(drawable, channel, tables.levels(gamma, *limits))


@procedure
def gimp_levels_auto(drawable):
    drawable.real.levels_stretch()


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
