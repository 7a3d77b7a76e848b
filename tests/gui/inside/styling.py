"""Style Channels, as a user works with it."""

import time

from desktop import MAIN
from leftovers import (
    folders,
    nothing_left_within_two_seconds,
    seconds_of,
    wait_until,
)

STYLE = "^Style Channels$"
PLUG_IN = b"/segstyle.py\0"
QUICK, BEST = ["Home"], ["Home", "Down", "Down"]
SMALL = ["Home", "Down"]
"""The least detail, so that painting is quick."""
LONG = 600
"""Seconds that painting may take on a busy machine."""


def file_of_the_core(name):
    """The bytes of a file in the private folder; none while there is none."""
    for folder in folders():
        try:
            return (folder / name).read_bytes()
        except OSError:
            continue
    return b""


def another_quick_look(before):
    wait_until(lambda: file_of_the_core("glimpse.rgb") not in (b"", before), "no quick look", 120)
    time.sleep(0.7)
    return file_of_the_core("glimpse.rgb")


def open_styling(desk):
    desk.menu("Style Channels")
    desk.window(STYLE)
    wait_until(lambda: file_of_the_core("small.rgba"), "the photo is not read")
    time.sleep(3)


def styles_are_chosen_by_their_pictures(desk):
    open_styling(desk)
    desk.shot("10-style-opened")
    desk.keys("space")
    time.sleep(1)
    desk.shot("11-style-gallery")
    desk.keys("Right", "Return")
    first = another_quick_look(b"")
    desk.keys("Tab", "Tab", "space")
    time.sleep(1)
    desk.keys("Return")
    another_quick_look(first)
    desk.shot("12-style-quick-look")


def the_line_between_before_and_after_is_dragged(desk):
    desk.window(STYLE)
    desk.drag(STYLE, (330, 300), (250, 300), (120, 300))
    desk.shot("13-style-dragged")


def more_settings_can_be_unfolded(desk):
    desk.window(STYLE)
    desk.keys("alt+m", "alt+d", *SMALL)
    time.sleep(1)
    desk.shot("14-style-more")


def the_window_rests_while_nothing_happens(_desk):
    time.sleep(3)
    before = seconds_of(PLUG_IN)
    time.sleep(2)
    assert seconds_of(PLUG_IN) - before < 1


def painting_shows_how_far_it_is(desk):
    selected = desk.state()["selected"]
    desk.window(STYLE)
    desk.keys("alt+q", *QUICK, "alt+s")
    wait_until(lambda: file_of_the_core("live-1.rgb"), "no live picture", LONG)
    time.sleep(1)
    desk.shot("15-style-live")
    desk.no_window(STYLE, LONG)
    nothing_left_within_two_seconds()
    state = desk.state()
    assert state["masks"] == [True, True], state
    assert state["layers"][0].startswith("SegStyle: "), state
    assert state["parasites"] == ["segstyle-recipe"], state
    assert state["selected"] == selected, state
    desk.window(MAIN)
    desk.shot("16-styled")


def one_undo_takes_the_layers_back_and_redo_brings_them(desk):
    desk.window(MAIN)
    desk.keys("ctrl+z")
    state = desk.wait_for(lambda state: not state["painted"], 20, "the layers are not undone")
    assert len(state["layers"]) == 1, state
    assert state["parasites"] == [], state
    assert len(state["channels"]) == 5, state
    desk.shot("17-undone")
    desk.keys("ctrl+y")
    desk.wait_for(lambda state: len(state["painted"]) == 2, 20, "the layers are not redone")
    desk.do("image.set_selected_layers(image.get_layers()[-1:])")


def cancelling_leads_back_to_the_choice(desk):
    before = desk.state()
    open_styling(desk)
    desk.keys("alt+q", *BEST, "alt+s")
    wait_until(lambda: file_of_the_core("live-1.rgb"), "no live picture", LONG)
    desk.keys("alt+c")
    time.sleep(4)
    desk.shot("18-style-cancelled")
    desk.keys("Escape")
    desk.no_window(STYLE)
    nothing_left_within_two_seconds()
    assert desk.state() == before


def stopping_keeps_what_is_there(desk):
    number = len(desk.state()["painted"])
    open_styling(desk)
    desk.keys("alt+q", *BEST, "alt+s")
    wait_until(lambda: file_of_the_core("live-1.rgb"), "no live picture", LONG)
    desk.keys("alt+k")
    desk.no_window(STYLE, 120)
    state = desk.state()
    assert len(state["painted"]) == number + 1, state
    assert all(state["masks"]), state
    nothing_left_within_two_seconds()
    desk.window(MAIN)
    time.sleep(1)
    desk.shot("19-stopped-and-kept")
    desk.keys("Escape")


def all_of_it_is_in_the_file(desk, file):
    before = desk.state()
    mode, where = "Gimp.RunMode.NONINTERACTIVE", f"Gio.File.new_for_path({str(file)!r})"
    desk.do(f"from gi.repository import Gio; Gimp.file_save({mode}, image, {where}, None)")
    again = desk.do(f"image = Gimp.file_load({mode}, {where})")
    assert again == {**before, "selected": again["selected"]}
    last = "max(Gimp.get_images(), key=Gimp.Image.get_id)"
    desk.do(f"{last}.delete(); image = Gimp.get_images()[0]")


STEPS = (
    styles_are_chosen_by_their_pictures,
    the_line_between_before_and_after_is_dragged,
    more_settings_can_be_unfolded,
    the_window_rests_while_nothing_happens,
    painting_shows_how_far_it_is,
    one_undo_takes_the_layers_back_and_redo_brings_them,
    cancelling_leads_back_to_the_choice,
    stopping_keeps_what_is_there,
)
