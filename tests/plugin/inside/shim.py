"""The gimpfu shim, through plug-ins written as for GIMP 2.10."""

import json

import pytest
from gi.repository import Gimp
from scene import add_layer, call, results


def echoed(image, **arguments):
    return json.loads(results("python-fu-shim-echo", image, image.get_layers(), **arguments)[0])


def test_defaults_arrive_as_registered(image):
    # image and drawable lead; the last is a layer that was not given
    assert echoed(image)[2:] == [7, 0.5, "hello", True, 3, 1, "b", "/etc/hostname", None]


def test_arguments_arrive_as_given(image):
    other = add_layer(image, "other", 5, 5)
    photo = [layer for layer in image.get_layers() if layer.get_name() == "photo"]
    given = {"whole": -3, "real": 2.5, "some-text": "größer", "yes": False, "slide": 9}
    given.update({"option": "0", "radio": "a", "other": other})
    said = results("python-fu-shim-echo", image, photo, **given)
    assert json.loads(said[0])[1:] == (
        ["photo", -3, 2.5, "größer", False, 9, 0, "a", "/etc/hostname", "other"]
    )


def test_layer_is_renamed_and_returned(image):
    layer = image.get_layers()[0]
    assert results("python-fu-name-layer", image, [layer], name="sky") == [1, layer]
    assert layer.get_name() == "sky"


def test_pdb_answers_and_says_what_is_wrong(image):
    said = results("python-fu-shim-database", image, image.get_layers())
    answers, errors = json.loads(said[0])
    assert answers == [96, 64, ["photo"], True, True]
    assert len(errors) == 4
    assert "has no procedure gimp-no-such-thing" in errors[0]
    assert "takes image; 0 given" in errors[1]
    assert "gimp-image-get-width: image" in errors[2]
    assert errors[3].startswith("gimp-image-insert-layer: ")


def test_register_refuses_in_words(image):
    words = json.loads(results("python-fu-shim-refused", image, [])[0])
    assert [word.split(":")[0] for word in words] == [
        "NotCoveredError",
        "error",
        "error",
        "error",
        "error",
    ]
    assert "not covered" in words[0]
    assert "python-fu-shim-echo is registered already" in words[4]


@pytest.mark.parametrize(
    ("how", "words"),
    [("words", "in plain words"), ("bug", "division by zero"), ("wrong", "Must be number")],
)
def test_errors_reach_the_caller(image, how, words):
    succeeded, said = call("python-fu-shim-fail", image, image.get_layers(), how=how)
    assert not succeeded
    assert words in said


def test_cancel_is_a_status_of_its_own(image):
    procedure = Gimp.get_pdb().lookup_procedure("python-fu-shim-fail")
    config = procedure.create_config()
    config.set_property("image", image)
    config.set_core_object_array("drawables", image.get_layers())
    config.set_property("how", "cancel")
    assert int(procedure.run(config).index(0)) == int(Gimp.PDBStatusType.CANCEL)


def test_number_of_selected_layers(image):
    add_layer(image, "second", 5, 5)
    both = image.get_layers()
    succeeded, said = call("python-fu-shim-fail", image, both, how="words")
    assert not succeeded
    assert "Exactly one layer" in said
    assert results("python-fu-shim-many", image, both) == [2]
