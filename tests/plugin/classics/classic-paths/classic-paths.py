#!/usr/bin/env python
# Paths that are drawn, selected and stroked; palettes that are made and read.

from gimpfu import *


def triangle(img, drw, size):
    vectors = gimp.Vectors(img, "triangle")
    points = []
    for x, y in ((0, 0), (size, 0), (0, size)):
        points += [x, y] * 3
    stroke = gimp.VectorsBezierStroke(vectors, points, True)
    pdb.gimp_image_add_vectors(img, vectors, -1)
    other = pdb.gimp_vectors_new(img, "line")
    pdb.gimp_image_insert_vectors(img, other, None, 0)
    number = pdb.gimp_vectors_bezier_stroke_new_moveto(other, 0, 20)
    pdb.gimp_vectors_bezier_stroke_lineto(other, number, 30, 20)
    pdb.gimp_vectors_stroke_new_from_points(
        other, 0, 18, [0, 10, 0, 10, 0, 10, 5, 12, 5, 12, 5, 12, 9, 10, 9, 10, 9, 10], False
    )
    count, ids = pdb.gimp_vectors_get_strokes(other)
    assert count == 2 and len(ids) == 2, ids
    kind, num_points, control, closed = pdb.gimp_vectors_stroke_get_points(vectors, stroke.ID)
    assert (num_points, closed) == (18, True), (num_points, closed)
    length = pdb.gimp_vectors_stroke_get_length(other, number, 0.1)

    vectors.to_selection(CHANNEL_OP_REPLACE, False)
    pdb.gimp_context_set_foreground("#00ff00")
    pdb.gimp_edit_bucket_fill(drw, 0, 28, 100, 255, 0, 1, 1)
    pdb.gimp_selection_none(img)
    pdb.gimp_context_set_brush("2. Hardness 100")
    pdb.gimp_context_set_brush_size(3)
    pdb.gimp_context_set_foreground((255, 255, 0))
    pdb.gimp_edit_stroke_vectors(drw, other)
    pdb.gimp_pencil(drw, 4, [0, 30, 30, 30])
    names = ",".join(one.name for one in img.vectors)
    return length, names


def make_palette(img, drw, name):
    made = pdb.gimp_palette_new(name)
    for number, colour in enumerate(((255, 0, 0), "#00ff00", gimpcolor.RGB(0, 0, 255))):
        pdb.gimp_palette_add_entry(made, "entry %d" % number, colour)
    pdb.gimp_palette_entry_set_color(made, 1, (10, 20, 30))
    pdb.gimp_palette_entry_set_name(made, 1, "dark")
    colours = pdb.gimp_palette_get_info(made)
    colour = pdb.gimp_palette_entry_get_color(made, 1)
    found = pdb.gimp_palettes_get_list(name)
    pdb.gimp_palette_set_columns(made, 3)
    answer = "%d %d,%d,%d %s %s %d" % (
        colours, colour[0], colour[1], colour[2],
        pdb.gimp_palette_entry_get_name(made, 1), made in found[1],
        pdb.gimp_palette_get_columns(made),
    )  # fmt: skip
    pdb.gimp_palette_delete(made)
    return answer


register(
    "classic-triangle", "Triangle", "Triangle", "A. Tutor", "A. Tutor", "2015",
    "<Image>/Filters/Classic/_Triangle...", "*",
    [(PF_FLOAT, "size", "Size", 20.0)],
    [(PF_FLOAT, "length", "Length"), (PF_STRING, "names", "Names")],
    triangle,
)  # fmt: skip
register(
    "classic-palette", "Palette", "Palette", "A. Tutor", "A. Tutor", "2015",
    "<Image>/Filters/Classic/_Palette...", "*",
    [(PF_STRING, "name", "Name", "classic")],
    [(PF_STRING, "answer", "Answer")],
    make_palette,
)  # fmt: skip

main()
