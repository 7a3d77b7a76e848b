"""Restyle, Style Selection, Copy and Paste Recipe, from the menu of GIMP's window."""

import os
import sys
import time
from functools import partial
from pathlib import Path

import sources
from desktop import MAIN, Desktop
from leftovers import nothing_left_within_two_seconds
from styling import LONG, another_quick_look

RESTYLE, EDITED, SELECTION = "^Restyle$", "^Edited Layers$", "^Style Selection$"
PAINTING, MESSAGE = "^Styling “", "^GIMP Message$"
PREPARE = """
for name, x in (("right", 360), ("left", 260)):
    channel = Gimp.Channel.new(image, name, image.get_width(), image.get_height(), 50,
                               Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, x, 120, 80, 160)
    channel.edit_fill(Gimp.FillType.WHITE)
    channel.set_visible(False)
Gimp.Selection.none(image)
image.set_selected_layers(image.get_layers())
"""
EDIT_FIRST = """
layer = image.get_layers()[0].get_children()[0]
Gimp.context_set_foreground(Gegl.Color.new("red"))
image.select_rectangle(Gimp.ChannelOps.REPLACE, 280, 200, 30, 30)
layer.edit_fill(Gimp.FillType.FOREGROUND)
image.select_rectangle(Gimp.ChannelOps.REPLACE, 260, 120, 80, 30)
Gimp.context_set_foreground(Gegl.Color.new("black"))
layer.get_mask().edit_fill(Gimp.FillType.FOREGROUND)
Gimp.Selection.none(image)
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
    desk.do(PREPARE, LONG)
    assignments = [{"region": name, "style": "oil-swirls"} for name in ("left", "right")]
    desk.keep_recipe(assignments, size=128, steps=10)
    state = desk.call("style")
    assert state["channels"] == ["left", "right"], state
    assert [name[:4] for name in state["painted"]] == ["left", "righ"], state


def one_region_is_painted_anew(desk):
    before = desk.state()["painted"]
    restyle_the_first(desk, "30-restyle")
    desk.no_window(RESTYLE, LONG)
    nothing_left_within_two_seconds()
    state = desk.state()
    assert len(state["painted"]) == 2, state
    assert state["painted"][0].startswith("left – "), state
    assert state["painted"][1] == before[1], state
    desk.window(MAIN)
    desk.shot("31-restyled")
    desk.keys("ctrl+z")
    desk.wait_for(lambda state: state["painted"] == before, 30, "it is not undone")
    desk.keys("ctrl+y")
    desk.wait_for(lambda again: again["painted"] == state["painted"], 30, "it is not redone")


def an_edited_layer_is_asked_about(desk):
    before = desk.do(EDIT_FIRST)["painted"]
    restyle_the_first(desk, "32-restyle-edited")
    desk.window(EDITED)
    desk.shot("33-edited-layers")
    desk.keys("alt+b")
    desk.no_window(RESTYLE, LONG)
    state = desk.state()
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
    desk.keys("Right")
    desk.keys("alt+q", "Home")
    desk.shot("36-style-selection-chosen")
    desk.keys("alt+e", "Return")
    desk.window(PAINTING)
    desk.no_window(PAINTING, LONG)
    state = desk.state()
    assert state["painted"][0].startswith("Selection – "), state
    assert state["layers"] == before["layers"], state
    desk.window(MAIN)
    desk.shot("37-selection-styled")
    again = desk.call("style-selection", "WITH_LAST_VALS")
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
    desk.window(MESSAGE)
    desk.shot("38-recipe-pasted")
    desk.keys("Escape")
    desk.no_window(MESSAGE)


def main(profile, photo, shots):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir()
    sources.serve_paintings(photo)
    with Desktop(profile, photo, shots) as desk:
        for step in (
            prepare,
            one_region_is_painted_anew,
            an_edited_layer_is_asked_about,
            a_selection_is_styled,
            the_recipe_goes_to_another_image,
            sources.a_mixture_stays_one,
            sources.what_takes_long_is_asked_about,
            sources.a_silent_core_is_asked_about,
            sources.a_famous_painting_is_fetched,
            sources.an_open_layer_becomes_a_style,
            partial(sources.a_dropped_file_becomes_a_style, file=photo),
            sources.how_things_stand_is_shown,
        ):
            print(getattr(step, "__name__", step), flush=True)
            step(desk)


main(*sys.argv[1:])
