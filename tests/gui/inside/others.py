"""Batch and the lab, as a user works with them."""

import os
import sys
import time
from pathlib import Path

from desktop import Desktop
from leftovers import nothing_left_within_two_seconds, wait_until

BATCH = "^Batch$"
LONG = 400
LOOKS = {
    "Content by Layers": (("conv1_1", "64", "2"), ["Picture", "conv1_1"]),
    "Texture by Layers": (("conv1_1", "64", "2"), ["Picture", "conv1_1"]),
    "Feature Maps": (("conv1_1", "3", "64"), ["Picture", "conv1_1: 3 of 64 maps"]),
    "Saliency": (("conv3_1", "5", "", "64"), ["Picture", "Gradient: conv3_1 channel 5"]),
}
"""What is typed into the fields of each, and with what its new image's layers begin."""

NEWEST = "image = max(Gimp.get_images(), key=lambda one: one.get_id())"


def a_batch_goes_on_while_its_window_is_closed(desk, photo, output):
    output.mkdir()
    region = desk.call("segment")["channels"][0]
    desk.keep_recipe([{"region": region, "style": "oil-swirls"}], size=64, steps=2)
    desk.open("batch", photos=str(photo), output=str(output))
    desk.window(BATCH)
    desk.shot("60-batch")
    desk.keys("alt+s")
    wait_until((output / "segstyle-batch").exists, "the run does not begin")
    desk.window(BATCH)
    desk.shot("61-batch-begun")
    desk.keys("alt+l")
    desk.no_window(BATCH)
    desk.menu("Batch State")
    desk.window(BATCH)
    wait_until(lambda: list(output.glob("*.ora")), "the photo is not painted", LONG)
    time.sleep(2)
    desk.shot("62-batch-over")
    desk.keys("alt+l")
    desk.no_window(BATCH)


def the_lab_opens_new_images(desk):
    for number, (title, (fields, names)) in enumerate(LOOKS.items()):
        desk.menu(title)
        desk.window(f"^{title}$")
        for words in fields:
            desk.keys("ctrl+a", "Delete")
            desk.type(words)
            desk.keys("Tab")
        desk.shot(f"63-lab-{number}")
        desk.keys("alt+o")
        desk.no_window(f"^{title}$", LONG)
        layers = desk.do(NEWEST, LONG)["layers"]
        assert all(map(str.startswith, layers, names)), (names, layers)
        desk.shot(f"64-lab-{number}-seen")
        nothing_left_within_two_seconds()


def main(profile, photo, shots):
    os.environ["TMPDIR"] = f"{profile}/temporary"
    Path(os.environ["TMPDIR"]).mkdir()
    with Desktop(profile, photo, shots) as desk:
        a_batch_goes_on_while_its_window_is_closed(desk, photo, Path(profile) / "results")
        the_lab_opens_new_images(desk)


main(*sys.argv[1:])
