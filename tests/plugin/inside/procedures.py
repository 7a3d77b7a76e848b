"""Every procedure of SegStyle is called once, without a window, and does what it says."""

import json
import os
import re
import tempfile
import time
from pathlib import Path

import pytest
from gi.repository import Gimp
from scene import add_channel, call, coverage, new_image, pixels, results

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/gimp.md"
STYLE_ID = os.environ["SEGSTYLE_TEST_STYLES"].split(",")[0]
SKY = 4, 2, 70, 22
QUICK = {"quality": "quick", "size": 64}
OUT = os.environ["SEGSTYLE_TEST_PHOTO"] + "-painted"
PREFIX = "python-fu-segstyle-"


@pytest.fixture(autouse=True)
def _forget_images():
    """Keep the image for the whole file."""


@pytest.fixture(scope="module")
def image():
    return new_image()


def registered():
    found = Gimp.get_pdb().query_procedures(f"{PREFIX}.*", *[".*"] * 7)
    return [name.removeprefix(PREFIX) for name in found]


def recipe_of(image):
    return json.loads(bytes(image.get_parasite("segstyle-recipe").get_data()))


def painted(image):
    groups = [layer for layer in image.get_layers() if layer.is_group()]
    return [child.get_name() for group in groups for child in group.get_children()]


def segment(image):
    layers = image.get_layers()
    given = {"segmenter": "colours", "count": 2}
    succeeded, said = call(PREFIX + "segment", image, layers, **given)
    assert succeeded, said
    assert len(image.get_channels()) == 2
    image.get_channels()[0].set_name("sky")


def style(image):
    given = {"assignments": f"sky={STYLE_ID}", "strengths": "sky=0.5", **QUICK}
    succeeded, said = call(PREFIX + "style", image, image.get_layers(), **given)
    assert succeeded, said
    assert recipe_of(image)["assignments"][0]["strength"] == 0.5


def restyle(image):
    before = image.get_layers()[0].get_children()
    given = {"strengths": "sky=2", "assignments": f"sky={STYLE_ID}"}
    succeeded, said = call(PREFIX + "restyle", image, image.get_layers()[:1], **given)
    assert succeeded, said
    assert recipe_of(image)["assignments"][0]["strength"] == 2
    assert not before[0].is_valid()
    assert len(painted(image)) == 1


def style_selection(image):
    image.select_ellipse(Gimp.ChannelOps.REPLACE, 20, 10, 40, 30)
    given = {"style": STYLE_ID, "strength": 1.5, **QUICK}
    recipe = recipe_of(image)
    layers = image.get_layers()[-1:]
    succeeded, said = call(PREFIX + "style-selection", image, layers, **given)
    assert succeeded, said
    layer = image.get_layers()[0].get_children()[0]
    assert layer.get_name().startswith("Selection – ")
    _, x, y = layer.get_offsets()
    box = x, y, layer.get_width(), layer.get_height()
    assert coverage(layer.get_mask()) == coverage(image.get_selection(), box)
    assert len(painted(image)) == 2
    assert recipe_of(image) == recipe


def copy_recipe(image):
    results(PREFIX + "copy-recipe", image, image.get_layers())


def paste_recipe(image):
    other = new_image()
    succeeded, said = call(PREFIX + "paste-recipe", other, other.get_layers())
    assert not succeeded
    assert "sky" in said
    add_channel(other, "sky", SKY)
    assert results(PREFIX + "paste-recipe", other, other.get_layers()) == ["sky", ""]
    assert recipe_of(other) == recipe_of(image)
    other.delete()


def add_painting(_image):
    folder = Path(tempfile.mkdtemp())
    _x, _y, width, height = SKY
    whole, recipe = width * height, {"version": 1, "assignments": [{"region": "sky", "style": "s"}]}
    (folder / "sky.u8").write_bytes(bytes(range(whole // 256)) * 256 + bytes(whole % 256))
    (folder / "sky.rgba").write_bytes(b"\x10\x20\x30\xff" * whole)
    segment = {"name": "sky", "colour": "#7fb2ff", "box": SKY, "coverage": "sky.u8"}
    segment["parts"] = [[0, 0, 30, 16], [30, 0, 60, 16], [0, 16, 128, 16]]
    layer = {"region": "sky", "name": "sky – S", "style": "s", "box": SKY}
    layer |= {"pixels": "sky.rgba", "mask": "sky.u8"}
    listing = {"segments": [segment], "layers": [layer], "recipe": recipe}
    (folder / "painting.json").write_text(json.dumps(listing))
    other = new_image()
    results(PREFIX + "add-painting", other, other.get_layers(), folder=str(folder))
    (added,) = other.get_layers()[0].get_children()
    assert painted(other) == ["sky – S"]
    assert coverage(added.get_mask()) == (folder / "sky.u8").read_bytes()
    assert coverage(other.get_channels()[0], SKY) == (folder / "sky.u8").read_bytes()
    assert recipe_of(other) == recipe
    succeeded, said = call(PREFIX + "restyle", other, other.get_layers()[:1])
    assert not succeeded
    assert "Nothing" in said
    (folder / "painting.json").unlink()
    before, photo = len(other.get_layers()), other.get_layers()[-1:]
    succeeded, said = call(PREFIX + "add-painting", other, photo, folder=str(folder))
    assert not succeeded
    assert str(folder) in said
    assert len(other.get_layers()) == before
    other.delete()


def diagnose(image):
    procedure = Gimp.get_pdb().lookup_procedure(PREFIX + "diagnose")
    assert Gimp.version() in procedure.run(procedure.create_config()).index(1)


def labelled(name, image, **given):
    """A look into the networks: the names and sizes of the new image's layers, from the top."""
    before = recipe_of(image), len(image.get_layers())
    (new,) = results(PREFIX + name, image, image.get_layers()[-1:], **given)
    layers = new.get_layers()
    boxes = []
    for layer in layers:
        _, x, y = layer.get_offsets()
        boxes.append((x, y, x + layer.get_width(), y + layer.get_height()))
        assert len(set(pixels(layer, "R'G'B' u8"))) > 16
    for number, (left, top, right, bottom) in enumerate(boxes):
        assert right <= new.get_width() and bottom <= new.get_height()
        for x, y, farther, lower in boxes[:number]:
            assert right <= x or farther <= left or bottom <= y or lower <= top
    names = [layer.get_name() for layer in layers]
    sizes = [(layer.get_width(), layer.get_height()) for layer in layers]
    new.delete()
    assert (recipe_of(image), len(image.get_layers())) == before
    return names, sizes


def lab_content(image):
    given = {"layers": "conv1_1, conv2_1", "size": 48, "steps": 8}
    names, sizes = labelled("lab-content", image, **given)
    assert [name.split(":")[0] for name in names] == ["Picture", "conv1_1", "conv2_1"]
    assert sizes == [(48, 32)] * 3
    succeeded, said = call(
        PREFIX + "lab-content", image, image.get_layers()[-1:], **{**given, "layers": "conv9_9"}
    )
    assert not succeeded
    assert "layers" in said


def lab_style(image):
    given = {"layers": "conv1_1, conv1_1+conv2_1", "size": 48, "steps": 6}
    names, _ = labelled("lab-style", image, **given)
    assert [name.split(":")[0] for name in names] == ["Picture", "conv1_1", "conv1_1 … conv2_1"]


def lab_features(image):
    names, sizes = labelled("lab-features", image, layers="conv1_1", top=6, size=64)
    assert names == ["Picture", "conv1_1: 6 of 64 maps"]
    assert sizes[1][0] > sizes[0][0]


def lab_saliency(image):
    names, sizes = labelled("lab-saliency", image, layers="conv3_1", channel=5, size=48)
    assert len(names) == 7
    assert "conv3_1 channel 5" in names[1]
    assert sizes == [(48, 32)] * 7


def batch(image):
    refused = {"photos": "/no/such/photo.jpg", "output": OUT}
    succeeded, said = call(PREFIX + "batch", image, image.get_layers(), **refused)
    assert not succeeded
    assert "/no/such/photo.jpg" in said
    photos = {"photos": os.environ["SEGSTYLE_TEST_PHOTO"], "unmatched": "nearest"}
    results(PREFIX + "batch", image, image.get_layers(), **{**refused, **photos})


def batch_state(image):
    procedure = Gimp.get_pdb().lookup_procedure(PREFIX + "batch-state")
    config = procedure.create_config()
    config.set_property("stop", True)
    while True:
        answer = procedure.run(config)
        phase, photos, *numbers, troubles = (answer.index(place) for place in range(1, 7))
        if phase not in ("starting", "running"):
            break
        assert not troubles
        time.sleep(0.5)
    assert phase in ("stopped", "done"), troubles
    assert photos == 1
    assert numbers[2] == 0 and sum(numbers) == (phase == "done")


CALLS = (segment, style, restyle, style_selection, copy_recipe, paste_recipe)
CALLS += (
    lab_content,
    lab_style,
    lab_features,
    lab_saliency,
    add_painting,
    diagnose,
    batch,
    batch_state,
)


@pytest.mark.parametrize("one", CALLS)
def test_works(image, one):
    one(image)


def test_none_is_left_out():
    called = {one.__name__.replace("_", "-") for one in CALLS}
    assert set(registered()) == called
    table = re.findall(rf"^\| `{PREFIX}([a-z-]+)` \|", DOCUMENT.read_text(encoding="utf-8"), re.M)
    assert set(table) == called


def menus_of(name):
    """None for a procedure that is only for programs."""
    menu = "<Image>/Filters/SegStyle"
    if name == "add-painting":
        return []
    return [f"{menu}/Lab" if name.startswith("lab-") else menu]


@pytest.mark.parametrize("name", registered())
def test_says_what_it_does_and_takes_typed_arguments(name):
    procedure = Gimp.get_pdb().lookup_procedure(PREFIX + name)
    assert procedure.get_blurb()
    assert procedure.get_help()
    assert procedure.get_menu_paths() == menus_of(name)
    assert all(spec.get_blurb() or spec.get_nick() for spec in procedure.get_arguments())


def test_grey_for_indexed_images():
    types = {name: Gimp.get_pdb().lookup_procedure(PREFIX + name) for name in registered()}
    types = {name: one.get_image_types() for name, one in types.items() if is_for_images(one)}
    everywhere = {"copy-recipe", "paste-recipe", "batch"}
    assert {name for name, kinds in types.items() if kinds == "*"} == everywhere
    assert {kinds for name, kinds in types.items() if name not in everywhere} == {"RGB*, GRAY*"}


def is_for_images(procedure):
    return isinstance(procedure, Gimp.ImageProcedure) or bool(procedure.get_image_types())


def test_an_image_without_a_recipe_has_none_to_copy():
    fresh = new_image()
    succeeded, said = call(PREFIX + "copy-recipe", fresh, fresh.get_layers())
    assert not succeeded
    assert "no recipe" in said
    fresh.delete()


def test_a_preset_is_a_method_and_is_kept_by_its_name():
    fresh = new_image()
    add_channel(fresh, "sky", SKY)
    given = {"assignments": f"sky={STYLE_ID}", "method": "single-shot", **QUICK}
    succeeded, said = call(PREFIX + "style", fresh, fresh.get_layers(), **given)
    assert succeeded, said
    recipe = recipe_of(fresh)
    assert [recipe[field] for field in ("preset", "method", "size", "quality")] == [
        "single-shot",
        "surrogate",
        64,
        "quick",
    ]
    assert len(painted(fresh)) == 1
    fresh.delete()
