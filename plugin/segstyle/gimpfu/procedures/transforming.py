"""Drawables turned, scaled and distorted, with 2.10's interpolation and clipping."""

from gimpfu.bindings import Gimp
from gimpfu.enums import number_today
from gimpfu.own import Own, keeper
from gimpfu.thing import wrap

from .context import context

PROCEDURES = {}
procedure = keeper(PROCEDURES)

CORNERS = ["x0", "y0", "x1", "y1"]
WAYS = {
    "flip": CORNERS,
    "perspective": [*CORNERS, "x2", "y2", "x3", "y3"],
    "rotate": ["angle", "auto_center", "center_x", "center_y"],
    "scale": CORNERS,
    "shear": ["shear_type", "magnitude"],
    "2d": ["source_x", "source_y", "scale_x", "scale_y", "angle", "dest_x", "dest_y"],
    "matrix": [f"coeff_{row}_{column}" for row in range(3) for column in range(3)],
}
"""What each way of transforming is given."""

FULLY = ["transform_direction", "interpolation", "supersample", "recursion_level", "clip_result"]
SIMPLY = ["interpolate", "clip_result"]
OLD = {
    "rotate": ["angle"],
    "scale": CORNERS,
    "shear": WAYS["shear"],
    "perspective": WAYS["perspective"],
}
"""``gimp_rotate`` and its kin, whose interpolation led."""

AROUND_ITSELF = (True, 0.0, 0.0)


def _transformed(drawable, way, values):
    if way != "scale" and _is_opaque_layer(drawable):
        drawable.add_alpha()  # for else GIMP 3.0 leaves black corners
    if way == "shear":
        values = (Gimp.OrientationType(values[0]), *values[1:])
    if way == "rotate":
        values = (values[0], bool(values[1]), *values[2:])
    return wrap(getattr(drawable.real, f"transform_{way}")(*values))


def _is_opaque_layer(drawable):
    """Whether a whole layer without alpha is transformed, and not what is selected of it."""
    if not isinstance(drawable.real, Gimp.Layer) or drawable.has_alpha:
        return False
    return Gimp.Selection.is_empty(drawable.real.get_image())


def _as_set(way):
    return lambda drawable, *values: _transformed(drawable, way, values)


def _kind(interpolation):
    return Gimp.InterpolationType(number_today("InterpolationType", interpolation))


def _fully(way):
    def transform(drawable, *arguments):
        *values, direction, interpolation, _, _, clip = arguments
        with context(
            transform_direction=Gimp.TransformDirection(direction),
            interpolation=_kind(interpolation),
            transform_resize=Gimp.TransformResize(clip),
        ):
            return _transformed(drawable, way, values)

    return transform


def _simply(way):
    def transform(drawable, *arguments):
        *values, interpolate, clip = arguments
        settings = {} if interpolate else {"interpolation": Gimp.InterpolationType.NONE}
        with context(
            transform_direction=Gimp.TransformDirection.FORWARD,
            transform_resize=Gimp.TransformResize(clip),
            **settings,
        ):
            return _transformed(drawable, way, values)

    return transform


def _as_of_old(way):
    def transform(drawable, interpolation, *values):
        if way == "rotate":
            values = (*values, *AROUND_ITSELF)
        settings = {} if interpolation else {"interpolation": Gimp.InterpolationType.NONE}
        with context(transform_direction=Gimp.TransformDirection.FORWARD, **settings):
            return _transformed(drawable, way, values)

    return transform


def _offer(name, names, function):
    PROCEDURES[name] = Own(name, ["drawable", *names], function)


for _way, _names in WAYS.items():
    _offer(f"gimp-item-transform-{_way}", _names, _as_set(_way))
    _offer(f"gimp-drawable-transform-{_way}", [*_names, *FULLY], _fully(_way))
    _offer(f"gimp-drawable-transform-{_way}-default", [*_names, *SIMPLY], _simply(_way))
for _way, _names in OLD.items():
    _offer(f"gimp-{_way}", ["interpolation", *_names], _as_of_old(_way))


@procedure
def gimp_drawable_transform_flip_simple(drawable, flip_type, auto_center, axis, clip_result):
    return drawable.transform_flip_simple(flip_type, bool(auto_center), axis, clip_result)


@procedure
def gimp_drawable_transform_rotate_simple(
    drawable, rotate_type, auto_center, center_x, center_y, clip_result
):
    centre = bool(auto_center), center_x, center_y
    return drawable.transform_rotate_simple(rotate_type, *centre, clip_result)


@procedure
def plug_in_rotate(image, drawable, angle, everything):
    if everything:
        image.real.rotate(Gimp.RotationType(angle - 1))
    else:
        drawable.transform_rotate_simple(angle - 1, *AROUND_ITSELF, False)
