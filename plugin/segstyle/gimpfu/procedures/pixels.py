"""Pixels one by one, and small pictures of them."""

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
def gimp_image_thumbnail(image, width, height):
    data, wide, high, bpp = image.real.get_thumbnail_data(width, height)
    return _thumbnail(data, wide, high, bpp)


@procedure
def gimp_drawable_thumbnail(drawable, width, height):
    return _thumbnail(*drawable.real.get_thumbnail_data(width, height))


@procedure
def gimp_drawable_sub_thumbnail(
    drawable, src_x, src_y, src_width, src_height, dest_width, dest_height
):
    box = src_x, src_y, src_width, src_height
    return _thumbnail(*drawable.real.get_sub_thumbnail_data(*box, dest_width, dest_height))


def _thumbnail(data, width, height, bpp):
    raw = data.get_data()
    return width, height, bpp, len(raw), raw
