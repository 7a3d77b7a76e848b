"""A run over many photos is begun; GIMP ends before it does."""

import json
import os

from gi.repository import Gimp, Gio
from scene import add_channel, call, results

STYLE_ID = os.environ["SEGSTYLE_TEST_STYLES"].split(",")[0]
BATCH, STATE = "python-fu-segstyle-batch", "python-fu-segstyle-batch-state"


def keep_recipe(image, assignments):
    recipe = {"version": 1, "assignments": assignments, "quality": "quick", "size": 64}
    attach(image, "segstyle-recipe", json.dumps(recipe))


def attach(item, name, text):
    item.attach_parasite(Gimp.Parasite.new(name, Gimp.PARASITE_PERSISTENT, text.encode()))


def test_begun(image):
    given = {
        "photos": os.environ["SEGSTYLE_TEST_PHOTOS"],
        "output": os.environ["SEGSTYLE_TEST_OUT"],
        "layers": "ora",
        "flat": "png",
        "unmatched": "fail",
    }
    succeeded, said = call(BATCH, image, image.get_layers(), **given)
    assert not succeeded
    assert "no recipe" in said
    assignments = [{"region": os.environ["SEGSTYLE_TEST_REGION"], "style": STYLE_ID}]
    keep_recipe(image, assignments)
    results(BATCH, image, image.get_layers(), **given)
    procedure = Gimp.get_pdb().lookup_procedure(STATE)
    answer = procedure.run(procedure.create_config())
    assert answer.index(1) in ("starting", "running")


def test_a_recipe_for_channels_in_german_is_saved(image):
    attach(add_channel(image, "Himmel über Köln", (0, 0, 9, 9)), "segstyle-name", "sky")
    add_channel(image, "my dog", (9, 9, 9, 9))
    regions = "Himmel über Köln", "my dog"
    keep_recipe(image, [{"region": region, "style": STYLE_ID} for region in regions])
    file = Gio.File.new_for_path(os.environ["SEGSTYLE_TEST_OUT"] + ".xcf")
    assert Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
