"""Single pixels, and drawables turned."""

from gimpfu.own import keeper

PROCEDURES = {}
procedure = keeper(PROCEDURES)


@procedure
def gimp_drawable_get_pixel(drawable, x_coord, y_coord):
    pixel = drawable.get_pixel(x_coord, y_coord)
    return len(pixel), pixel


@procedure
def gimp_drawable_set_pixel(drawable, x_coord, y_coord, num_channels, pixel):
    drawable.set_pixel(x_coord, y_coord, pixel)


@procedure
def gimp_drawable_offset(drawable, wrap_around, fill_type, offset_x, offset_y):
    drawable.offset(wrap_around, fill_type, offset_x, offset_y)


@procedure
def gimp_drawable_transform_flip_simple(drawable, flip_type, auto_center, axis, clip_result):
    return drawable.transform_flip_simple(flip_type, bool(auto_center), axis, clip_result)


@procedure
def gimp_drawable_transform_rotate_simple(
    drawable, rotate_type, auto_center, center_x, center_y, clip_result
):
    centre = bool(auto_center), center_x, center_y
    return drawable.transform_rotate_simple(rotate_type, *centre, clip_result)
