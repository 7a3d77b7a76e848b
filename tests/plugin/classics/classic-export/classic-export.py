#!/usr/bin/env python
# Export to, and load from, a format of text: PPM with three letters more.

from gimpfu import *


def save_textual(img, drawable, filename, raw_filename):
    flat = img.duplicate()
    layer = flat.flatten()
    region = layer.get_pixel_rgn(0, 0, layer.width, layer.height, False)
    pixels = region[:, :]
    with open(filename, "w") as out:
        out.write("P3 %d %d 255\n" % (layer.width, layer.height))
        for value in pixels:
            out.write("%d " % value)
    gimp.delete(flat)


def load_textual(filename, raw_filename):
    with open(filename) as opened:
        words = opened.read().split()
    width, height = int(words[1]), int(words[2])
    img = gimp.Image(width, height, RGB)
    layer = gimp.Layer(img, "loaded", width, height, RGB_IMAGE, 100, NORMAL_MODE)
    img.add_layer(layer, 0)
    region = layer.get_pixel_rgn(0, 0, width, height)
    region[0:width, 0:height] = bytes(int(word) for word in words[4:])
    layer.flush()
    layer.update(0, 0, width, height)
    img.filename = filename
    return img


def export_all(img, drw, folder):
    """Every layer into a PNG of its name, as batch exporters did."""
    for layer in img.layers:
        name = "%s/%s.png" % (folder, layer.name)
        pdb.file_png_save(img, layer, name, name, 0, 9, 0, 0, 0, 0, 0)
    whole = "%s/whole.png" % folder
    pdb.gimp_file_save(img, pdb.gimp_image_flatten(img), whole, whole)
    again = pdb.gimp_file_load(whole, whole)
    size = "%d×%d" % (again.width, again.height)
    pdb.gimp_image_delete(again)
    return size


def register_handlers():
    gimp.register_save_handler("file-textual-save", "textual", "")
    pdb.gimp_register_file_handler_mime("file-textual-save", "image/x-textual")


def register_load_handlers():
    gimp.register_load_handler("file-textual-load", "textual", "")


register(
    "file-textual-save", "Export as text", "Export as text", "A. Tutor", "A. Tutor", "2017",
    "Textual", "RGB*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_STRING, "filename", "The name of the file", None),
        (PF_STRING, "raw-filename", "The name of the file", None),
    ],
    [],
    save_textual, on_query=register_handlers, menu="<Save>",
)  # fmt: skip
register(
    "file-textual-load", "Load text", "Load text", "A. Tutor", "A. Tutor", "2017",
    "Textual", None,
    [
        (PF_STRING, "filename", "The name of the file", None),
        (PF_STRING, "raw-filename", "The name of the file", None),
    ],
    [(PF_IMAGE, "image", "Output image")],
    load_textual, on_query=register_load_handlers, menu="<Load>",
)  # fmt: skip
register(
    "classic-export-all", "Export all", "Export all", "A. Tutor", "A. Tutor", "2017",
    "<Image>/File/Classic/_Export All...", "*",
    [(PF_DIRNAME, "folder", "Folder", "/tmp")], [(PF_STRING, "size", "Size")],
    export_all,
)  # fmt: skip

main()
