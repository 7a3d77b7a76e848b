"""What channels know of where they came from: of which run, and what the core had called them."""

from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE
from region_names import region_name

PARASITE, NAME = "segstyle-run", "segstyle-name"


def number_of_last_run(image):
    """The largest number of a run of which there are channels; 0 for none."""
    return max((_run_of(channel) for channel in image.channels), default=0)


def mark_as_of_run(channel, number):
    """Let it be known later that the channel came of this run."""
    channel.attach_new_parasite(PARASITE, PARASITE_PERSISTENT | PARASITE_UNDOABLE, str(number))


def keep_core_name(channel, name):
    """Let the core's name be known of a channel that was given it in the user's language."""
    if channel.name != name:
        channel.attach_new_parasite(NAME, PARASITE_PERSISTENT | PARASITE_UNDOABLE, name)


def core_name(channel):
    """What the core calls a channel: its own name, if it is not that in the user's language."""
    name = channel.parasite_text(NAME) or ""
    return name if channel.name == region_name(name) else channel.name


def remove_run(image, number):
    """Remove the channels of a run, those that the user has painted in among them."""
    for channel in image.channels if number else ():
        if _run_of(channel) == number:
            image.remove_channel(channel)


def _run_of(channel):
    kept = channel.parasite_text(PARASITE) or ""
    return int(kept) if kept.isdigit() else 0
