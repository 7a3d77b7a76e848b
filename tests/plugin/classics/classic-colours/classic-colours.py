#!/usr/bin/env python
# What colour scripts of three decades called: levels, curves, blends, guides, parasites, data.

from gimpfu import *


def old_photo(img, drw, blend, desaturate):
    pdb.gimp_image_undo_group_start(img)
    if desaturate:
        pdb.gimp_desaturate_full(drw, DESATURATE_AVERAGE)
    pdb.gimp_levels(drw, HISTOGRAM_VALUE, 0, 255, 1.0, 64, 191)
    pdb.gimp_invert(drw)
    if blend:
        pdb.gimp_context_set_foreground((255, 255, 255))
        pdb.gimp_context_set_background((0, 0, 0))
        layer = drw.copy()
        img.add_layer(layer, 0)
        pdb.gimp_edit_blend(
            layer, FG_BG_RGB_MODE, NORMAL_MODE, GRADIENT_LINEAR, 100, 0, REPEAT_NONE,
            False, False, 1, 0, False, 0, 0, img.width, 0,
        )  # fmt: skip
        layer.mode = LAYER_MODE_MULTIPLY
        drw = pdb.gimp_image_merge_down(img, layer, CLIP_TO_IMAGE)
    pdb.gimp_image_undo_group_end(img)
    pdb.gimp_displays_flush()
    return drw


def curves(img, drw):
    pdb.gimp_curves_spline(drw, HISTOGRAM_VALUE, 4, [0, 255, 255, 0])
    pdb.gimp_brightness_contrast(drw, 0, 0)
    pdb.gimp_hue_saturation(drw, ALL_HUES, 0, 0, -100)
    mean, std_dev, median, pixels, count, percentile = pdb.gimp_histogram(
        drw, HISTOGRAM_VALUE, 0, 255
    )
    return pixels


def bookkeeping(img, drw):
    guide = pdb.gimp_image_add_hguide(img, 7)
    assert pdb.gimp_image_get_guide_position(img, guide) == 7
    img.attach_new_parasite("notes", 1, "remember")
    assert img.parasite_find("notes").data == "remember"
    assert "notes" in img.parasite_list()
    drw.attach_new_parasite("bytes", 0, bytes(range(128)))
    assert drw.parasite_find("bytes").data == bytes(range(128)).decode("latin-1")
    gimp.set_data("kept", "for a while")
    assert gimp.get_data("kept") == "for a while"
    picked = pdb.gimp_image_pick_color(img, drw, 1, 1, False, False, 0)
    pdb.gimp_image_set_resolution(img, 300, 300)
    x_resolution, y_resolution = pdb.gimp_image_get_resolution(img)
    assert (x_resolution, y_resolution) == (300, 300)
    assert pdb.gimp_image_width(img) == img.width and pdb.gimp_drawable_bpp(drw) == drw.bpp
    assert pdb.gimp_image_base_type(img) == RGB and pdb.gimp_drawable_is_rgb(drw)
    x, y = pdb.gimp_drawable_offsets(drw)
    assert (x, y) == drw.offsets
    some, x1, y1, x2, y2 = pdb.gimp_selection_bounds(img)
    assert not some and (x2, y2) == (img.width, img.height)
    assert gimp.version[0] == 3 and gimp.directory
    assert gimp.get_foreground()[0] in range(256)
    errors = []
    for wrong in (
        lambda: pdb.gimp_image_no_such_thing(img),
        lambda: pdb.gimp_text(img),
        lambda: pdb.gimp_image_width(),
        lambda: pdb.gimp_context_set_brush("no such brush"),
        lambda: gimp.no_such_function(),
    ):
        try:
            wrong()
        except RuntimeError as error:
            errors.append(str(error))
    return "%d,%d,%d" % tuple(picked[0:3]), "\n".join(errors)


WHERE = [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)]
register(
    "classic-old-photo", "Old photo", "Old photo", "A. Tutor", "A. Tutor", "2011",
    "_Old Photo...", "RGB*",
    WHERE + [(PF_TOGGLE, "blend", "Blend", False), (PF_TOGGLE, "gray", "Gray", True)],
    [(PF_LAYER, "result", "Result")], old_photo, menu="<Image>/Filters/Classic",
)  # fmt: skip
register(
    "classic-curves", "Curves", "Curves", "A. Tutor", "A. Tutor", "2011",
    "_Curves", "RGB*", WHERE, [(PF_FLOAT, "pixels", "Pixels")], curves,
    menu="<Image>/Filters/Classic",
)  # fmt: skip
register(
    "classic-bookkeeping", "Books", "Books", "A. Tutor", "A. Tutor", "2011",
    "_Books", "RGB*", WHERE,
    [(PF_STRING, "colour", "Colour"), (PF_STRING, "errors", "Errors")], bookkeeping,
    menu="<Image>/Filters/Classic",
)  # fmt: skip

main()
