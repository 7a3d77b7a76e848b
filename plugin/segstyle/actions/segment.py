"""Segment into Channels."""

from actions.progress import StatusBar
from actions.reading import export_photo, photo_layer
from actions.writing import add_channel, one_step
from conversation import Conversation
from texts import _


def segment(image, drawable, segmenter, count):
    """Without a dialog: add ``count`` channels (0: as many as are found)."""
    layer = photo_layer(image, drawable)
    with Conversation() as core:
        _run(image, layer, core, StatusBar(_("Segmenting")), segmenter, count)


def segment_with_dialog(image, drawable, segmenter, count):
    """With a dialog; returns what was chosen."""
    from dialogs.progress import ProgressWindow
    from dialogs.segment import ask

    layer = photo_layer(image, drawable)
    with Conversation() as core:
        chosen = ask(core.hello["segmenters"], segmenter, count)
        with ProgressWindow(_("Segmenting “{}”").format(layer.name)) as window:
            _run(image, layer, core, window, *chosen)
    return chosen


def _run(image, layer, core, progress, segmenter, count):
    picture = export_photo(layer, core.folder)
    core.ask("look", {"picture": picture, "segmenter": segmenter}, progress)
    segments = core.ask("segment", {"count": count or None}, progress)["segments"]
    left, top = layer.offsets
    with one_step(image, layer):
        for position, found in enumerate(segments):
            x, y, width, height = found["box"]
            box = (x + left, y + top, width, height)
            file = core.folder / found["coverage"]
            add_channel(image, position, found["name"], found["colour"], box, file)
