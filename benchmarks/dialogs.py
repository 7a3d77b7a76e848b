"""How soon SegStyle's windows in GIMP show something, and how soon they follow a change.

Drives a real GIMP on a virtual screen: PYTHONPATH=tests python benchmarks/dialogs.py [3.0|3.2]
Times are from when the window, or the change, is there until the core has written the picture.
"""

from __future__ import annotations

import json
import secrets
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

from real_gimp import Profile, find
from segstyle_core.demo import sample_photo

ROOT = Path(__file__).resolve().parents[1]
SIZE, REPEATS = (1600, 1067), 6

INSIDE = """
import json, os, sys, time
sys.path.insert(0, {inside!r})
profile, photo, result = sys.argv[1:]
os.environ["TMPDIR"] = profile + "/temporary"
os.mkdir(os.environ["TMPDIR"])
from desktop import Desktop
from styling import STYLE, file_of_the_core

SEGMENT = "^Segment into Channels$"
CHANNELS = '''
for number, x in enumerate((0, 500, 1000)):
    channel = Gimp.Channel.new(image, "region %d" % number, image.get_width(), image.get_height(),
                               50, Gegl.Color.new("red"))
    image.insert_channel(channel, None, 0)
    image.select_rectangle(Gimp.ChannelOps.REPLACE, x, 100, 500, 900)
    channel.edit_fill(Gimp.FillType.WHITE)
    channel.set_visible(False)
Gimp.Selection.none(image)
image.set_selected_layers(image.get_layers())
import json
assignments = [dict(region="region %d" % number, style=style)
               for number, style in enumerate(("oil-swirls", "golden-mosaic", "woodcut-waves"))]
recipe = json.dumps(dict(version=1, assignments=assignments))
image.attach_parasite(Gimp.Parasite.new("segstyle-recipe", 1, recipe.encode()))
'''

def until_other(name, before):
    start = time.perf_counter()
    while file_of_the_core(name) in (b"", before):
        assert time.perf_counter() < start + 300, name
        time.sleep(0.02)
    return time.perf_counter() - start

def opened(desk, label, title, name):
    desk.menu(label)
    while not desk.is_open(title):
        time.sleep(0.02)
    first = until_other(name, b"")
    desk.window(title)
    time.sleep(3)
    return first

def changes(desk, name, change):
    times = []
    for _ in range({repeats}):
        before = file_of_the_core(name)
        change(desk)
        times.append(until_other(name, before))
        time.sleep(0.5)
    return times

with Desktop(profile, photo, profile) as desk:
    times = dict()
    for turn in ("segment, cold", "segment"):
        times[turn] = [opened(desk, "Segment into Channels", SEGMENT, "preview.u8")]
        if turn == "segment":
            times["segment, changes"] = changes(desk, "preview.u8", lambda desk: desk.press("Up"))
        desk.keys("Escape")
        desk.no_window(SEGMENT)
    desk.do(CHANNELS)
    for turn in ("style, cold", "style"):
        times[turn] = [opened(desk, "Style Channels", STYLE, "glimpse.rgb")]
        if turn == "style":
            desk.keys("Tab")
            times["style, changes"] = changes(desk, "glimpse.rgb", lambda desk: desk.press("Down"))
        desk.keys("Escape")
        desk.no_window(STYLE)
    with open(result, "w") as file:
        json.dump(times, file)
"""

WORDS = {
    "segment, cold": "regions after the window, at the first opening",
    "segment": "regions after the window",
    "segment, changes": "one region more",
    "style, cold": "quick look at three regions after the window, at the first opening",
    "style": "quick look at three regions after the window",
    "style, changes": "another strength of one of them",
}


def main(series: str) -> None:
    gimp = find(series)
    with tempfile.TemporaryDirectory(prefix="dialogs-", dir="/tmp") as name:
        folder = Path(name)
        photo, script, result = folder / "photo.png", folder / "inside.py", folder / "times.json"
        Image.open(sample_photo()).convert("RGB").resize(SIZE).save(photo)
        inside = str(ROOT / "tests/gui/inside")
        script.write_text(INSIDE.format(inside=inside, repeats=REPEATS))
        with Profile(gimp) as profile:
            environment = profile.environment(SEGSTYLE_TEST_TOKEN=secrets.token_hex(8))
            words = ["python3", str(script), str(profile.folder), str(photo), str(result)]
            subprocess.run(gimp.command(*environment, *words), check=True)
        times = json.loads(result.read_text())
    print(f"GIMP {gimp.version}, {SIZE[0]}×{SIZE[1]} pixels; seconds, median (slowest)")
    for step, words in WORDS.items():
        print(f"{words:<68} {statistics.median(times[step]):.2f} ({max(times[step]):.2f})")


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "3.2")
