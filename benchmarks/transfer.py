"""How long 24 megapixels take out of GIMP, and ten regions' channels and layers into it.

Told are the time, and that of it which the plug-in and GIMP had a processor: on a busy machine the
first is much more.
Runs in each real GIMP that the tests find or build: PYTHONPATH=tests python benchmarks/transfer.py
"""

from __future__ import annotations

import json
import statistics
import subprocess
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image

from real_gimp import Gimp, Profile, find
from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture
from segstyle_core.segmenters import Look

ROOT = Path(__file__).resolve().parents[1]
WIDTH, HEIGHT, REGIONS, REPEATS = 6000, 4000, 10, 5

INSIDE = """
import json, os, sys, time
from pathlib import Path
sys.dont_write_bytecode = True
sys.path.insert(0, {plug_in!r})
from gi.repository import Gimp
from gimpfu import gimp
from gimpfu.items import wrap
from actions.reading import export_channel, export_photo
from actions.writing import add_channel, add_group, add_masked_layer, one_step

folder, width, height = Path({folder!r}), {width}, {height}
regions = json.loads((folder / "regions.json").read_text())
real = Gimp.Image.new(width, height, Gimp.ImageBaseType.RGB)
layer = Gimp.Layer.new(real, "photo", width, height, Gimp.ImageType.RGB_IMAGE, 100,
                       Gimp.LayerMode.NORMAL)
real.insert_layer(layer, None, 0)
image, photo = wrap(real), wrap(layer)
gimp.write(photo, 0, 0, width, height, gimp.PICTURE, (folder / "photo.raw").read_bytes())
out = folder / "out"
out.mkdir(exist_ok=True)
times = dict(photo=[], channels=[], back=[], layers=[])

def now():
    # the clock, and the processor's time that we and GIMP have used
    fields = Path(f"/proc/{{os.getppid()}}/stat").read_text().rpartition(")")[2].split()
    of_gimp = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
    return time.perf_counter(), time.process_time() + of_gimp

def timed(name, step):
    start = now()
    result = step()
    times[name].append([after - before for before, after in zip(start, now())])
    return result

def channels():
    with one_step(image, photo):
        for position, region in enumerate(regions):
            add_channel(image, position, region, folder, (0, 0))

def layers():
    with one_step(image, photo):
        group = add_group(image, "painted", photo)
        largest = regions[0]
        files = folder / "layer.rgba", folder / largest["coverage"]
        add_masked_layer(image, group, 0, largest["name"], largest["box"], *files)

for _ in range({repeats}):
    timed("photo", lambda: export_photo(photo, out))
    timed("channels", channels)
    timed("back", lambda: [export_channel(one, photo, out / "channel.u8")
                           for one in image.channels])
    timed("layers", layers)
    for one in image.channels:
        image.remove_channel(one)
    image.remove_layer(image.layers[0])
(folder / "times.json").write_text(json.dumps(times))
"""

WORDS = {
    "photo": "the photo to the core",
    "channels": f"{REGIONS} regions as channels into the image",
    "back": f"{REGIONS} channels to the core",
    "layers": "the largest region's layer, with its mask, into the image",
}


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="transfer-", dir="/tmp") as name:
        folder = Path(name)
        prepare(folder)
        print(f"{WIDTH}×{HEIGHT} pixels; seconds, and processors' seconds, medians of {REPEATS}")
        for series in ("3.0", "3.2"):
            gimp = find(series)
            times = measure(gimp, folder)
            for step, words in WORDS.items():
                passed, used = map(statistics.median, zip(*times[step], strict=True))
                print(f"GIMP {gimp.version}  {words:<58} {passed:5.2f} {used:5.2f}")


def prepare(folder: Path) -> None:
    """Write the photo, the coverages of its regions and a layer of the largest."""
    photo = Image.open(sample_photo()).convert("RGB").resize((WIDTH, HEIGHT))
    rgb = np.asarray(photo)
    opaque = np.full((HEIGHT, WIDTH, 1), 255, np.uint8)
    (folder / "photo.raw").write_bytes(np.concatenate([rgb, opaque], axis=2).tobytes())
    rows = []
    for number, region in enumerate(Look(Picture(rgb), "auto").divide(REGIONS).regions):
        box, file = region.box, f"region-{number}.u8"
        assert box is not None
        (folder / file).write_bytes(np.ascontiguousarray(region.coverage[box.slices]).tobytes())
        row = {"name": region.name, "colour": "red", "box": box.numbers, "coverage": file}
        rows.append({**row, "parts": [part.numbers for part in region.parts]})
    largest = rows[0]["box"]
    (folder / "layer.rgba").write_bytes(bytes([9, 99, 199, 255]) * (largest[2] * largest[3]))
    (folder / "regions.json").write_text(json.dumps(rows))
    parts = [part for row in rows for part in row["parts"]]
    area = sum(width * height for _x, _y, width, height in parts) / (WIDTH * HEIGHT)
    print(f"the regions' parts together are {area:.1f} times the photo")


def measure(gimp: Gimp, folder: Path) -> dict[str, list[list[float]]]:
    """Run the steps in a headless GIMP."""
    plug_in = str(ROOT / "plugin/segstyle")
    sizes = {"width": WIDTH, "height": HEIGHT, "repeats": REPEATS}
    script = folder / "inside.py"
    script.write_text(INSIDE.format(plug_in=plug_in, folder=str(folder), **sizes))
    code = f"exec(compile(open('{script}').read(), '{script}', 'exec'), globals())"
    console = ["gimp-console", "-n", "-i", "-d", "-f"]
    console += ["--batch-interpreter=python-fu-eval", "-b", code, "--quit"]
    with Profile(gimp) as profile:
        words = gimp.command(*profile.environment(), *console)
        subprocess.run(words, stdin=subprocess.DEVNULL, check=True, capture_output=True)
    times: dict[str, list[list[float]]] = json.loads((folder / "times.json").read_text())
    return times


if __name__ == "__main__":
    main()
