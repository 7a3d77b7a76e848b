"""Calls of 2.10's procedures give the pixels that GIMP 2.10 gave."""

import json
import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).resolve().parents[3] / "plugin/segstyle"))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "references"))

import calls
import picture

from gimpfu import gimp, pdb

ANSWERS = json.loads(Path(calls.__file__).with_name("gimp-2.10.json").read_text())
CALLS = [*calls.EXACT, *calls.LIKE]


def layer_of(image, name, pixels):
    layer = gimp.Layer(image, name, picture.WIDTH, picture.HEIGHT, 0, 100, 28)
    image.insert_layer(layer, None, 0)
    layer.get_pixel_rgn(0, 0, picture.WIDTH, picture.HEIGHT)[:, :] = pixels
    layer.flush()
    return layer


@pytest.fixture
def scene():
    image = gimp.Image(picture.WIDTH, picture.HEIGHT, 0)
    other = layer_of(image, "slope", picture.slope())
    other.visible = False
    photo = layer_of(image, "photo", picture.photo())
    pdb.gimp_context_set_defaults()
    pdb.gimp_context_set_foreground(calls.FOREGROUND)
    pdb.gimp_context_set_background(calls.BACKGROUND)
    pdb.gimp_context_set_brush("2. Hardness 050")
    pdb.gimp_context_set_brush_size(12)
    yield image, photo, other
    gimp.delete(image)


def given(arguments, other):
    for value in arguments:
        if isinstance(value, calls.Other):
            yield other
        elif isinstance(value, (calls.Floats, calls.Integers, calls.Bytes)):
            yield from (len(value.values), list(value.values))
        else:
            yield value


def premultiplied(pixel):
    """What is transparent has no colour."""
    *colours, alpha = pixel if len(pixel) == 4 else (*pixel, 255)
    return [*(colour * alpha / 255 for colour in colours), alpha]


def distance(expected, found):
    """How far pixels are from each other, of 255, on the average."""
    off = [
        abs(one - two)
        for then, now in zip(expected, found, strict=True)
        for one, two in zip(premultiplied(then), premultiplied(now), strict=True)
    ]
    return sum(off) / len(off)


def pixels_of(layer, places):
    return [layer.get_pixel(x, y) for x, y in places]


@pytest.mark.parametrize("number", range(len(CALLS)), ids=lambda number: CALLS[number][0])
def test_pixels_are_those_of_2_10(scene, number):
    image, photo, other = scene
    call, ((width, height), *expected) = CALLS[number], ANSWERS[number]
    name, *arguments = call
    places = [(x, y) for x, y in picture.PLACES if x < width and y < height]
    before = pixels_of(photo, [(x, y) for x, y in places if y < photo.height and x < photo.width])
    leading = [image, photo] if name.startswith("plug-in") else [photo]
    pdb[name](*leading, *given(arguments, other))
    assert (photo.width, photo.height) == (width, height)
    off = distance(expected, pixels_of(photo, places))
    assert off <= (1 if call in calls.EXACT else distance(expected, before) / 2)


def test_there_is_an_answer_for_each_call():
    assert len(ANSWERS) == len(CALLS)
