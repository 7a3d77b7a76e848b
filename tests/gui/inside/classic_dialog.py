"""A user's way through the dialog that gimpfu makes of every kind of parameter."""

import json
import os
import sys
from pathlib import Path

from desktop import Desktop

TITLE = "^Every Kind$"

RENAME = """
kept = image.get_parasite("classic-dialog")
image.get_layers()[0].set_name(bytes(kept.get_data()).decode() if kept else "nothing")
"""


def said(desk):
    """What the plug-in got; None while it has not run."""
    (name,) = desk.do(RENAME)["layers"]
    return None if name == "nothing" else json.loads(name)


def main(profile, photo, shots):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir()
    with Desktop(profile, photo, shots) as desk:
        desk.menu("Every Kind")
        desk.window(TITLE, 120)
        desk.shot("classic-dialog")
        desk.keys("Escape")
        desk.no_window(TITLE, 60)
        assert said(desk) is None, "a cancelled dialog ran the plug-in"
        desk.menu("Every Kind")
        desk.window(TITLE, 120)
        desk.keys("alt+o")
        desk.no_window(TITLE, 60)
        desk.wait_for(lambda _state: said(desk), 60, "the plug-in did not run")
        values = said(desk)
        assert values[:7] == [8, 16, 32, 5, 1.5, "text", "value"], values
        assert values[8:10] == [[255, 128, 0], [0, 128, 255]], values
        assert values[10:17] == [True, False, 25, 0.5, 3, "b", 2], values
        assert all(isinstance(name, str) and name for name in values[17:22]), values
        assert values[22:25] == ["/etc/hostname", "/etc/passwd", "/etc"], values


main(*sys.argv[1:])
