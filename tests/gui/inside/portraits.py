"""Pictures of windows: follows a list of steps, each the name of a step and what it needs."""

import json
import os
import sys
import time
from pathlib import Path

from desktop import Desktop
from leftovers import seconds_of

LONG = 600

EDIT = """
layer = image.get_layers()[0].get_children()[0]
layer.fill(Gimp.FillType.WHITE)
"""


class Photographer:
    """Knows the steps; most are those of the desktop."""

    def __init__(self, desk):
        self._desk = desk

    def follow(self, steps):
        for name, *given in steps:
            print(name, *given, flush=True)
            (getattr(self, name, None) or getattr(self._desk, name))(*given)

    def open(self, name, title):
        """Have a procedure show its dialog."""
        self._desk.point_away()
        self._desk.open(name)
        self.window(title)

    def paint(self):
        """Paint two regions, small and quickly."""
        regions = self._desk.state()["channels"][:2]
        assignments = [{"region": region, "style": "oil-swirls"} for region in regions]
        self._desk.keep_recipe(assignments, size=128, steps=10)
        self._desk.call("style")

    def edit(self):
        """Work on the topmost painted layer, as a user may."""
        self._desk.do(EDIT)

    def keep_recipe(self, *assignments):
        """Have the image carry a recipe of these assignments."""
        self._desk.keep_recipe(assignments)

    def window(self, title):
        self._desk.window(title, LONG)

    def close(self, title):
        """Press Escape in a window until it is gone."""
        while self._desk.is_open(title):
            self._desk.window(title)
            self._desk.keys("Escape")
            time.sleep(1)

    def tell(self):
        """Print what the image holds."""
        print(self._desk.state(), flush=True)

    def settled(self):
        """Wait until the core has nothing to do."""
        before = -1.0
        while (now := seconds_of(b"segstyle_core")) != before:
            before = now
            time.sleep(5)

    def rest(self, seconds):
        time.sleep(seconds)

    def preview(self):
        """Wait until the core has divided the photo."""
        self.made("preview.u8")

    def live(self):
        """Wait until the core shows what it has painted so far."""
        self.made("live-1.rgb")

    def channels(self):
        self._desk.wait_for(lambda state: state["channels"], LONG, "no channels")

    def painted(self):
        self._desk.wait_for(lambda state: state["painted"], LONG, "nothing was painted")

    def made(self, name):
        """Wait until there is such a file in the private folder."""
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
