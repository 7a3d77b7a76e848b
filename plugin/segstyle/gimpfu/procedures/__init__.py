"""Procedures of GIMP 2.10 that are put together from what GIMP 3 has.

Each function has 2.10's arguments and results; its name is the procedure's.
"""

from importlib import import_module

ROOMS = (
    "arts",
    "blurs",
    "colours",
    "edges",
    "filling",
    "handlers",
    "images",
    "lists",
    "loading",
    "maps",
    "noise",
    "pixels",
    "profiles",
    "propagating",
    "rendering",
    "resources",
    "saving",
    "selecting",
    "strokes",
    "tones",
    "transforming",
    "warps",
)

OURS = {
    name: own
    for room in ROOMS
    for name, own in import_module(f"{__name__}.{room}").PROCEDURES.items()
}
"""By 2.10's name."""
