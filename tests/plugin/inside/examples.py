"""The examples of docs/gimp.md do what they say."""

import os
import re
from pathlib import Path

from gi.repository import Gimp, Gio

DOCUMENT = Path(__file__).resolve().parents[3] / "docs/gimp.md"
PICTURE = os.environ["SEGSTYLE_TEST_PHOTO"]


def example(language):
    text = DOCUMENT.read_text(encoding="utf-8")
    (code,) = re.findall(rf"```{language}\n(.*?)```", text, re.DOTALL)
    assert "/tmp/china.jpg" in code
    return code.replace("/tmp/china.jpg", PICTURE)


def check_result():
    (image,) = Gimp.get_images()
    group, _photo = image.get_layers()
    assert len(image.get_channels()) == 5
    (layer,) = group.get_children()
    assert layer.get_name().startswith(image.get_channels()[0].get_name())


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
