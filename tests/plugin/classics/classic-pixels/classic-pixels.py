#!/usr/bin/env python
# Swap red and blue through a pixel region, darken through tiles, and dot single pixels.

from array import array

from gimpfu import *


def swap_red_and_blue(img, drawable, keep_alpha):
    width, height = drawable.width, drawable.height
    bpp = drawable.bpp
    gimp.progress_init("Swapping...")
    pdb.gimp_image_undo_group_start(img)
    src_rgn = drawable.get_pixel_rgn(0, 0, width, height, False, False)
    dst_rgn = drawable.get_pixel_rgn(0, 0, width, height, True, True)
    pixels = array("B", src_rgn[0:width, 0:height])
    for pos in range(0, len(pixels), bpp):
        pixels[pos], pixels[pos + 2] = pixels[pos + 2], pixels[pos]
        if bpp == 4 and not keep_alpha:
            pixels[pos + 3] = 255
        if pos % (bpp * width) == 0:
            gimp.progress_update(float(pos) / len(pixels))
    dst_rgn[0:width, 0:height] = pixels.tobytes()
    drawable.flush()
    drawable.merge_shadow(True)
    drawable.update(0, 0, width, height)
    pdb.gimp_image_undo_group_end(img)


def halve_in_tiles(img, drawable):
    tw, th = gimp.tile_width(), gimp.tile_height()
    rows = (drawable.height + th - 1) // th
    cols = (drawable.width + tw - 1) // tw
    for row in range(rows):
        for col in range(cols):
            tile = drawable.get_tile(False, row, col)
            for y in range(tile.eheight):
                for x in range(tile.ewidth):
                    pixel = tile[x, y]
                    tile[x, y] = bytes(value // 2 for value in pixel)
            tile.flush()
    drawable.update(0, 0, drawable.width, drawable.height)


def dot(img, drawable, x, y):
    count, pixel = pdb.gimp_drawable_get_pixel(drawable, x, y)
    inverted = [255 - value for value in pixel]
    pdb.gimp_drawable_set_pixel(drawable, x + 1, y, count, inverted)
    drawable.update(x, y, 2, 1)
    return count


register(
    "swap-red-blue",
    "Swap red and blue",
    "Swap the red and the blue component of every pixel",
    "A. Tutor",
    "A. Tutor",
    "2012",
    "<Image>/Filters/Classic/_Swap Red and Blue...",
    "RGB*",
    [(PF_TOGGLE, "keep_alpha", "Keep alpha", True)],
    [],
    swap_red_and_blue,
)
register(
    "halve_in_tiles",
    "Halve",
    "Halve every component, tile by tile",
    "A. Tutor",
    "A. Tutor",
    "2012",
    "<Image>/Filters/Classic/_Halve",
    "RGB*, GRAY*",
    [],
    [],
    halve_in_tiles,
)
register(
    "python_fu_dot",
    "Dot",
    "Write the inverse of a pixel beside it",
    "A. Tutor",
    "A. Tutor",
    "2012",
    "_Dot",
    "*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_INT, "x", "X", 0),
        (PF_INT, "y", "Y", 0),
    ],
    [(PF_INT, "count", "Components")],
    dot,
    menu="<Image>/Filters/Classic",
)

main()
