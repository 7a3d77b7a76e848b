"""The module that GIMP 2.10 called ``gimp``."""

from .bindings import Gimp
from .items import Channel, GroupLayer, Image, Item, Layer
from .pixels import PICTURE, coverage_format, read, write

__all__ = [
    "PICTURE",
    "Channel",
    "GroupLayer",
    "Image",
    "Item",
    "Layer",
    "attach_new_parasite",
    "coverage_format",
    "displays_flush",
    "message",
    "parasite_find",
    "progress_init",
    "progress_text",
    "progress_update",
    "read",
    "version",
    "write",
]


def version():
    """GIMP's version, such as "3.0.4"."""
    return Gimp.version()


def progress_init(text):
    """Show a progress bar with ``text``; True when GIMP took it."""
    return Gimp.progress_init(text)


def progress_text(text):
    """Change the text at the progress bar."""
    return Gimp.progress_set_text(text)


def progress_update(fraction):
    """Show how much is done, 0..1."""
    return Gimp.progress_update(fraction)


def message(text):
    """Tell the user something."""
    return Gimp.message(text)


def displays_flush():
    """Show what has changed."""
    return Gimp.displays_flush()


def attach_new_parasite(name, flags, data):
    """Keep ``data``, an ASCII string, in GIMP itself; with PARASITE_PERSISTENT for ever."""
    return Gimp.attach_parasite(Gimp.Parasite.new(name, flags, data.encode("ascii")))


def parasite_find(name):
    """What GIMP itself keeps under ``name``, as a string; None when there is nothing."""
    parasite = Gimp.get_parasite(name)
    return None if parasite is None else bytes(parasite.get_data()).decode("ascii")
