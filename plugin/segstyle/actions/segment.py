"""Segment into Channels."""

from actions.live_look import LiveLook
from actions.marks import export_marks
from actions.progress import StatusBar
from actions.reading import export_photo, photo_layer
from actions.runs import keep_core_name, mark_as_of_run, number_of_last_run, remove_run
from actions.writing import add_channel, one_step
from choice import Choice
from conversation import Conversation
from region_names import region_name
from texts import _


def segment(image, drawable, *arguments):
    """Without a dialog: add channels as ``Choice(*arguments)`` says."""
    layer, choice = photo_layer(image, drawable), Choice(*arguments)
    with Conversation() as core:
        segmenters = core.hello()["segmenters"]
        wants = next((one["wants"] for one in segmenters if one["id"] == choice.segmenter), [])
        marks = export_marks(image, layer, core.folder, wants, choice)
        picture = export_photo(layer, core.folder)
        progress = StatusBar(_("Segmenting"))
        core.ask("look", {"picture": picture, "segmenter": choice.segmenter, **marks}, progress)
        _divide(image, layer, core, choice, choice.division, progress)


def segment_with_dialog(image, drawable, *arguments):
    """With a dialog, which starts from ``Choice(*arguments)``; returns what was chosen.

    GTK is loaded while the core starts.
    """
    layer, before = photo_layer(image, drawable), Choice(*arguments)
    with Conversation() as core:
        from dialogs.segment import SegmentDialog
        from dialogs.silence import Silence

        core.when_silent = Silence
        with SegmentDialog(before) as dialog:
            LiveLook(core, image, layer, dialog)
            choice = dialog.choose()
            _divide(image, layer, core, choice, dialog.division, dialog, region_name)
    return choice


def _divide(image, layer, core, choice, division, progress, named=str):
    """Add the channels; a script finds them under the core's own names in every language."""
    asked = {**division, "softness": choice.softness}
    answer = core.ask("segment", asked, progress)["segments"]
    segments = [{**found, "name": named(found["name"]), "core": found["name"]} for found in answer]
    with one_step(image, layer):
        last = number_of_last_run(image)
        for position, found in enumerate(segments):
            add_channel(image, position, found, core.folder, layer.offsets)
            mark_as_of_run(image.channels[position], last + 1)
        if choice.replace:
            remove_run(image, last)
            for channel, found in zip(image.channels, segments, strict=False):
                channel.name = found["name"]
        for channel, found in zip(image.channels, segments, strict=False):
            if channel.name == named(found["core"]):
                keep_core_name(channel, found["core"])
