"""A run over many photos is begun; GIMP ends before it does."""

import json
import os

from gi.repository import Gimp
from scene import call, results

STYLE_ID = os.environ["SEGSTYLE_TEST_STYLES"].split(",")[0]
BATCH, STATE = "python-fu-segstyle-batch", "python-fu-segstyle-batch-state"


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
    recipe = {"version": 1, "assignments": assignments, "quality": "quick", "size": 64}
    flags = Gimp.PARASITE_PERSISTENT
    parasite = Gimp.Parasite.new("segstyle-recipe", flags, json.dumps(recipe).encode())
    image.attach_parasite(parasite)
    results(BATCH, image, image.get_layers(), **given)
    procedure = Gimp.get_pdb().lookup_procedure(STATE)
    answer = procedure.run(procedure.create_config())
    assert answer.index(1) in ("starting", "running")
