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
    "coverage_format",
    "displays_flush",
    "message",
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
