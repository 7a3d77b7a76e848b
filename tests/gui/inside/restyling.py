"""Restyle, Style Selection, Copy and Paste Recipe, from the menu of GIMP's window."""

import os
import sys
import time
from pathlib import Path

from desktop import MAIN, Desktop
from leftovers import nothing_left_within_two_seconds
from styling import LONG, another_quick_look

RESTYLE, EDITED, SELECTION = "^Restyle$", "^Edited Layers$", "^Style Selection$"
PREPARE = """
for name, x in (("right", 140), ("left", 20)):
    channel = Gimp.Channel.new(image, name, 240, 160, 50, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, x, 20, 80, 120)
    channel.edit_fill(Gimp.FillType.WHITE)
Gimp.Selection.none(image)
image.set_selected_layers(image.get_layers())
procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-style")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", image.get_layers())
for name, value in (("assignments", "left=oil-swirls;right=oil-swirls"), ("quality", "quick"),
                    ("size", 128)):
    config.set_property(name, value)
procedure.run(config)
"""
EDIT_FIRST = """
layer = image.get_layers()[0].get_children()[0]
Gimp.context_set_foreground(Gegl.Color.new("red"))
image.select_rectangle(Gimp.ChannelOps.REPLACE, 40, 40, 30, 30)
layer.edit_fill(Gimp.FillType.FOREGROUND)
image.select_rectangle(Gimp.ChannelOps.REPLACE, 20, 20, 80, 30)
layer.get_mask().edit_fill(Gimp.FillType.BLACK)
Gimp.Selection.none(image)
"""
LAST_VALUES = """
procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-style-selection")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.WITH_LAST_VALS)
config.set_property("image", image)
config.set_core_object_array("drawables", [image.get_layers()[-1]])
procedure.run(config)
"""


def restyle_the_first(desk, shot):
    """In the dialog: the next style for the first channel; start."""
    desk.menu("Restyle")
    desk.window(RESTYLE)
    before = another_quick_look(b"")
    desk.keys("space")
    time.sleep(1)
    desk.keys("Right", "Return")
    another_quick_look(before)
    desk.shot(shot)
    desk.keys("alt+s")


def prepare(desk):
    desk.do(PREPARE)
    state = desk.wait_for(lambda state: len(state["painted"]) == 2, LONG, "nothing was painted")
    assert state["channels"] == ["left", "right"], state
    assert [name[:4] for name in state["painted"]] == ["left", "righ"], state


def one_region_is_painted_anew(desk):
    before = desk.state()["painted"]
    restyle_the_first(desk, "30-restyle")
    state = desk.wait_for(lambda state: state["painted"] != before, LONG, "nothing changed")
    desk.no_window(RESTYLE)
    nothing_left_within_two_seconds()
    assert len(state["painted"]) == 2, state
    assert state["painted"][0].startswith("left – "), state
    assert state["painted"][1] == before[1], state
    desk.window(MAIN)
    desk.shot("31-restyled")
    desk.keys("ctrl+z")
    desk.wait_for(lambda state: state["painted"] == before, 30, "it is not undone")
    desk.keys("ctrl+y")
    desk.wait_for(lambda again: again == state, 30, "it is not redone")


def an_edited_layer_is_asked_about(desk):
    before = desk.do(EDIT_FIRST)["painted"]
    restyle_the_first(desk, "32-restyle-edited")
    desk.window(EDITED)
    desk.shot("33-edited-layers")
    desk.keys("alt+b")
    state = desk.wait_for(lambda state: state["painted"] != before, LONG, "nothing was painted")
    desk.no_window(RESTYLE)
    assert state["painted"][1:] == before, state
    assert state["painted"][0] != before[0], state
    desk.window(MAIN)
    desk.shot("34-both-kept")


def a_selection_is_styled(desk):
    before = desk.state()
    desk.do("image.set_selected_layers([image.get_layers()[-1]])")
    desk.do("image.select_ellipse(Gimp.ChannelOps.REPLACE, 60, 30, 120, 100)")
    desk.menu("Style Selection")
    desk.window(SELECTION)
    time.sleep(2)
    desk.shot("35-style-selection")
    desk.keys("space")
    time.sleep(1)
    desk.keys("Right", "Return")
    time.sleep(1)
    desk.keys("alt+q", "Home")
    desk.shot("36-style-selection-chosen")
    desk.keys("alt+s")
    state = desk.wait_for(
        lambda state: len(state["painted"]) > len(before["painted"]), LONG, "nothing was painted"
    )
    assert state["painted"][0].startswith("Selection – "), state
    assert state["layers"] == before["layers"], state
    desk.window(MAIN)
    desk.shot("37-selection-styled")
    desk.do(LAST_VALUES)
    again = desk.wait_for(
        lambda again: len(again["painted"]) > len(state["painted"]), LONG, "no last values"
    )
    style = state["painted"][0].removeprefix("Selection")
    assert again["painted"][0] == f"Selection 2{style}", again


def the_recipe_goes_to_another_image(desk):
    desk.menu("Copy Recipe")
    time.sleep(3)
    desk.do("image.remove_channel(image.get_channels()[0])")
    desk.do('image.detach_parasite("segstyle-recipe")')
    assert desk.state()["parasites"] == []
    desk.menu("Paste Recipe")
    desk.wait_for(lambda state: state["parasites"], 60, "the recipe is not there")
    time.sleep(1)
    desk.shot("38-recipe-pasted")


def main(profile, photo, shots):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir()
    with Desktop(profile, photo, shots) as desk:
        for step in (
            prepare,
            one_region_is_painted_anew,
            an_edited_layer_is_asked_about,
            a_selection_is_styled,
            the_recipe_goes_to_another_image,
        ):
            print(step.__name__, flush=True)
            step(desk)


main(*sys.argv[1:])
