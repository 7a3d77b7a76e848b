"""Pictures of windows: follows a list of steps, each the name of a step and what it needs."""

import json
import os
import sys
import time
from pathlib import Path

from desktop import Desktop
from leftovers import seconds_of

LONG = 600

OPEN = """
procedure = Gimp.get_pdb().lookup_procedure({name!r})
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.INTERACTIVE)
if config.find_property("image"):
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers()[-1:])
procedure.run(config)
"""
PAINT = """
procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-style")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", image.get_layers())
import json
assignments = [dict(region=channel.get_name(), style="oil-swirls")
               for channel in image.get_channels()[:2]]
recipe = json.dumps(dict(version=1, assignments=assignments, size=128, steps=10))
image.attach_parasite(Gimp.Parasite.new("segstyle-recipe", 1, recipe.encode()))
procedure.run(config)
"""
KEEP_RECIPE = """
recipe = {recipe!r}
image.attach_parasite(Gimp.Parasite.new("segstyle-recipe", 1, recipe.encode()))
"""
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
        """Have a procedure show its dialog; typing a menu's label wants letters of ASCII."""
        self._desk.begin(OPEN.format(name=f"python-fu-segstyle-{name}"))
        self.window(title)

    def paint(self):
        """Paint two regions, small and quickly."""
        self._desk.do(PAINT, LONG)

    def edit(self):
        """Work on the topmost painted layer, as a user may."""
        self._desk.do(EDIT)

    def keep_recipe(self, *assignments):
        """Have the image carry a recipe of these assignments."""
        recipe = json.dumps({"version": 1, "assignments": assignments})
        self._desk.do(KEEP_RECIPE.format(recipe=recipe), LONG)

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
