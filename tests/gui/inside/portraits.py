"""Pictures of windows: follows a list of steps, each the name of a step and what it needs."""

import json
import os
import sys
import time
from pathlib import Path

from desktop import Desktop

LONG = 240


class Photographer:
    """Knows the steps; most are those of the desktop."""

    def __init__(self, desk):
        self._desk = desk

    def follow(self, steps):
        for name, *given in steps:
            print(name, *given, flush=True)
            (getattr(self, name, None) or getattr(self._desk, name))(*given)

    def window(self, title):
        self._desk.window(title, LONG)

    def tell(self):
        """Print what the image holds."""
        print(self._desk.state(), flush=True)

    def rest(self, seconds):
        time.sleep(seconds)

    def preview(self):
        """Wait until the core has divided the photo."""
        self._file("preview.u8")

    def live(self):
        """Wait until the core shows what it has painted so far."""
        self._file("live-1.rgb")

    def channels(self):
        self._desk.wait_for(lambda state: state["channels"], LONG, "no channels")

    def painted(self):
        self._desk.wait_for(lambda state: state["painted"], LONG, "nothing was painted")

    def _file(self, name):
        end = time.monotonic() + LONG
        while not list(Path(os.environ["TMPDIR"]).glob(f"segstyle-*/{name}")):
            assert time.monotonic() < end, f"no {name}"
            time.sleep(0.2)
        time.sleep(1)


def main(profile, photo, folder, steps):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir(exist_ok=True)
    with Desktop(profile, photo, folder) as desk:
        Photographer(desk).follow(json.loads(steps))


main(*sys.argv[1:])
