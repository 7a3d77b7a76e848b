"""A user's walk through both dialogs, with pictures of what is seen on the way."""

import os
import sys
import time
from pathlib import Path

from desktop import MAIN, Desktop

SEGMENT = "^Segment into Channels$"
PROGRESS = "^Styling "
QUICK, BEST = "Home", "End"


def processes():
    """The command lines of the cores of this run."""
    token = f"SEGSTYLE_TEST_TOKEN={os.environ['SEGSTYLE_TEST_TOKEN']}".encode()
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if token in (folder / "environ").read_bytes() and b"segstyle_core" in words:
                found.append(words)
        except OSError:
            continue
    return found


def leftovers():
    return processes(), list(Path("/tmp").glob("segstyle-*"))


def nothing_left_within_two_seconds():
    end = time.monotonic() + 2
    while any(leftovers()):
        assert time.monotonic() < end, leftovers()
        time.sleep(0.05)


def an_error_is_said_in_words(desk):
    desk.menu("Style Channels")
    time.sleep(4)
    desk.shot("1-error-no-channels")
    desk.keys("Escape")


def preview():
    """The bytes of the preview that the core made last; none while there is none."""
    for folder in Path("/tmp").glob("segstyle-*"):
        labels = folder / "preview.u8"
        if labels.exists():
            return labels.read_bytes()
    return b""


def regions_of(labels):
    return len(set(labels) - {255})


def wait_for_preview(regions, seconds=60):
    """Wait until the preview has so many regions."""
    end = time.monotonic() + seconds
    while regions_of(preview()) != regions:
        assert time.monotonic() < end, f"{regions_of(preview())} regions in place of {regions}"
        time.sleep(0.1)
    time.sleep(0.5)


def open_segmenting(desk):
    desk.menu("Segment into Channels")
    return desk.window(SEGMENT)


def segmenting_shows_what_it_will_do(desk):
    open_segmenting(desk)
    desk.shot("2-segment-opened")
    wait_for_preview(5)
    desk.shot("3-segment-preview")
    desk.keys("Up", "Up", "Up")
    wait_for_preview(8)
    desk.shot("4-segment-eight")
    desk.point_into(SEGMENT)
    desk.shot("5-segment-pointed-at")
    desk.keys("Escape")
    desk.no_window(SEGMENT)
    nothing_left_within_two_seconds()
    assert desk.state()["channels"] == []


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
    desk.shot("6-channels")


def one_undo_takes_the_channels_back(desk):
    desk.window(MAIN)
    desk.keys("ctrl+z")
    desk.wait_for(lambda state: not state["channels"], 10, "the channels are not undone")
    desk.keys("ctrl+y")
    desk.wait_for(lambda state: len(state["channels"]) == 5, 10, "the channels are not redone")


def choose_styles(desk, quality, shot=None):
    """In the dialog: a style for the first channel, a quality by its key; start."""
    desk.menu("Style Channels")
    desk.window("^Style Channels$")
    desk.keys("Down", "alt+q", quality)
    if shot:
        desk.shot(shot)
    desk.keys("alt+s")
    desk.window(PROGRESS)


def styling_makes_masked_layers(desk):
    selected = desk.state()["selected"]
    choose_styles(desk, QUICK, "4-style-dialog")
    time.sleep(6)
    desk.shot("5-progress")
    desk.wait_for(lambda state: state["painted"], 240, "no layers")
    desk.no_window(PROGRESS)
    state = desk.state()
    assert state["masks"] == [True], state
    assert state["layers"][0].startswith("SegStyle: "), state
    assert state["parasites"] == ["segstyle-recipe"], state
    assert state["selected"] == selected, state
    desk.window(MAIN)
    desk.shot("6-styled")


def one_undo_takes_the_layers_back(desk):
    desk.window(MAIN)
    desk.keys("ctrl+z")
    state = desk.wait_for(lambda state: not state["painted"], 10, "the layers are not undone")
    assert len(state["layers"]) == 1, state
    assert state["parasites"] == [], state
    assert len(state["channels"]) == 5, state
    desk.shot("7-undone")


def cancelling_changes_nothing(desk):
    before = desk.state()
    choose_styles(desk, BEST)
    time.sleep(6)
    desk.keys("alt+c")
    desk.no_window(PROGRESS, 6)
    nothing_left_within_two_seconds()
    assert desk.state() == before
    desk.shot("8-cancelled")


def stopping_keeps_what_is_there(desk):
    choose_styles(desk, BEST)
    time.sleep(10)
    desk.keys("alt+k")
    desk.wait_for(lambda state: state["painted"], 30, "nothing was kept")
    desk.no_window(PROGRESS)
    state = desk.state()
    assert state["masks"] == [True], state
    nothing_left_within_two_seconds()
    desk.window(MAIN)
    desk.shot("9-stopped-and-kept")


def main(profile, photo, shots):
    with Desktop(profile, photo, shots) as desk:
        for step in (
            an_error_is_said_in_words,
            segmenting_shows_what_it_will_do,
            segmenting_makes_channels,
            one_undo_takes_the_channels_back,
            styling_makes_masked_layers,
            one_undo_takes_the_layers_back,
            cancelling_changes_nothing,
            stopping_keeps_what_is_there,
        ):
            print(step.__name__, flush=True)
            step(desk)


main(*sys.argv[1:])
