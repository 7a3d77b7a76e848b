"""Filling, and pasting."""

from gimpfu.bindings import Gimp
from gimpfu.conversions import resource
from gimpfu.enums import number_today
from gimpfu.own import keeper
from gimpfu.thing import unwrap, wrap

from .context import context

CUSTOM_BLEND = {0: "FG to BG (RGB)", 1: "FG to BG (HSV Counter-Clockwise)", 2: "FG to Transparent"}
"""2.10's blend modes as GIMP's gradients."""

PROCEDURES = {}
procedure = keeper(PROCEDURES)


def _fill(drawable, fill_mode, paint_mode, opacity, x, y, **sampling):
    kinds = Gimp.FillType
    fill = (kinds.FOREGROUND, kinds.BACKGROUND, kinds.PATTERN)[fill_mode]
    with context(opacity=opacity, paint_mode=Gimp.LayerMode(paint_mode), **sampling):
        if Gimp.Selection.is_empty(unwrap(drawable.image)):
            drawable.real.edit_bucket_fill(fill, x, y)
        else:
            drawable.real.edit_fill(fill)


@procedure
def gimp_edit_bucket_fill(drawable, fill_mode, paint_mode, opacity, threshold, sample_merged, x, y):
    sampling = {"sample_threshold_int": round(threshold), "sample_merged": bool(sample_merged)}
    _fill(drawable, fill_mode, paint_mode, opacity, x, y, **sampling)


@procedure
def gimp_edit_bucket_fill_full(
    drawable,
    fill_mode,
    paint_mode,
    opacity,
    threshold,
    sample_merged,
    fill_transparent,
    select_criterion,
    x,
    y,
):
    sampling = {
        "sample_threshold_int": round(threshold),
        "sample_merged": bool(sample_merged),
        "sample_transparent": bool(fill_transparent),
        "sample_criterion": Gimp.SelectCriterion(select_criterion),
    }
    _fill(drawable, fill_mode, paint_mode, opacity, x, y, **sampling)


@procedure
def gimp_edit_blend(
    drawable,
    blend_mode,
    paint_mode,
    gradient_type,
    opacity,
    offset,
    repeat,
    reverse,
    supersample,
    max_depth,
    threshold,
    dither,
    x1,
    y1,
    x2,
    y2,
):
    settings = {
        "opacity": opacity,
        "paint_mode": Gimp.LayerMode(paint_mode),
        "gradient_repeat_mode": Gimp.RepeatMode(number_today("RepeatMode", repeat)),
        "gradient_reverse": bool(reverse),
    }
    if blend_mode in CUSTOM_BLEND:
        settings["gradient"] = resource(Gimp.Gradient, CUSTOM_BLEND[blend_mode])
    kind = Gimp.GradientType(gradient_type)
    smooth = bool(supersample), max(1, max_depth), threshold, bool(dither)
    with context(**settings):
        drawable.real.edit_gradient_fill(kind, offset, *smooth, x1, y1, x2, y2)


@procedure
def gimp_edit_paste(drawable, paste_into):
    return _first(Gimp.edit_paste(drawable.real, bool(paste_into)))


@procedure
def gimp_edit_named_paste(drawable, buffer_name, paste_into):
    return wrap(Gimp.edit_named_paste(drawable.real, buffer_name, bool(paste_into)))


def _first(pasted):
    if not pasted:
        raise RuntimeError("gimp-edit-paste: there is nothing to paste")
    return wrap(pasted[0])
