"""Which channels came of which run: a parasite on each has the run's number."""

from gimpfu.constants import PARASITE_PERSISTENT, PARASITE_UNDOABLE

PARASITE = "segstyle-run"


def number_of_last_run(image):
    """The largest number of a run of which there are channels; 0 for none."""
    return max((_run_of(channel) for channel in image.channels), default=0)


def mark_as_of_run(channel, number):
    """Let it be known later that the channel came of this run."""
    channel.attach_new_parasite(PARASITE, PARASITE_PERSISTENT | PARASITE_UNDOABLE, str(number))


def remove_run(image, number):
    """Remove the channels of a run, those that the user has painted in among them."""
    for channel in image.channels if number else ():
        if _run_of(channel) == number:
            image.remove_channel(channel)


def _run_of(channel):
    kept = channel.parasite_text(PARASITE) or ""
    return int(kept) if kept.isdigit() else 0
