"""Painting and paths: GIMP's own functions, for they take arrays."""

from gimpfu.bindings import Gimp
from gimpfu.colour import RGB
from gimpfu.conversions import resource
from gimpfu.own import keeper

from .context import operation_of

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_pencil(drawable, num_strokes, strokes):
    Gimp.pencil(drawable.real, list(map(float, strokes)))


@procedure
def gimp_paintbrush(drawable, fade_out, num_strokes, strokes, method, gradient_length):
    kind = Gimp.PaintApplicationMode(method)
    Gimp.paintbrush(drawable.real, fade_out, list(map(float, strokes)), kind, gradient_length)


@procedure
def gimp_airbrush(drawable, pressure, num_strokes, strokes):
    Gimp.airbrush(drawable.real, pressure, list(map(float, strokes)))


@procedure
def gimp_eraser(drawable, num_strokes, strokes, hardness, method):
    kinds = Gimp.BrushApplicationMode(hardness), Gimp.PaintApplicationMode(method)
    Gimp.eraser(drawable.real, list(map(float, strokes)), *kinds)


@procedure
def gimp_smudge(drawable, pressure, num_strokes, strokes):
    Gimp.smudge(drawable.real, pressure, list(map(float, strokes)))


@procedure
def gimp_clone(drawable, src_drawable, clone_type, src_x, src_y, num_strokes, strokes):
    source = src_drawable.real, Gimp.CloneType(clone_type), src_x, src_y
    Gimp.clone(drawable.real, *source, list(map(float, strokes)))


@procedure
def gimp_convolve(drawable, pressure, convolve_type, num_strokes, strokes):
    kind = Gimp.ConvolveType(convolve_type)
    Gimp.convolve(drawable.real, pressure, kind, list(map(float, strokes)))


@procedure
def gimp_dodgeburn(drawable, exposure, dodgeburn_type, dodgeburn_mode, num_strokes, strokes):
    kinds = Gimp.DodgeBurnType(dodgeburn_type), Gimp.TransferMode(dodgeburn_mode)
    Gimp.dodgeburn(drawable.real, exposure, *kinds, list(map(float, strokes)))


@procedure
def gimp_heal(drawable, src_drawable, src_x, src_y, num_strokes, strokes):
    Gimp.heal(drawable.real, src_drawable.real, src_x, src_y, list(map(float, strokes)))


def _with_the_tools_settings(paint):
    def stroke(drawable, num_strokes, strokes):
        paint(drawable.real, list(map(float, strokes)))

    return stroke


for _tool in (
    "paintbrush",
    "airbrush",
    "eraser",
    "smudge",
    "convolve",
    "dodgeburn",
    "clone",
    "heal",
):
    _paint = getattr(Gimp, f"{_tool}_default")
    procedure(_with_the_tools_settings(_paint), f"gimp-{_tool}-default")


@procedure
def gimp_image_select_polygon(image, operation, num_segs, segs):
    image.real.select_polygon(operation_of(operation), list(map(float, segs)))


@procedure
def gimp_context_set_line_dash_pattern(num_dashes, dashes):
    Gimp.context_set_line_dash_pattern(list(map(float, dashes)))


@procedure
def gimp_vectors_stroke_new_from_points(vectors, type, num_points, controlpoints, closed):
    points = list(map(float, controlpoints))
    return vectors.real.stroke_new_from_points(Gimp.PathStrokeType(type), points, bool(closed))


@procedure
def gimp_vectors_stroke_get_points(vectors, stroke_id):
    kind, points, closed = vectors.real.stroke_get_points(stroke_id)
    return int(kind), len(points), tuple(points), closed


@procedure
def gimp_vectors_stroke_interpolate(vectors, stroke_id, precision):
    points, closed = vectors.real.stroke_interpolate(stroke_id, precision)
    return len(points), tuple(points), closed


@procedure
def gimp_vectors_get_strokes(vectors):
    strokes = vectors.real.get_strokes()
    return len(strokes), tuple(strokes)


@procedure
def gimp_gradient_get_uniform_samples(name, num_samples, reverse):
    gradient = resource(Gimp.Gradient, name)
    return _flat(gradient.get_uniform_samples(num_samples, bool(reverse)))


@procedure
def gimp_gradient_get_custom_samples(name, num_samples, positions, reverse):
    gradient = resource(Gimp.Gradient, name)
    return _flat(gradient.get_custom_samples(list(map(float, positions)), bool(reverse)))


def _flat(colours):
    shares = [share for colour in colours for share in RGB.of(colour).as_shares()]
    return len(shares), tuple(shares)
