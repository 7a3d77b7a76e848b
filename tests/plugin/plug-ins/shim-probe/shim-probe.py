#!/usr/bin/env python3
"""Plug-ins written as for GIMP 2.10, to see what the shim makes of them."""

import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[4] / "plugin/segstyle"))

from gimpfu import *


def echo(*values):
    """Every kind of argument back as JSON."""
    return json.dumps([getattr(value, "name", value) for value in values], default=str)


def name_layer(image, layer, name):
    """Rename a layer, and count the layers."""
    layer.name = name
    return len(image.layers), layer


def database(image, _drawable):
    """What pdb answers, and what it says when something is wrong."""
    answers = [
        pdb.gimp_image_get_width(image),
        pdb["gimp-image-get-height"](image),
        [gimp.Item.from_id(one).name for one in pdb.gimp_image_get_layers(image)[1]],
        pdb.gimp_image_get_selected_layers(image)[1][0] == image.layers[0].ID,
    ]
    pdb.gimp_image_set_selected_layers(image, image.layers[:1])
    answers.append(image.active_layer == image.layers[0])
    errors = []
    for wrong in (
        lambda: pdb.gimp_no_such_thing(),
        lambda: pdb.gimp_image_get_width(),
        lambda: pdb.gimp_image_get_width("no image"),
        lambda: pdb.gimp_image_insert_layer(image, image.layers[0], None, 0),
    ):
        try:
            wrong()
        except RuntimeError as error:
            errors.append(str(error))
    return json.dumps([answers, errors])


def refused(_image):
    """What register refuses."""
    words = []
    for arguments in (
        {"params": [(999, "strange", "Strange", None)]},
        {"params": [(PF_INT, "not a name", "Number", 0)]},
        {"params": [(PF_INT, "short")]},
        {"params": [], "proc_name": "not a name"},
        {"params": [], "proc_name": "shim_echo"},
    ):
        given = {"proc_name": "shim_refused_too", **arguments}
        try:
            register(
                given.pop("proc_name"),
                "",
                "",
                "",
                "",
                "",
                "",
                "",
                given.pop("params"),
                [],
                print,
                **given,
            )
        except RuntimeError as refusal:
            words.append(f"{type(refusal).__name__}: {refusal}")
    return json.dumps(words)


def fail(_image, _drawable, how):
    """End in a way of choice."""
    if how == "words":
        raise RuntimeError("in plain words")
    if how == "cancel":
        raise CancelledError
    if how == "bug":
        return 1 / 0
    return "no such number"


def many(image, *_rest):
    """Takes the image alone, however many layers are selected."""
    return len(image.layers)


WHERE = [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "Drawable", None)]
BY = ("SegStyle", "SegStyle", "2026")

register(
    "shim_echo",
    "Echo",
    "",
    *BY,
    "_Echo…",
    "RGB*",
    [
        *WHERE,
        (PF_INT, "whole", "Whole", 7),
        (PF_FLOAT, "real", "Real", 0.5),
        (PF_STRING, "some_text", "Text", "hello"),
        (PF_TOGGLE, "yes", "Yes", True),
        (PF_SLIDER, "slide", "Slide", 3, (0, 10, 1)),
        (PF_OPTION, "option", "Option", 1, ("first", "second")),
        (PF_RADIO, "radio", "Radio", "b", (("Letter a", "a"), ("Letter b", "b"))),
        (PF_FILE, "file", "File", "/etc/hostname"),
        (PF_LAYER, "other", "Other", None),
    ],
    [(PF_STRING, "json", "JSON")],
    echo,
    menu="<Image>/Filters/Shim",
)
register(
    "name_layer",
    "Name",
    "",
    *BY,
    "_Name",
    "*",
    [WHERE[0], (PF_LAYER, "layer", "Layer", None), (PF_STRING, "name", "Name", "x")],
    [(PF_INT, "count", "Count"), (PF_LAYER, "same", "Same")],
    name_layer,
)
register(
    "python-fu-shim-database",
    "Database",
    "",
    *BY,
    "_Database",
    "*",
    WHERE,
    [(PF_STRING, "json", "JSON")],
    database,
)
register(
    "shim_refused",
    "Refused",
    "",
    *BY,
    "_Refused",
    "*",
    WHERE[:1],
    [(PF_STRING, "json", "JSON")],
    refused,
)
register(
    "shim_fail",
    "Fail",
    "",
    *BY,
    "_Fail",
    "*",
    [*WHERE, (PF_STRING, "how", "How", "words")],
    [(PF_INT, "number", "Number")],
    fail,
)
register("shim_many", "Many", "", *BY, "_Many", "*", WHERE[:1], [(PF_INT, "n", "N")], many)
main()
