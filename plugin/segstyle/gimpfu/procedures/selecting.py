"""Selecting."""

from gimpfu.bindings import Gimp
from gimpfu.colour import RGB
from gimpfu.own import keeper
from gimpfu.thing import unwrap, wrap

from .context import operation_of, selecting

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_rect_select(image, x, y, width, height, operation, feather, feather_radius):
    with selecting(False, feather, feather_radius):
        image.real.select_rectangle(operation_of(operation), x, y, width, height)


@procedure
def gimp_round_rect_select(
    image,
    x,
    y,
    width,
    height,
    corner_radius_x,
    corner_radius_y,
    operation,
    antialias,
    feather,
    feather_radius_x,
    feather_radius_y,
):
    with selecting(antialias, feather, feather_radius_x, feather_radius_y):
        box = x, y, width, height, corner_radius_x, corner_radius_y
        image.real.select_round_rectangle(operation_of(operation), *box)


@procedure
def gimp_ellipse_select(image, x, y, width, height, operation, antialias, feather, feather_radius):
    with selecting(antialias, feather, feather_radius):
        image.real.select_ellipse(operation_of(operation), x, y, width, height)


@procedure
def gimp_free_select(image, num_segs, segs, operation, antialias, feather, feather_radius):
    with selecting(antialias, feather, feather_radius):
        points = [float(value) for value in segs[:num_segs]]
        image.real.select_polygon(operation_of(operation), points)


@procedure
def gimp_fuzzy_select(
    drawable, x, y, threshold, operation, antialias, feather, feather_radius, sample_merged
):
    more = {"sample_threshold_int": threshold, "sample_merged": bool(sample_merged)}
    with selecting(antialias, feather, feather_radius, **more):
        image = unwrap(drawable.image)
        image.select_contiguous_color(operation_of(operation), drawable.real, x, y)


@procedure
def gimp_by_color_select(
    drawable, color, threshold, operation, antialias, feather, feather_radius, sample_merged
):
    more = {"sample_threshold_int": threshold, "sample_merged": bool(sample_merged)}
    with selecting(antialias, feather, feather_radius, **more):
        image, colour = unwrap(drawable.image), RGB.made_of(color).real
        image.select_color(operation_of(operation), drawable.real, colour)


def _by_colour(threshold, merged, transparent, criterion):
    return {
        "sample_threshold_int": threshold,
        "sample_merged": bool(merged),
        "sample_transparent": bool(transparent),
        "sample_criterion": Gimp.SelectCriterion(criterion),
    }


@procedure
def gimp_fuzzy_select_full(
    drawable,
    x,
    y,
    threshold,
    operation,
    antialias,
    feather,
    feather_radius_x,
    feather_radius_y,
    sample_merged,
    select_transparent,
    select_criterion,
):
    more = _by_colour(threshold, sample_merged, select_transparent, select_criterion)
    with selecting(antialias, feather, feather_radius_x, feather_radius_y, **more):
        image = unwrap(drawable.image)
        image.select_contiguous_color(operation_of(operation), drawable.real, x, y)


@procedure
def gimp_by_color_select_full(
    drawable,
    color,
    threshold,
    operation,
    antialias,
    feather,
    feather_radius_x,
    feather_radius_y,
    sample_merged,
    select_transparent,
    select_criterion,
):
    more = _by_colour(threshold, sample_merged, select_transparent, select_criterion)
    with selecting(antialias, feather, feather_radius_x, feather_radius_y, **more):
        image, colour = unwrap(drawable.image), RGB.made_of(color).real
        image.select_color(operation_of(operation), drawable.real, colour)


@procedure
def gimp_selection_layer_alpha(layer):
    unwrap(layer.image).select_item(Gimp.ChannelOps.REPLACE, layer.real)


@procedure
def gimp_selection_load(channel):
    unwrap(channel.image).select_item(Gimp.ChannelOps.REPLACE, channel.real)


@procedure
def gimp_selection_combine(channel, operation):
    unwrap(channel.image).select_item(operation_of(operation), channel.real)


@procedure
def gimp_selection_float(drawable, offx, offy):
    image = unwrap(drawable.image)
    return wrap(Gimp.Selection.float(image, [drawable.real], offx, offy))


@procedure
def gimp_vectors_to_selection(
    vectors, operation, antialias, feather, feather_radius_x, feather_radius_y
):
    vectors.to_selection(operation, antialias, feather, feather_radius_x, feather_radius_y)
