"""Many photos: how quick, how it grows, and what happens when things break.

Photos are variants of those that scikit-learn and scikit-image bring. They are painted at a tiny
size, so that what a run costs beside painting counts as much as it ever can:

- by one process, by two, and at last by one with two threads;
- by a Dask cluster of separate processes (``dask scheduler``, ``dask worker``), with one worker
  and with two, with the seconds after which a quarter, a half and all photos were done;
- by two workers of which one has a full disk, while the other is killed, and then the scheduler.

All results but the last must have the same bytes. Run it on an idle machine:
``PYTHONPATH=tests/core/batch python benchmarks/batch.py``
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dask_processes import Cluster, can_mount
from PIL import Image, ImageEnhance

from segstyle_core.batch.folder import RunFolder
from segstyle_core.batch.manifest import Manifest
from segstyle_core.image import load_picture
from segstyle_core.segmenters import divide

RECIPE = {"quality": "quick", "size": 64, "steps": 2}
THREADS = {"OMP_NUM_THREADS": "1"}
NARROW = "40k"
"""Less than the results of one photo."""


def photos(folder: Path, count: int, side: int) -> Path:
    """So many photos of that longest side, each a little brighter than the one before."""
    from skimage import data
    from sklearn.datasets import load_sample_images

    originals = [*load_sample_images().images, data.astronaut(), data.coffee(), data.chelsea()]
    folder.mkdir()
    for number in range(count):
        picture = Image.fromarray(originals[number % len(originals)])
        picture.thumbnail((side, side))
        brighter = ImageEnhance.Brightness(picture).enhance(0.8 + 0.4 * number / count)
        brighter.save(folder / f"photo-{number:03d}.jpg", quality=92)
    return folder


class Trial:
    """A run of ``segstyle batch`` into a folder of its own."""

    def __init__(self, home: Path, name: str, *words: str) -> None:
        self.out = home / name
        base = [sys.executable, "-m", "segstyle_core", "batch", str(home / "photos")]
        base += ["--recipe", str(home / "recipe.json"), "-o", str(self.out)]
        base += ["--segmenter", "colours", "--count", "2"]
        self._began = time.time()
        self._process = subprocess.Popen([*base, *words], stdout=subprocess.DEVNULL)

    def events(self) -> list[dict[str, Any]]:
        path = self.out / "segstyle-batch/manifest.jsonl"
        lines = path.read_text().splitlines(keepends=True) if path.exists() else []
        return [json.loads(line) for line in lines if line.endswith("\n")]

    def done(self) -> list[dict[str, Any]]:
        return [event for event in self.events() if event.get("state") == "done"]

    def when(self, count: int, act: Callable[[], None]) -> None:
        """Act when so many photos are done."""
        while len(self.done()) < count and self._process.poll() is None:
            time.sleep(0.1)
        act()

    def end(self) -> Trial:
        if code := self._process.wait():
            raise SystemExit(f"{self.out.name} ended with {code}")
        return self

    def seconds(self, share: float = 1.0) -> float:
        """From the first photo's beginning until such a share of the others was done."""
        done = [event["at"] for event in self.done()]
        return done[max(1, round(share * len(done))) - 1] - done[0]

    def bytes(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in self.out.iterdir() if file.is_file()}


def report(name: str, trial: Trial, count: int) -> None:
    spent = [sum(event["seconds"].values()) for event in trial.done()]
    per_minute = 60 * (count - 1) / trial.seconds()
    shares = " / ".join(f"{trial.seconds(share):.1f}" for share in (0.25, 0.5, 1.0))
    print(
        f"| {name} | {per_minute:.1f} | {shares} | {sum(spent) / len(spent):.2f} |",
        flush=True,
    )


def recipe(folder: Path) -> dict[str, Any]:
    """The largest region of each photo is painted."""
    pictures = [load_picture(path) for path in folder.iterdir()]
    names = {divide(picture, "colours", 2).regions[0].name for picture in pictures}
    assignments = [{"region": name, "style": "oil-swirls"} for name in sorted(names)]
    return {**RECIPE, "assignments": assignments}


def here(home: Path, workers: int, threads: int, count: int) -> Trial:
    words = ("--workers", str(workers), "--threads", str(threads))
    trial = Trial(home, f"here-{workers}-{threads}", *words).end()
    report(f"this machine, {workers} × {threads} threads", trial, count)
    return trial


def on_cluster(home: Path, workers: int, count: int) -> Trial:
    with Cluster(home / f"cluster-{workers}", THREADS) as cluster:
        for number in range(workers):
            cluster.add_worker(f"worker-{number}")
        name = f"dask-{workers}"
        trial = Trial(home, name, "--scheduler", cluster.address, "--send").end()
    report(f"Dask, {workers} × 1 thread, photos sent", trial, count)
    return trial


def broken(home: Path, count: int) -> Trial:
    """One worker has no room, the other is killed, then the scheduler."""
    cluster = Cluster(home / "cluster-broken", THREADS)
    cluster.add_worker("good")
    cluster.add_worker("narrow", room=NARROW if can_mount() else None)
    with cluster:
        trial = Trial(home, "broken", "--scheduler", cluster.address, "--send")
        trial.when(count // 4, lambda: cluster.kill("good"))
        trial.when(count // 2, lambda: cluster.kill("scheduler"))
        trial.end()
    report("the same with a full disk, a killed worker and a new scheduler", trial, count)
    again = sum("tried again" in event.get("text", "") for event in trial.events())
    once = len(trial.done()) == len({event["name"] for event in trial.done()}) == count
    print(f"All done once: {once}; {again} attempts failed on the full disk.")
    return trial


def bookkeeping(home: Path, count: int) -> None:
    """What a photo costs in the manifest, and how long going on with very many takes."""
    path = home / "many/segstyle-batch/manifest.jsonl"
    path.parent.mkdir(parents=True)
    manifest = Manifest(path)
    made = {"bytes": 1, "sha256": "0" * 64}
    told = {"files": {"photo.jpg": made, "photo.ora": made}, "source": {"bytes": 1}}
    told |= {"regions": [{"region": "sky", "style_loss": 1.0, "notes": []}] * 3, "seconds": {}}
    began = time.perf_counter()
    for number in range(100):
        manifest.add("photo", photo=f"/photos/{number}.jpg", name=f"{number}", state="done", **told)
    added = (time.perf_counter() - began) / 100
    line = path.read_text().splitlines()[-1]
    lines = (line.replace('"/photos/99.jpg"', f'"/photos/{number}.jpg"') for number in range(count))
    path.write_text("\n".join(lines) + "\n")
    began = time.perf_counter()
    with RunFolder(home / "many").alone():
        pass
    read = time.perf_counter() - began
    print(f"A line in the manifest: {len(line)} bytes, {1000 * added:.1f} ms.")
    print(f"Going on with {count} photos: {read:.1f} s to read what is done.")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=40)
    parser.add_argument("--side", type=int, default=128)
    asked = parser.parse_args()
    home, count = Path(tempfile.mkdtemp(prefix="batch-segstyle-")), asked.photos
    photos(home / "photos", count, asked.side)
    (home / "recipe.json").write_text(json.dumps(recipe(home / "photos")))
    print("| | photos a minute | seconds to ¼ / ½ / all | seconds of work a photo |")
    print("|---|---|---|---|")
    trials = [
        here(home, 1, 1, count),
        here(home, 2, 1, count),
        on_cluster(home, 1, count),
        on_cluster(home, 2, count),
        broken(home, count),
    ]
    same = all(trial.bytes() == trials[0].bytes() for trial in trials)
    print(f"All have the same bytes: {same}")
    bookkeeping(home, 100_000)
    here(home, 1, 2, count)
    shutil.rmtree(home)


if __name__ == "__main__":
    main()
