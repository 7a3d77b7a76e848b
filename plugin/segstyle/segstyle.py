#!/usr/bin/env python3
"""SegStyle's entries in GIMP's menu. All else is imported when one of them is used."""

from choice import COLOURS, METHODS, QUALITIES
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

MENU = "<Image>/Filters/SegStyle"
WHERE = [(PF_IMAGE, "image", "Image", None), (PF_DRAWABLE, "drawable", "The photo's layer", None)]
BY = ("The SegStyle contributors", "The SegStyle contributors, MIT licence", "2026")


def segment(*arguments):
    """Segment into Channels, from a script."""
    from actions.segment import segment

    return segment(*arguments)


def segment_with_dialog(*arguments):
    """Segment into Channels, from the menu."""
    from actions.segment import segment_with_dialog

    return segment_with_dialog(*arguments)


def style(*arguments):
    """Style Channels, from a script."""
    from actions.style import style

    return style(*arguments)


def style_with_dialog(*arguments):
    """Style Channels, from the menu."""
    from actions.style import style_with_dialog

    return style_with_dialog(*arguments)


def diagnose(*arguments):
    """Settings and Diagnosis, from a script."""
    from actions.diagnosis import diagnose

    return diagnose(*arguments)


def diagnose_with_dialog(*arguments):
    """Settings and Diagnosis, from the menu."""
    from actions.diagnosis import diagnose_with_dialog

    return diagnose_with_dialog(*arguments)


register(
    "python-fu-segstyle-segment",
    _("Divide a photo into named channels: sky, house, grass …"),
    _("Finds the regions of the selected layer and adds a channel for each."),
    *BY,
    _("_Segment into Channels…"),
    "*",
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
    segment,
    menu=MENU,
    dialog=segment_with_dialog,
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
    "*",
    [
        *WHERE,
        (PF_STRING, "assignments", _("CHANNEL=STYLE, one a line or between semicolons"), ""),
        (PF_STRING, "strengths", _("CHANNEL=NUMBER where a style's strength is not 1"), ""),
        (PF_RADIO, "quality", _("How long you are willing to wait"), "balanced", QUALITIES),
        (PF_SPINNER, "minutes", _("Paint at most so long; 0 sets no limit"), 0, (0, 1440, 1)),
        (PF_INT, "size", _("Longest side to paint at, in pixels; 0 follows the quality"), 0),
        (PF_RADIO, "method", _("How the regions are painted together"), "independent", METHODS),
        (PF_SPINNER, "style_scale", _("How large the strokes are"), 1, (0.1, 10, 0.1)),
        (PF_RADIO, "colours", _("Whose colours"), "style", COLOURS),
        (PF_SPINNER, "content", _("How much the photo's shapes count"), 1, (0, 100, 0.1)),
        (PF_SPINNER, "margin", _("Layers' reach beyond their masks"), 0.02, (0, 0.5, 0.01)),
        (PF_INT, "seed", _("Seed of everything random"), 0),
    ],
    [],
    style,
    menu=MENU,
    dialog=style_with_dialog,
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
    diagnose,
    menu=MENU,
    dialog=diagnose_with_dialog,
)

main()
