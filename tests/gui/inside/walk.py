"""A user's walk through both dialogs, with pictures of what is seen on the way."""

import os
import signal
import sys
import time
from pathlib import Path

from desktop import MAIN, Desktop

SEGMENT = "^Segment into Channels$"
PROGRESS = "^Styling "
WAY_GRABCUT = 4
"""Its place in the list of the ways of segmenting."""
QUICK, BEST = "Home", "End"


def processes():
    """The cores of this run: command lines by number."""
    token = f"SEGSTYLE_TEST_TOKEN={os.environ['SEGSTYLE_TEST_TOKEN']}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if token in (folder / "environ").read_bytes() and b"segstyle_core" in words:
                found[int(folder.name)] = words
        except OSError:
            continue
    return found


def folders():
    """The private folders of this run."""
    return list(Path(os.environ["TMPDIR"]).glob("segstyle-*"))


def leftovers():
    return processes(), folders()


def nothing_left_within_two_seconds():
    end = time.monotonic() + 2
    while any(leftovers()):
        assert time.monotonic() < end, leftovers()
        time.sleep(0.05)


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


def wait_until(holds, what, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)


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
    choose_styles(desk, QUICK, "10-style-dialog")
    time.sleep(6)
    desk.shot("11-progress")
    desk.wait_for(lambda state: state["painted"], 240, "no layers")
    desk.no_window(PROGRESS)
    state = desk.state()
    assert state["masks"] == [True], state
    assert state["layers"][0].startswith("SegStyle: "), state
    assert state["parasites"] == ["segstyle-recipe"], state
    assert state["selected"] == selected, state
    desk.window(MAIN)
    desk.shot("12-styled")


def one_undo_takes_the_layers_back(desk):
    desk.window(MAIN)
    desk.keys("ctrl+z")
    state = desk.wait_for(lambda state: not state["painted"], 10, "the layers are not undone")
    assert len(state["layers"]) == 1, state
    assert state["parasites"] == [], state
    assert len(state["channels"]) == 5, state
    desk.shot("13-undone")


def cancelling_changes_nothing(desk):
    before = desk.state()
    choose_styles(desk, BEST)
    time.sleep(6)
    desk.keys("alt+c")
    desk.no_window(PROGRESS, 6)
    nothing_left_within_two_seconds()
    assert desk.state() == before
    desk.shot("14-cancelled")


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
    desk.shot("15-stopped-and-kept")


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
            styling_makes_masked_layers,
            one_undo_takes_the_layers_back,
            cancelling_changes_nothing,
            stopping_keeps_what_is_there,
        ):
            print(step.__name__, flush=True)
            step(desk)


main(*sys.argv[1:])
