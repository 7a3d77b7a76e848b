"""The core is behind a real ssh and sees none of GIMP's files."""

import json
import os
from pathlib import Path

from gi.repository import Gimp
from scene import call, pixels, results

PREFIX = "python-fu-segstyle-"
PICTURE = os.environ["SEGSTYLE_TEST_PHOTO"]


def test_segmented_and_styled(image):
    photo = image.get_layers()
    before = pixels(photo[0], "R'G'B' u8")
    results(PREFIX + "segment", image, photo, segmenter="colours", count=2)
    assert len(image.get_channels()) == 2
    image.get_channels()[0].set_name("sky")
    given = {"assignments": f"sky={PICTURE}", "quality": "quick", "size": 64}
    results(PREFIX + "style", image, photo, **given)
    group = image.get_layers()[0]
    (layer,) = group.get_children()
    x, y = layer.get_offsets()[1:]
    box = x, y, layer.get_width(), layer.get_height()
    assert pixels(layer, "R'G'B' u8") != pixels(photo[0], "R'G'B' u8", box)
    assert max(pixels(layer.get_mask(), "Y' u8")) == 255
    assert pixels(photo[0], "R'G'B' u8") == before
    recipe = json.loads(bytes(image.get_parasite("segstyle-recipe").get_data()))
    assert recipe["assignments"][0]["style"] == PICTURE
    assert layer.get_name().endswith("china")


def test_photos_are_here_and_the_core_is_not(image):
    recipe = {"version": 1, "assignments": [{"region": "sky", "style": PICTURE}]}
    parasite = Gimp.Parasite.new("segstyle-recipe", 1, json.dumps(recipe).encode())
    image.attach_parasite(parasite)
    given = {"photos": PICTURE, "output": PICTURE + "-painted"}
    succeeded, said = call(PREFIX + "batch", image, image.get_layers(), **given)
    assert not succeeded
    assert "another machine" in said
    assert not Path(given["output"]).exists()
