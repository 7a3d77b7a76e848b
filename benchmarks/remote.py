"""What it costs that the core is on another machine: a layer of 12 megapixels over loopback ssh.

The core elsewhere, behind a real sshd with a /tmp of its own, and the core here both do a `style`
job but for the painting itself, so that what is measured is reading, sending and writing:
PYTHONPATH=tests python benchmarks/remote.py (as root, for the other /tmp).
"""

from __future__ import annotations

import os
import select
import shlex
import statistics
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from real_ssh import serving
from segstyle_core.demo import sample_photo
from segstyle_core.image import Box
from segstyle_core.layers import StyledLayer
from segstyle_core.methods.base import Painting

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "plugin/segstyle"))

from core_process import PROTOCOL, Core  # noqa: E402

WIDTH, HEIGHT, REPEATS = 4000, 3000, 5
WORKER = "--worker"


def main() -> None:
    path = f"PYTHONPATH={ROOT / 'tests'}"
    here = shlex.join(["env", path, sys.executable, str(Path(__file__).resolve()), WORKER])
    with serving() as ssh:
        there = shlex.join([*ssh.client, here])
        print(f"{WIDTH}×{HEIGHT} pixels; seconds, median (slowest) of {REPEATS}")
        files, frames = jobs(here), jobs(there)
    told("core on this machine, files", files["first"])
    told("core behind ssh, photo and mask sent", frames["first"])
    told("core behind ssh, only the mask has changed", frames["again"])
    overhead = statistics.median(frames["first"]) - statistics.median(files["first"])
    print(f"{'overhead':<45} {overhead:.2f}")


def told(what: str, seconds: list[float]) -> None:
    print(f"{what:<45} {statistics.median(seconds):.2f} ({max(seconds):.2f})")


def jobs(command: str) -> dict[str, list[float]]:
    """Times of a first job and of one with another mask, each with its result in the folder."""
    os.environ["SEGSTYLE_CORE"] = command
    times: dict[str, list[float]] = {"first": [], "again": []}
    with Core() as core:
        hello = {"protocol": PROTOCOL, "folder": str(core.folder), "client": "benchmark"}
        ask(core, "hello", hello)
        for number in range(1 + REPEATS):
            job = prepared(core.folder, number)
            times["first"].append(timed(core, job))
            (core.folder / "mask.u8").write_bytes(mask(-1 - number).tobytes())
            times["again"].append(timed(core, job))
    return {name: seconds[1:] for name, seconds in times.items()}


def prepared(folder: Path, number: int) -> dict[str, Any]:
    """Write a photo and a mask that were not sent yet; the parameters of the job."""
    photo = Image.open(sample_photo()).convert("RGBA").resize((WIDTH, HEIGHT))
    pixels = np.roll(np.asarray(photo), number, axis=0)
    (folder / "photo.rgba").write_bytes(pixels.tobytes())
    (folder / "mask.u8").write_bytes(mask(number).tobytes())
    assignments = [{"region": "sky", "style": "oil-swirls"}]
    return {
        "picture": {"file": "photo.rgba", "width": WIDTH, "height": HEIGHT},
        "regions": [{"name": "sky", "box": [0, 0, WIDTH, HEIGHT], "coverage": "mask.u8"}],
        "recipe": {"assignments": assignments},
    }


def mask(number: int) -> np.ndarray:
    """A soft round mask."""
    y, x = np.ogrid[:HEIGHT, :WIDTH]
    distance = np.hypot(x - WIDTH / 2, y - HEIGHT / 2 - 100 * number)
    return np.clip(1000 - distance, 0, 255).astype(np.uint8)


def timed(core: Core, job: dict[str, Any]) -> float:
    began = time.perf_counter()
    (layer,) = ask(core, "style", job)["layers"]
    took = time.perf_counter() - began
    assert (core.folder / layer["pixels"]).read_bytes() == (core.folder / "photo.rgba").read_bytes()
    assert (core.folder / layer["mask"]).read_bytes() == (core.folder / "mask.u8").read_bytes()
    return took


def ask(core: Core, method: str, params: dict[str, Any]) -> dict[str, Any]:
    asked = core.send(method, params)
    while True:
        select.select([core.output], [], [])
        for message in core.receive():
            if message.get("id") == asked:
                result: dict[str, Any] = message["result"]
                return result


def work() -> None:
    """The worker as it is, but a painting is the photo itself."""
    from segstyle_core.worker import jobs as worker_jobs
    from segstyle_core.worker.server import serve

    def paint(picture: Any, regions: Any, *_rest: Any, **_more: Any) -> Painting:
        alpha = np.full((*picture.rgb.shape[:2], 1), 255, np.uint8)
        pixels = np.concatenate([picture.rgb, alpha], axis=2)
        box = Box(0, 0, picture.width, picture.height)
        (region,) = regions
        return Painting((StyledLayer("sky", "sky", "oil-swirls", box, pixels, region.coverage),))

    worker_jobs.paint = paint  # type: ignore[assignment]
    serve()


if __name__ == "__main__":
    work() if WORKER in sys.argv else main()
