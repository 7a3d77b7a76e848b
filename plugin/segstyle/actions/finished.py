"""What the core has painted already, as files in a folder, into an image."""

import json
from pathlib import Path

from actions.painting import Painted, add_group_for, add_painted
from actions.reading import photo_layer
from actions.recipe import keep_recipe
from actions.runs import mark_as_of_run, number_of_last_run
from actions.writing import add_channel, one_step
from texts import _

LISTING = "painting.json"


def add_painting(image, drawable, folder):
    """Add the channels, the painted layers and the recipe that ``painting.json`` lists.

    Its ``segments`` are those of the core's answer to ``segment``, its ``layers`` and ``recipe``
    those of its answer to ``style``.
    """
    photo = photo_layer(image, drawable)
    folder = Path(folder)
    listing = _read(folder / LISTING)
    left, top = photo.offsets

    def placed(box):
        x, y, width, height = box
        return x + left, y + top, width, height

    with one_step(image, photo):
        run = number_of_last_run(image) + 1
        for position, one in enumerate(listing["segments"]):
            add_channel(image, position, one, folder, photo.offsets)
            mark_as_of_run(image.channels[position], run)
        group = add_group_for(image, photo)
        for position, one in enumerate(listing["layers"]):
            files = folder / one["pixels"], folder / one["mask"]
            names = one["region"], one["style"], one["name"]
            painted = Painted(*names, placed(one["box"]), *files)
            add_painted(image, group, position, photo, painted, listing["recipe"])
        keep_recipe(image, listing["recipe"])


def _read(file):
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise RuntimeError(_("{} has no painting that can be read.").format(file.parent)) from None
