"""The examples of docs/scripting.md do what they say."""

import json
import os
import re
from pathlib import Path

from gi.repository import Gimp, Gio

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/scripting.md"
PICTURE = os.environ["SEGSTYLE_TEST_PHOTO"]


def example(language):
    text = DOCUMENT.read_text(encoding="utf-8")
    (code,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert "/tmp/china.jpg" in code
    return code.replace("/tmp/china.jpg", PICTURE)


def check_result():
    other, image = sorted(Gimp.get_images(), key=lambda one: one.get_id(), reverse=True)
    group, _photo = image.get_layers()
    assert len(image.get_channels()) == 5
    selection, layer = group.get_children()
    largest = image.get_channels()[0].get_name()
    assert layer.get_name() == f"{largest} – Golden mosaic"
    assert selection.get_name() == "Selection – Oil swirls"
    recipe = json.loads(bytes(other.get_parasite("segstyle-recipe").get_data()))
    assert [one["region"] for one in recipe["assignments"]] == [largest]
    assert Gimp.Selection.is_empty(image)


def test_python_fu():
    exec(example("python"), {"Gimp": Gimp, "Gio": Gio})
    check_result()


def test_script_fu():
    procedure = Gimp.get_pdb().lookup_procedure("plug-in-script-fu-eval")
    config = procedure.create_config()
    config.set_property("script", example("scheme"))
    answer = procedure.run(config)
    assert int(answer.index(0)) == int(Gimp.PDBStatusType.SUCCESS), Gimp.get_pdb().get_last_error()
    check_result()
