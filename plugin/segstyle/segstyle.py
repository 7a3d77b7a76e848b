#!/usr/bin/env python3
"""SegStyle's entries in GIMP's menu. All else is imported when one of them is used."""

from functools import partial
from importlib import import_module

from choice import COLOURS, EDITED, FLAT, LAYERED, METHODS, PRESETS, QUALITIES, UNMATCHED
from gimpfu import (
    PF_DRAWABLE,
    PF_IMAGE,
    PF_INT,
    PF_RADIO,
    PF_SPINNER,
    PF_STRING,
    PF_TOGGLE,
    main,
    register,
)
from texts import _

COLOUR_OR_GRAY = "RGB*, GRAY*"
MENU = "<Image>/Filters/SegStyle"
WAYS = (*METHODS, *PRESETS)
WHERE = [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "The photo's layer", None)]
BY = ("The SegStyle contributors", "The SegStyle contributors, MIT licence", "2026")

STRENGTHS = (PF_STRING, "strengths", _("CHANNEL=NUMBER where a style's strength is not 1"), "")
QUALITY = (PF_RADIO, "quality", _("How long you are willing to wait"), "balanced", QUALITIES)
SIZE = (PF_INT, "size", _("Longest side to paint at, in pixels; 0 follows the quality"), 0)
SEED = (PF_INT, "seed", _("Seed of everything random"), 0)


def action(module, name):
    """A function of an action, imported when it is called."""

    def call(*arguments):
        return getattr(import_module(f"actions.{module}"), name)(*arguments)

    return call


register(
    "python-fu-segstyle-segment",
    _("Divide a photo into named channels: sky, house, grass …"),
    _("Finds the regions of the selected layer and adds a channel for each."),
    *BY,
    _("_Segment into Channels…"),
    COLOUR_OR_GRAY,
    [
        *WHERE,
        (PF_STRING, "segmenter", _("Way of segmenting, such as auto, clusters, grabcut"), "auto"),
        (PF_INT, "count", _("Number of regions; 0 for as many as are found"), 5),
        (PF_TOGGLE, "inside_selection", _("Heed the selection, if there is one"), True),
        (PF_STRING, "foreground", _("Layer or channel with strokes on what is wanted"), ""),
        (PF_STRING, "background", _("Layer or channel with strokes beside it"), ""),
        (PF_STRING, "channels", _("Channels to start from, one a line or between semicolons"), ""),
        (PF_SPINNER, "softness", _("Softness of the edges, 0 is hard"), 0.75, (0, 1, 0.05)),
        (PF_SPINNER, "smallest", _("Least share of the picture of a region"), 0, (0, 0.5, 0.01)),
        (PF_TOGGLE, "replace", _("Replace the channels of the last run"), False),
    ],
    [],
    action("segment", "segment"),
    menu=MENU,
    dialog=action("segment", "segment_with_dialog"),
)

register(
    "python-fu-segstyle-style",
    _("Paint the regions of a photo in styles of your choice"),
    _(
        "Paints each channel that is given a style, and adds the results as a group of layers "
        "with masks above the photo. Without assignments the recipe kept in the image is used."
    ),
    *BY,
    _("St_yle Channels…"),
    COLOUR_OR_GRAY,
    [
        *WHERE,
        (PF_STRING, "assignments", _("CHANNEL=STYLE, one a line or between semicolons"), ""),
        STRENGTHS,
        QUALITY,
        (PF_SPINNER, "minutes", _("Paint at most so long; 0 sets no limit"), 0, (0, 1440, 1)),
        SIZE,
        (PF_RADIO, "method", _("How the regions are painted together"), "independent", WAYS),
        (PF_SPINNER, "style_scale", _("How large the strokes are"), 1, (0.1, 10, 0.1)),
        (PF_RADIO, "colours", _("Whose colours"), "style", COLOURS),
        (PF_SPINNER, "content", _("How much the photo's shapes count"), 1, (0, 100, 0.1)),
        (PF_SPINNER, "margin", _("Layers' reach beyond their masks"), 0.02, (0, 0.5, 0.01)),
        SEED,
    ],
    [],
    action("style", "style"),
    menu=MENU,
    dialog=action("style", "style_with_dialog"),
)

register(
    "python-fu-segstyle-restyle",
    _("Paint anew what has changed, in its place"),
    _(
        "Paints the regions of which style, strength or channel have changed since they were "
        "painted, and puts each in its layer's place. Masks that were edited by hand are kept."
    ),
    *BY,
    _("_Restyle…"),
    COLOUR_OR_GRAY,
    [
        *WHERE,
        (PF_STRING, "assignments", _("CHANNEL=STYLE that change, one a line or as before"), ""),
        STRENGTHS,
        (PF_STRING, "regions", _("What to paint anew; empty for all that has changed"), ""),
        (PF_RADIO, "edited", _("What becomes of layers edited by hand"), "keep-both", EDITED),
    ],
    [],
    action("restyle", "restyle"),
    menu=MENU,
    dialog=action("restyle", "restyle_with_dialog"),
)

register(
    "python-fu-segstyle-style-selection",
    _("Paint what is selected in one style"),
    _(
        "Paints the selected part of the layer, or all of it, and adds the result as a layer with "
        "a mask above the photo. No channel is needed."
    ),
    *BY,
    _("Style Se_lection…"),
    COLOUR_OR_GRAY,
    [
        *WHERE,
        (PF_STRING, "style", _("A style's name in the gallery, or a picture's path"), ""),
        (PF_SPINNER, "strength", _("How much the style counts"), 1, (0.05, 4, 0.05)),
        QUALITY,
        SIZE,
        SEED,
    ],
    [],
    action("style_selection", "style_selection"),
    menu=MENU,
    dialog=action("style_selection", "style_selection_with_dialog"),
)

register(
    "python-fu-segstyle-copy-recipe",
    _("Take this image's recipe along to another one"),
    _("Has GIMP keep which styles the image's channels have, for Paste Recipe."),
    *BY,
    _("_Copy Recipe"),
    "*",
    [WHERE[0]],
    [],
    action("carrying", "copy_recipe"),
    menu=MENU,
)

register(
    "python-fu-segstyle-paste-recipe",
    _("Give this image the recipe that was copied from another one"),
    _(
        "Gives the channels the styles that channels of the same names had in the other image. "
        "Style Channels then paints by it."
    ),
    *BY,
    _("_Paste Recipe"),
    "*",
    [WHERE[0]],
    [
        (PF_STRING, "taken", _("The regions that this image has, one a line")),
        (PF_STRING, "missing", _("The regions that it does not have, one a line")),
    ],
    action("carrying", "paste_recipe"),
    menu=MENU,
    dialog=action("carrying", "paste_recipe_and_tell"),
)

LAYERS = (PF_STRING, "layers", _("Layers such as conv1_1, conv4_2; empty for the usual"), "")
SIDE = (PF_INT, "size", _("Longest side at which the picture is looked at, in pixels"), 256)
STEPS = (PF_INT, "steps", _("Evaluations of the loss for each picture, at most"), 150)

for what, label, blurb, help_text, given in (
    (
        "content",
        _("_Content by Layers…"),
        _("What each layer of the network keeps of the picture"),
        _("Rebuilds the layer from noise by each of the network's layers alone."),
        [LAYERS, SIDE, STEPS, SEED],
    ),
    (
        "style",
        _("_Texture by Layers…"),
        _("The picture's texture by more and more layers of the network"),
        _("Makes textures from noise by sets of layers, such as conv1_1+conv2_1."),
        [LAYERS, SIDE, STEPS, SEED],
    ),
    (
        "features",
        _("_Feature Maps…"),
        _("What each channel of a layer of the network sees in the picture"),
        _("Shows the activations of all channels, or of the strongest, each with its number."),
        [LAYERS, (PF_INT, "top", _("The strongest so many maps; 0 for all"), 0), SIDE],
    ),
    (
        "saliency",
        _("_Saliency…"),
        _("Which pixels a channel of the network, or a class, depends on"),
        _("Shows the gradient, guided backpropagation and Grad-CAM, over the picture and alone."),
        [
            LAYERS,
            (PF_INT, "channel", _("Channel of the layer; -1 for the strongest"), -1),
            (PF_STRING, "category", _("A class of ImageNet instead, by name or number"), ""),
            SIDE,
        ],
    ),
):
    register(
        f"python-fu-segstyle-lab-{what}",
        blurb,
        f"{help_text} " + _("The result is a new image."),
        *BY,
        label,
        COLOUR_OR_GRAY,
        [*WHERE, *given],
        [(PF_IMAGE, "result", _("The new image"))],
        partial(action("lab", "look"), what),
        menu=f"{MENU}/Lab",
        dialog=partial(action("lab", "look_with_dialog"), what),
    )

register(
    "python-fu-segstyle-batch",
    _("Paint many photos by this image's recipe"),
    _(
        "Begins a run over photos, which goes on in the background, also when GIMP is closed. "
        "Each photo is divided into regions, and those of which the image's recipe has the names "
        "are painted."
    ),
    *BY,
    _("_Batch…"),
    "*",
    [
        WHERE[0],
        (PF_STRING, "photos", _("Files and folders, one a line or between semicolons"), ""),
        (PF_STRING, "output", _("Folder for the results"), ""),
        (PF_RADIO, "layers", _("Layered files"), "ora", LAYERED),
        (PF_RADIO, "flat", _("Flat pictures"), "same", FLAT),
        (
            PF_RADIO,
            "unmatched",
            _("Regions a photo does not have"),
            "skip",
            UNMATCHED,
        ),
    ],
    [],
    action("batch", "batch"),
    menu=MENU,
    dialog=action("batch", "batch_with_dialog"),
)

register(
    "python-fu-segstyle-batch-state",
    _("How the last run over many photos stands"),
    _("Tells how many photos of a run are done, and can end it. What is done stays."),
    *BY,
    _("Batch S_tate…"),
    "",
    [
        (PF_STRING, "output", _("Folder for the results; none for the last run's"), ""),
        (PF_TOGGLE, "stop", _("End the run"), False),
    ],
    [
        (PF_STRING, "phase", _("starting, running, done, stopped or broken")),
        (PF_INT, "photos", _("How many photos there are")),
        (PF_INT, "done", _("How many are painted")),
        (PF_INT, "skipped", _("How many have none of the recipe's regions")),
        (PF_INT, "failed", _("How many failed")),
        (PF_STRING, "troubles", _("What went wrong, a line for each photo")),
    ],
    action("batch", "batch_state"),
    menu=MENU,
    dialog=action("batch", "batch_state_with_dialog"),
)

register(
    "python-fu-segstyle-diagnose",
    _("Where SegStyle's core is, what it has, and what it runs on"),
    _("Gives a report to paste when asking for help, with nothing private in it."),
    *BY,
    _("Settings and _Diagnosis…"),
    "",
    [(PF_STRING, "file", _("File to write the report to as well; may be empty"), "")],
    [(PF_STRING, "report", _("The report"))],
    action("diagnosis", "diagnose"),
    menu=MENU,
    dialog=action("diagnosis", "diagnose_with_dialog"),
)

register(
    "python-fu-segstyle-add-painting",
    _("Add what was painted outside of GIMP"),
    _(
        "Adds the channels, the painted layers and the recipe that lie as files in a folder, where "
        "segstyle batch has put them."
    ),
    *BY,
    _("Add Painting"),
    COLOUR_OR_GRAY,
    [*WHERE, (PF_STRING, "folder", _("Folder with painting.json in it"), "")],
    [],
    action("finished", "add_painting"),
)

main()
