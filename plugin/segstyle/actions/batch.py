"""Batch: the image's recipe on many photos, aside from GIMP, and how that stands."""

import json
from pathlib import Path

from actions.recipe import needed_recipe, pieces
from actions.runs import core_name
from batch_run import Run, begin
from conversation import Conversation
from gimpfu import gimp
from gimpfu.constants import PARASITE_PERSISTENT
from texts import _

PARASITE = "segstyle-batch"


def batch(image, photos, output, layers, flat, unmatched):
    """Without a dialog: begin a run by the recipe kept in the image."""
    _begin(image, pieces(photos), output, layers, flat, unmatched)


def batch_with_dialog(image, photos, output, layers, flat, unmatched):
    """With a dialog, which starts from the values given; returns what was chosen."""
    from dialogs.batch import ask
    from dialogs.batch_state import BatchState

    given = pieces(photos), output, layers, flat, unmatched
    paths, *options = ask(needed_recipe(image), *given)
    run = _begin(image, paths, *options)
    BatchState(run, options[0]).run()
    return "\n".join(paths), *options


def batch_state(output, stop):
    """Without a dialog: how the run in a folder stands, or the last; has it end if ``stop``.

    Returns its phase, how many photos it has, how many of these are done, skipped and failed, and
    what it was that went wrong, a line for each photo.
    """
    run = _run_in(output or _last_folder())
    if stop:
        run.stop()
    state = run.state()
    troubles = "\n".join(f"{Path(photo).name}: {words}" for photo, words in state.troubles)
    return (*state[:5], troubles or ("" if state.is_under_way else state.last_words))


def batch_state_with_dialog(output, stop):
    """With a window that follows the last run."""
    from dialogs.batch_state import BatchState

    output = _last_folder() or output
    BatchState(_run_in(output), output).run()
    return output, stop


def _begin(image, photos, output, layers, flat, unmatched):
    recipe = _with_core_names(image, needed_recipe(image))
    if not photos:
        raise RuntimeError(_("No photos were given. Give files or folders, one a line."))
    if not output:
        raise RuntimeError(_("No folder for the results was given."))
    if layers == flat == "none":
        raise RuntimeError(_("Nothing would be written. Choose layered files or flat pictures."))
    missing = [photo for photo in photos if not Path(photo).exists()]
    if missing:
        raise RuntimeError(_("There is no file or folder {}.").format(missing[0]))
    with Conversation() as core:
        core.hello()
        if core.is_elsewhere:
            raise RuntimeError(
                _("The core is on another machine, and the photos are here.")
                + " "
                + _("Run “segstyle batch” there, or choose a core on this machine.")
            )
    run = begin(photos, recipe, output, layers, flat, unmatched)
    gimp.attach_new_parasite(PARASITE, PARASITE_PERSISTENT, json.dumps({"output": output}))
    return run


def _with_core_names(image, recipe):
    """The recipe with the core's names of regions, by which it knows them in other photos."""
    names = {channel.name: core_name(channel) for channel in image.channels}
    assignments = [
        {**one, "region": names.get(one["region"], one["region"])} for one in recipe["assignments"]
    ]
    return {**recipe, "assignments": assignments}


def _last_folder():
    try:
        return json.loads(gimp.parasite_text(PARASITE) or "{}").get("output", "")
    except ValueError:
        return ""


def _run_in(output):
    run = Run(output)
    if not output or not run.is_there:
        missing = (
            _("There is no run in {}.").format(output) if output else _("There was no run yet.")
        )
        raise RuntimeError(
            missing + " " + _("Choose Filters ▸ SegStyle ▸ Batch in an image that has a recipe.")
        )
    return run
