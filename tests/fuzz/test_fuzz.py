"""Nothing but typed errors, in bounded time and memory, whatever stands in a file or a line.

500 inputs each; ``SEGSTYLE_FUZZ=10000`` takes more, and others each time.
"""

from __future__ import annotations

import io
import json
import os
import resource
import signal
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import pytest
import tomli_w
from hypothesis import HealthCheck, Phase, given, settings
from PIL import Image

from segstyle_core.errors import SegStyleError
from segstyle_core.gallery import OwnStyles
from segstyle_core.gallery.pack import Pack
from segstyle_core.gallery.sources import found_at
from segstyle_core.recipe import Recipe
from segstyle_core.regions.files import read_regions
from segstyle_core.weights import user_catalogue
from segstyle_core.worker import messages

from .mutations import damaged_bytes, damaged_data

NUMBER = int(os.environ.get("SEGSTYLE_FUZZ", "500"))
SECONDS = 20
MEBIBYTES = 300

much = settings(
    max_examples=NUMBER,
    derandomize="SEGSTYLE_FUZZ" not in os.environ,
    deadline=None,
    database=None,
    phases=(Phase.generate,),
    suppress_health_check=list(HealthCheck),
)

RECIPE = {
    "version": 1,
    "assignments": [
        {"region": "sky", "style": "oil-swirls", "weight": 2.0, "strength": 0.5},
        {"region": "sky", "style": "/home/me/garden.jpg", "part": "/home/me/part.png"},
        {"region": "trees", "style": "Original"},
    ],
    "method": "joint",
    "quality": "best",
    "size": 512,
    "encoder": "vgg19",
    "content_layers": {"conv4_2": 1.0},
    "style_layers": {"conv1_1": 1.0, "conv5_1": 2.0},
    "colours": "photo",
    "minutes": 3.0,
}
PICTURE = {"file": "photo.rgba", "width": 96, "height": 64}
REGION = {"name": "sky", "box": [0, 0, 96, 32], "coverage": "sky.u8"}
REQUESTS = tuple(
    {"jsonrpc": "2.0", "id": 7, "method": method, "params": params}
    for method, params in {
        "hello": {"protocol": 3, "folder": "/tmp/segstyle-x", "client": "GIMP 3.0.4"},
        "look": {"picture": PICTURE, "segmenter": "auto", "inside": REGION, "channels": [REGION]},
        "preview": {"count": 5, "smallest": 0.1, "unite": [[0, 3]], "names": {"0": "house"}},
        "style": {"picture": PICTURE, "regions": [REGION], "recipe": RECIPE, "resume": True},
        "add_style": {"path": "/home/me/garden.jpg", "title": None},
        "cancel": {},
    }.items()
)
SEGMENTS = {
    "width": 16,
    "height": 16,
    "segmenter": "scene",
    "segments": [
        {"id": 1, "name": "sky", "score": 0.9, "area": 12.5, "mask": "segment-01.png"},
        {"id": 2, "name": "tree", "mask": "segment-01.png"},
    ],
}
STYLES = {
    "version": 1,
    "style": [
        {"id": "garden", "title": "Garden", "author": "A", "year": 1901, "file": "garden.jpg"},
        {"id": "waves", "title": "Waves", "settings": {"style_scale": 2.0}, "file": "waves.png"},
    ],
}
WEIGHTS = {
    "weights": [
        {
            "id": "my-net",
            "kind": "url",
            "title": "My network",
            "used_for": "scenes",
            "file": "my-net.onnx",
            "converter": "scene_tflite",
            "licence": "MIT",
            "licence_note": "none",
            "source": "https://example.org/",
            "url": "https://example.org/my-net.onnx",
            "sha256": "0" * 64,
            "size": 1000,
            "classes": "ade20k",
            "input": {"order": "RGB", "mean": [0.0, 0.0, 0.0], "std": [1.0, 1.0, 1.0]},
            "output": {"kind": "logits", "stride": 8},
        }
    ]
}


@contextmanager
def only_typed_errors() -> Iterator[None]:
    """Let errors in words pass, and nothing else; stop what takes too long."""

    def too_long(*_: object) -> None:
        raise AssertionError(f"more than {SECONDS} seconds for one input")

    before = signal.signal(signal.SIGALRM, too_long)
    signal.alarm(SECONDS)
    try:
        yield
    except SegStyleError as error:
        json.dumps(messages.error_answer(1, error)).encode("utf-8")
        assert error.message
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


@pytest.fixture(autouse=True)
def _bounded_memory() -> Iterator[None]:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    yield
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    assert grown < MEBIBYTES, f"{grown:.0f} MiB more memory"


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    """With a mask in it that segments.json can name."""
    made = tmp_path_factory.mktemp("fuzz")
    Image.fromarray(np.full((16, 16), 255, np.uint8)).save(made / "segment-01.png")
    return made


def as_json(data: object) -> bytes:
    return json.dumps(data).encode()


def as_toml(data: object) -> bytes:
    """TOML where there is such a value in it, else what comes next to it."""
    try:
        return tomli_w.dumps(data).encode("utf-8", "surrogatepass")
    except Exception:
        return json.dumps(data).replace(":", "=").encode()


def read_line(line: bytes) -> None:
    request = messages.parse(line)
    if request.method in messages.JOBS:
        messages.parameters(messages.JOBS[request.method], request.params)
    elif request.method == "hello":
        messages.parameters(messages.Hello, request.params)


@much
@given(damaged_bytes(tuple(map(as_json, REQUESTS))), damaged_data(REQUESTS))
def test_the_protocol_s_reader(line, data):
    for given_line in (line, as_json(data)):
        with only_typed_errors():
            read_line(given_line)


@much
@given(damaged_bytes((as_json(RECIPE),)), damaged_data((RECIPE,)))
def test_recipes(text, data):
    for read in (lambda: Recipe.from_json(text), lambda: Recipe.from_data(data)):
        with only_typed_errors():
            recipe = read()
            assert Recipe.from_json(recipe.to_json()) == recipe


def in_file(name: str, folder: Path, text: bytes, read: Callable[[], object]) -> None:
    (folder / name).write_bytes(text)
    with only_typed_errors():
        read()


@much
@given(damaged_bytes((as_toml(STYLES),)), damaged_data((STYLES,)))
def test_lists_of_styles(tmp_path_factory, folder, text, data):
    for content in (text, as_toml(data)):
        in_file("styles.toml", folder, content, OwnStyles(folder).styles)

        def of_a_folder() -> None:
            with found_at(folder, folder):
                pass

        in_file("styles.toml", folder, content, of_a_folder)


@much
@given(damaged_bytes((as_toml(WEIGHTS),)), damaged_data((WEIGHTS,)))
def test_catalogues_of_weights(folder, text, data):
    file = folder / "catalogue.toml"
    for content in (text, as_toml(data)):
        in_file(file.name, folder, content, lambda: user_catalogue.read(file))


@much
@given(damaged_bytes((as_json(SEGMENTS),)), damaged_data((SEGMENTS,)))
def test_lists_of_segments(folder, text, data):
    for content in (text, as_json(data)):
        in_file("segments.json", folder, content, lambda: read_regions(folder, 16, 16))


def zipped(compression: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", compression) as archive:
        archive.writestr("pack/styles.toml", as_toml(STYLES))
        archive.writestr("pack/garden.jpg", b"\xff\xd8\xff" + b"jpeg" * 50)
    return made.getvalue()


@much
@given(damaged_bytes((zipped(zipfile.ZIP_STORED), zipped(zipfile.ZIP_DEFLATED))))
def test_packs(folder, content):
    staging = folder / "staging"
    staging.mkdir(exist_ok=True)

    def unpacked() -> None:
        with Pack(folder / "pack.zip") as pack:
            for name in pack.names:
                file = pack.file(name, staging)
                assert file.parent == staging

    in_file("pack.zip", folder, content, unpacked)
