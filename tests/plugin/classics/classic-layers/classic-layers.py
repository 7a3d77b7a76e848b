#!/usr/bin/env python
# Build an image of layers with masks, a group, a text, something pasted and something blurred.

import gimp
from gimpenums import *

from gimpfu import *


def build_layers(width, height):
    img = gimp.Image(width, height, RGB)
    img.disable_undo()
    gimp.set_foreground(255, 0, 0)
    gimp.set_background((0, 0, 255))

    back = gimp.Layer(img, "Background", width, height, RGB_IMAGE, 100, NORMAL_MODE)
    img.add_layer(back, 0)
    back.fill(BACKGROUND_FILL)

    red = pdb.gimp_layer_new(img, width, height, RGBA_IMAGE, "Red", 100, LAYER_MODE_NORMAL)
    pdb.gimp_image_insert_layer(img, red, None, 0)
    pdb.gimp_edit_fill(red, FOREGROUND_FILL)
    mask = red.create_mask(ADD_BLACK_MASK)
    red.add_mask(mask)
    pdb.gimp_rect_select(img, 0, 0, width // 2, height, CHANNEL_OP_REPLACE, False, 0)
    pdb.gimp_edit_fill(mask, WHITE_FILL)
    pdb.gimp_selection_none(img)

    group = pdb.gimp_layer_group_new(img)
    group.name = "Group"
    pdb.gimp_image_insert_layer(img, group, None, 0)
    copy = pdb.gimp_layer_copy(red, True)
    copy.name = "Copy in group"
    pdb.gimp_image_insert_layer(img, copy, group, 0)
    pdb.gimp_layer_remove_mask(copy, MASK_DISCARD)
    copy.opacity = 50.0
    copy.visible = False

    pdb.gimp_image_set_active_layer(img, back)
    pdb.gimp_image_select_rectangle(img, CHANNEL_OP_REPLACE, 0, 0, 4, 4)
    pdb.gimp_edit_copy(back)
    pdb.gimp_selection_none(img)
    floating = pdb.gimp_edit_paste(red, False)
    pdb.gimp_layer_set_offsets(floating, 1, 1)
    pdb.gimp_floating_sel_anchor(floating)

    channel = pdb.gimp_channel_new(img, width, height, "Mask", 50, (0, 255, 0))
    img.add_channel(channel, 0)
    pdb.gimp_image_select_ellipse(img, CHANNEL_OP_REPLACE, 4, 4, 8, 8)
    saved = pdb.gimp_selection_save(img)
    saved.name = "Saved"
    pdb.gimp_selection_none(img)

    num_layers, layer_ids = pdb.gimp_image_get_layers(img)
    names = [gimp.Item.from_id(one).name for one in layer_ids]
    assert num_layers == len(img.layers) and names == [layer.name for layer in img.layers]
    img.active_layer = back
    assert img.active_layer == back and pdb.gimp_image_get_active_layer(img) is not None
    img.enable_undo()
    return img


def shadow(img, drw, radius):
    """A blurred black copy below the layer, as drop shadows were made."""
    pdb.gimp_context_push()
    img.undo_group_start()
    pdb.gimp_context_set_foreground((0, 0, 0))
    pdb.gimp_selection_layer_alpha(drw)
    position = pdb.gimp_image_get_item_position(img, drw)
    under = gimp.Layer(img, drw.name + " shadow", img.width, img.height, RGBA_IMAGE, 80)
    img.add_layer(under, position + 1)
    pdb.gimp_drawable_fill(under, TRANSPARENT_FILL)
    pdb.gimp_edit_bucket_fill(under, FG_BUCKET_FILL, NORMAL_MODE, 100, 0, False, 0, 0)
    pdb.gimp_selection_none(img)
    pdb.plug_in_gauss(img, under, radius, radius, 0)
    pdb.gimp_layer_translate(under, 2, 2)
    img.undo_group_end()
    pdb.gimp_context_pop()
    gimp.displays_flush()
    return under


def caption(img, drw, text, size):
    layer = pdb.gimp_text_fontname(img, None, 2, 2, text, 0, True, size, PIXELS, "Sans")
    pdb.gimp_layer_set_mode(layer, LAYER_MODE_MULTIPLY)
    width, height, ascent, descent = pdb.gimp_text_get_extents_fontname(text, size, PIXELS, "Sans")
    visible = [one for one in img.layers if one.visible]
    assert len(gimp.image_list()) >= 1 and len(visible) >= 2
    return layer, width


register(
    "build_layers", "Build layers", "Build layers", "A. Tutor", "A. Tutor", "2014",
    "Build _Layers...", "",
    [(PF_INT, "width", "Width", 32), (PF_SPINNER, "height", "Height", 24, (1, 500, 1))],
    [(PF_IMAGE, "image", "Image")],
    build_layers, menu="<Image>/File/Create/Classic",
)  # fmt: skip
register(
    "classic_shadow", "Shadow", "Shadow", "A. Tutor", "A. Tutor", "2014",
    "<Image>/Filters/Classic/_Shadow...", "RGB*",
    [(PF_SLIDER, "radius", "Radius", 6, (1, 100, 1))],
    [(PF_LAYER, "shadow", "Shadow")],
    shadow,
)  # fmt: skip
register(
    "classic_caption", "Caption", "Caption", "A. Tutor", "A. Tutor", "2014",
    "<Image>/Filters/Classic/_Caption...", "*",
    [(PF_STRING, "text", "Text", "Hello"), (PF_FLOAT, "size", "Size", 12.0)],
    [(PF_LAYER, "layer", "Layer"), (PF_INT, "text_width", "Width")],
    caption,
)  # fmt: skip

main()
