"""Small photos, the ``segstyle batch`` command, and what its manifest tells."""

import json
import os
import subprocess
import sys

import numpy as np

SKY = "blue, top"


def picture(seed=0, width=72, height=64):
    """Sky over grass, with some noise: “blue, top” and “green, bottom” for ``colours``."""
    noise = np.random.default_rng(seed).integers(0, 20, (height, width, 3))
    rgb = np.full((height, width, 3), (50, 150, 50))
    rgb[: height // 2] = (60, 120, 230)
    return (rgb + noise).astype(np.uint8)


def command(*words):
    """The words of a ``segstyle batch`` by the way of dividing that needs no weights."""
    base = [sys.executable, "-m", "segstyle_core", "batch", "--segmenter", "colours", "--count"]
    return [*base, "2", *map(str, words)]


def run(*words, **environment):
    """Run it to its end."""
    return subprocess.run(
        command(*words),
        env={**os.environ, "OMP_NUM_THREADS": "1", **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def events(out):
    """The manifest's whole lines."""
    path = out / "segstyle-batch/manifest.jsonl"
    lines = path.read_text().splitlines(keepends=True) if path.exists() else []
    return [json.loads(line) for line in lines if line.endswith("\n")]


def states(out):
    """Each photo's last state, by its name."""
    return {each["name"]: each["state"] for each in events(out) if each["kind"] == "photo"}


def times_done(out):
    """How often each photo was done, by its name."""
    done = [each["name"] for each in events(out) if each.get("state") == "done"]
    return {name: done.count(name) for name in done}


def results(out):
    """The bytes of all results, by their names."""
    return {file.name: file.read_bytes() for file in out.iterdir() if file.is_file()}
