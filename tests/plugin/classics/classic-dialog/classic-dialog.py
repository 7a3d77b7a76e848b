#!/usr/bin/env python
# Every kind of parameter, and what comes of it.

import json

from gimpfu import *


def every_kind(img, drw, *values):
    said = []
    for value in values:
        if isinstance(value, gimpcolor.RGB):
            said.append(list(value[0:3]))
        elif value is None or isinstance(value, (bool, int, float, str)):
            said.append(value)
        else:
            said.append(getattr(value, "name", type(value).__name__))
    text = json.dumps(said)
    img.attach_new_parasite("classic-dialog", 0, text)
    return text


register(
    "classic-dialog",
    "Every kind of parameter",
    "Shows what each kind of parameter gives",
    "A. Tutor",
    "A. Tutor",
    "2016",
    N_("_Every Kind..."),
    "*",
    [
        (PF_IMAGE, "image", "Input image", None),
        (PF_DRAWABLE, "drawable", "Input drawable", None),
        (PF_INT8, "int8", "INT8:", 8),
        (PF_INT16, "int16", "INT16:", 16),
        (PF_INT32, "int32", "INT32:", 32),
        (PF_INT, "int", "INT:", 5),
        (PF_FLOAT, "float", "FLOAT:", 1.5),
        (PF_STRING, "string", "STRING:", "text"),
        (PF_VALUE, "value", "VALUE:", "value"),
        (PF_TEXT, "text", "TEXT:", "several\nlines"),
        (PF_COLOR, "color", "COLOR:", (255, 128, 0)),
        (PF_COLOUR, "colour", "COLOUR:", "#0080ff"),
        (PF_TOGGLE, "toggle", "TOGGLE:", True),
        (PF_BOOL, "bool", "BOOL:", False),
        (PF_SLIDER, "slider", "SLIDER:", 25, (0, 100, 5)),
        (PF_SPINNER, "spinner", "SPINNER:", 0.5, (0, 1, 0.1)),
        (PF_ADJUSTMENT, "adjustment", "ADJUSTMENT:", 3, (0, 10, 1)),
        (PF_RADIO, "radio", "RADIO:", "b", (("First", "a"), ("Second", "b"))),
        (PF_OPTION, "option", "OPTION:", 2, ("zero", "one", "two")),
        (PF_FONT, "font", "FONT:", "Sans-serif"),
        (PF_BRUSH, "brush", "BRUSH:", "2. Hardness 075"),
        (PF_PATTERN, "pattern", "PATTERN:", "Pine"),
        (PF_GRADIENT, "gradient", "GRADIENT:", "FG to Transparent"),
        (PF_PALETTE, "palette", "PALETTE:", "Default"),
        (PF_FILE, "file", "FILE:", "/etc/hostname"),
        (PF_FILENAME, "filename", "FILENAME:", "/etc/passwd"),
        (PF_DIRNAME, "dirname", "DIRNAME:", "/etc"),
        (PF_IMAGE, "other_image", "IMAGE:", None),
        (PF_LAYER, "layer", "LAYER:", None),
        (PF_CHANNEL, "channel", "CHANNEL:", None),
        (PF_DRAWABLE, "other_drawable", "DRAWABLE:", None),
        (PF_VECTORS, "vectors", "VECTORS:", None),
        (PF_ITEM, "item", "ITEM:", None),
        (PF_DISPLAY, "display", "DISPLAY:", None),
    ],
    [(PF_STRING, "json", "JSON")],
    every_kind,
    menu="<Image>/Filters/Classic",
)

main()
