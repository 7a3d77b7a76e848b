"""The lab: what a network sees in a picture, in a new image of its own."""

import math

from actions.progress import StatusBar
from actions.reading import export_photo, photo_layer
from conversation import Conversation
from gimpfu import gimp
from gimpfu.constants import RGB, RGB_IMAGE
from texts import _

PIXELS = "R'G'B' u8"
GAP = 12

LAYERS = (_("_Layers:"), "conv1_1, conv4_2")
SETS = (LAYERS[0], "conv1_1, conv1_1+conv2_1")
LAYER = (_("_Layer:"), "conv4_2")
SIDE = (_("Longest si_de, pixels:"), 32, 2048)
STEPS = (_("S_teps at most:"), 1, 10_000)
SEED = (_("S_eed:"), 0, 2**31 - 1)
ROWS = {
    "content": (LAYERS, SIDE, STEPS, SEED),
    "style": (SETS, SIDE, STEPS, SEED),
    "features": (LAYER, (_("_Maps, the strongest; 0 for all:"), 0, 512), SIDE),
    "saliency": (
        LAYER,
        (_("C_hannel; −1 for the strongest:"), -1, 511),
        (_("Or a class of _ImageNet:"), "tabby"),
        SIDE,
    ),
}
TITLES = {
    "content": _("Content by Layers"),
    "style": _("Texture by Layers"),
    "features": _("Feature Maps"),
    "saliency": _("Saliency"),
}


def look(what, image, drawable, *values):
    """Without a dialog: answer a question of the lab; returns the new image."""
    layer = photo_layer(image, drawable)
    return _answered(layer, what, values, StatusBar(TITLES[what]))


def look_with_dialog(what, image, drawable, *values):
    """With a dialog, which starts from the values given; returns what was chosen."""
    from dialogs.lab import ask
    from dialogs.progress import ProgressWindow

    layer = photo_layer(image, drawable)
    chosen = ask(TITLES[what], ROWS[what], values)
    with ProgressWindow(TITLES[what]) as window:
        made = _answered(layer, what, chosen, window)
    gimp.Display(made)
    return chosen


def _answered(layer, what, values, progress):
    with Conversation() as core:
        core.hello()
        picture = export_photo(layer, core.folder)
        asked = {"what": what, **QUESTIONS[what](*values)}
        answer = core.ask("inspect", {"picture": picture, "question": asked}, progress)
        return _new_image(answer["pictures"], core.folder)


def _rebuilding(layers, size, steps, seed):
    return {"layers": _names(layers), "size": size, "steps": steps, "seed": seed}


def _features(layers, top, size):
    return {"layers": _names(layers), "top": top or None, "size": size}


def _saliency(layers, channel, category, size):
    return {
        "layers": _names(layers),
        "channel": None if channel < 0 else channel,
        "category": category.strip() or None,
        "size": size,
    }


QUESTIONS = {
    "content": _rebuilding,
    "style": _rebuilding,
    "features": _features,
    "saliency": _saliency,
}
"""The protocol's question, from a procedure's arguments."""


def _names(text):
    return [name.strip() for name in text.replace(";", ",").split(",") if name.strip()]


def _new_image(pictures, folder):
    """An image with a layer for each picture, side by side, named by what it is."""
    places, width, height = _side_by_side([(one["width"], one["height"]) for one in pictures])
    image = gimp.Image(width, height, RGB)
    image.disable_undo()
    for one, (x, y) in zip(pictures, places, strict=True):
        layer = gimp.Layer(image, one["name"], one["width"], one["height"], RGB_IMAGE)
        image.insert_layer(layer, None, len(image.layers))
        layer.set_offsets(x, y)
        data = (folder / one["pixels"]).read_bytes()
        gimp.write(layer, 0, 0, one["width"], one["height"], PIXELS, data)
    image.enable_undo()
    return image


def _side_by_side(sizes):
    """Where pictures go, row after row, and the width and height of all."""
    most = max(width for width, _height in sizes)
    columns = math.ceil(math.sqrt(len(sizes)))
    room = max(most, columns * sizes[0][0] + (columns - 1) * GAP)
    places, x, y, below = [], 0, 0, 0
    for width, height in sizes:
        if x and x + width > room:
            x, y = 0, below + GAP
        places.append((x, y))
        x, below = x + width + GAP, max(below, y + height)
    right = max(x + width for (x, _y), (width, _height) in zip(places, sizes, strict=True))
    return places, right, below
