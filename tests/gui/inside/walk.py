"""A user's walk through the dialogs, with pictures of what is seen on the way."""

import os
import signal
import sys
import time
from pathlib import Path

import styling
from desktop import MAIN, Desktop
from leftovers import folders, nothing_left_within_two_seconds, processes, wait_until

SEGMENT = "^Segment into Channels$"
FROM_SKY_TO_HOUSE = (400, 150), (300, 220), (220, 350)
WAY_GRABCUT = 4
"""Its place in the list of the ways of segmenting."""


def an_error_is_said_in_words(desk):
    desk.menu("Style Channels")
    time.sleep(4)
    desk.shot("01-error-no-channels")
    desk.keys("Escape")


def preview():
    """The bytes of the preview that the core made last; none while there is none."""
    for folder in folders():
        labels = folder / "preview.u8"
        if labels.exists():
            return labels.read_bytes()
    return b""


def regions_of(labels):
    return len(set(labels) - {255})


def wait_for_preview(regions):
    """Wait until the preview has so many regions, and is on the screen."""
    wait_until(lambda: regions_of(preview()) == regions, f"no preview of {regions} regions")
    time.sleep(0.5)


def open_segmenting(desk):
    desk.menu("Segment into Channels")
    desk.window(SEGMENT)


def segmenting_shows_what_it_will_do(desk):
    open_segmenting(desk)
    desk.shot("02-segment-opened")
    wait_for_preview(5)
    desk.shot("03-segment-preview")
    desk.keys("Up", "Up", "Up")
    wait_for_preview(8)
    desk.point_into(SEGMENT)
    desk.shot("04-segment-pointed-at")


def segmenting_heeds_what_is_marked(desk):
    desk.do("image.select_ellipse(Gimp.ChannelOps.REPLACE, 30, 10, 250, 300)")
    assert 255 not in preview()
    desk.window(SEGMENT)
    desk.keys("alt+a")
    wait_until(lambda: 255 in preview(), "the preview goes beyond the selection")
    desk.shot("05-segment-inside")
    desk.keys("alt+b", *["Down"] * WAY_GRABCUT)
    wait_for_preview(2)
    assert 255 not in preview()
    desk.shot("06-segment-marked")
    desk.keys("alt+t")
    time.sleep(1)
    desk.shot("07-segment-nothing-marked")


def segmenting_outlives_its_core(desk):
    (dead,) = folders()
    for number in processes():
        os.kill(number, signal.SIGKILL)
    time.sleep(1)
    desk.shot("08-segment-core-died")
    desk.keys("alt+t")
    wait_until(lambda: not dead.exists(), "the dead core's folder is there")
    wait_for_preview(2)
    desk.keys("Escape")
    desk.no_window(SEGMENT)
    nothing_left_within_two_seconds()
    assert desk.do("Gimp.Selection.none(image)")["channels"] == []


def segmenting_makes_channels(desk):
    open_segmenting(desk)
    wait_for_preview(5)
    desk.keys("Return")
    desk.wait_for(lambda state: state["channels"], 90, "no channels")
    desk.no_window(SEGMENT)
    state = desk.state()
    assert len(state["channels"]) == 5, state
    assert state["selected"] == state["layers"], state
    desk.window(MAIN)
    desk.shot("09-channels")


def one_undo_takes_the_channels_back(desk):
    desk.window(MAIN)
    desk.keys("ctrl+z")
    desk.wait_for(lambda state: not state["channels"], 10, "the channels are not undone")
    desk.keys("ctrl+y")
    desk.wait_for(lambda state: len(state["channels"]) == 5, 10, "the channels are not redone")


def united_and_renamed_regions_replace_those_of_the_last_run(desk):
    before = desk.state()["channels"]
    open_segmenting(desk)
    wait_for_preview(5)
    desk.drag(SEGMENT, *FROM_SKY_TO_HOUSE)
    wait_for_preview(4)
    desk.shot("10-segment-united")
    desk.keys("alt+r")
    time.sleep(0.5)
    desk.keys(*"hall", "Return")
    time.sleep(1)
    desk.shot("11-segment-renamed")
    desk.keys("alt+l", "alt+s")
    desk.no_window(SEGMENT, 90)
    after = desk.state()["channels"]
    assert "hall" in after, after
    assert len(after) == 4, after
    assert not any("#" in name for name in after), after
    desk.window(MAIN)
    desk.keys("ctrl+z")
    desk.wait_for(lambda state: state["channels"] == before, 20, "not undone in one step")


def main(profile, photo, shots):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir()
    with Desktop(profile, photo, shots) as desk:
        for step in (
            an_error_is_said_in_words,
            segmenting_shows_what_it_will_do,
            segmenting_heeds_what_is_marked,
            segmenting_outlives_its_core,
            segmenting_makes_channels,
            one_undo_takes_the_channels_back,
            united_and_renamed_regions_replace_those_of_the_last_run,
            *styling.STEPS,
        ):
            print(step.__name__, flush=True)
            step(desk)
        styling.all_of_it_is_in_the_file(desk, f"{profile}/saved.xcf")


main(*sys.argv[1:])
