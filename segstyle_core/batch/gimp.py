"""Layered files in GIMP's own format, by a GIMP without a window that has the plug-in."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np

from segstyle_core.errors import CoreFailureError
from segstyle_core.image import Bytes, Picture, save_png
from segstyle_core.layers import StyledLayer
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.regions.overlay import colours

__all__ = ["gimp_command", "write_xcf"]

PROGRAMS = ("gimp-console-3.2", "gimp-console-3.0", "gimp-console-3", "gimp-console")
SECONDS = 600

SCRIPT = """
from gi.repository import Gimp, Gio
image = Gimp.file_load(Gimp.RunMode.NONINTERACTIVE, Gio.File.new_for_path({photo!r}))
image.get_layers()[0].set_name("Photo")
procedure = Gimp.get_pdb().lookup_procedure("python-fu-segstyle-add-painting")
if procedure is None:
    raise SystemExit("SegStyle's plug-in is not installed in this GIMP.")
config = procedure.create_config()
config.set_property("run-mode", Gimp.RunMode.NONINTERACTIVE)
config.set_property("image", image)
config.set_core_object_array("drawables", image.get_layers())
config.set_property("folder", {folder!r})
result = procedure.run(config)
if result.index(0) != Gimp.PDBStatusType.SUCCESS:
    raise SystemExit(Gimp.get_pdb().get_last_error())
file = Gio.File.new_for_path({result!r})
Gimp.file_save(Gimp.RunMode.NONINTERACTIVE, image, file, None)
"""


def gimp_command() -> list[str]:
    """How a GIMP without a window is started: as SEGSTYLE_GIMP says, or one on the path.

    Raises:
        CoreFailureError: there is none.
    """
    told = shlex.split(os.environ.get("SEGSTYLE_GIMP", ""))
    found = told or [path for name in PROGRAMS if (path := shutil.which(name))][:1]
    if not found:
        raise CoreFailureError(
            "GIMP was not found, which .xcf files need.",
            "Name its gimp-console in SEGSTYLE_GIMP, or use --layers ora.",
        )
    return found


def write_xcf(
    picture: Picture,
    regions: Sequence[Region],
    layers: Sequence[StyledLayer],
    recipe: Recipe,
    path: Path,
) -> None:
    """Write what the plug-in would have made of the photo: channels, masked layers, the recipe.

    Raises:
        CoreFailureError: there is no GIMP with the plug-in, or it failed.
    """
    with tempfile.TemporaryDirectory(prefix="batch-segstyle-") as name:
        folder = Path(name)
        alpha = picture.alpha
        photo = picture.rgb if alpha is None else np.dstack([picture.rgb, alpha])
        save_png(photo, folder / "photo.png")
        (folder / "painting.json").write_text(
            json.dumps(
                {
                    "segments": _segments(regions, folder),
                    "layers": [_layer(layer, n, folder) for n, layer in enumerate(layers, 1)],
                    "recipe": recipe.model_dump(mode="json"),
                }
            )
        )
        result = folder / "result.xcf"
        files = {"photo": f"{folder / 'photo.png'}", "folder": name, "result": f"{result}"}
        said = _run(SCRIPT.format(**files))
        if not result.exists():
            raise CoreFailureError(
                f"GIMP could not write {path.name} ({said}).",
                "Install the plug-in in that GIMP with install.py, or use --layers ora.",
            )
        shutil.move(result, path)


def _segments(regions: Sequence[Region], folder: Path) -> list[dict[str, Any]]:
    """As the core answers ``segment``."""
    rows = []
    for number, (region, colour) in enumerate(zip(regions, colours(len(regions)), strict=True)):
        box = region.box
        if box is not None:
            file = _raw(region.coverage[box.slices], folder / f"region-{number}.u8")
            parts = [part.numbers for part in region.parts]
            row = {"name": region.name, "colour": colour, "box": box.numbers}
            rows.append({**row, "coverage": file, "parts": parts})
    return rows


def _layer(layer: StyledLayer, number: int, folder: Path) -> dict[str, Any]:
    """As the core answers ``style``."""
    return {
        "region": layer.region,
        "name": layer.name,
        "style": layer.style,
        "box": layer.box.numbers,
        "pixels": _raw(layer.pixels, folder / f"layer-{number}.rgba"),
        "mask": _raw(layer.mask, folder / f"layer-{number}.u8"),
    }


def _raw(pixels: Bytes, file: Path) -> str:
    file.write_bytes(np.ascontiguousarray(pixels).tobytes())
    return file.name


def _run(script: str) -> str:
    """Have GIMP do it; the last thing that it said."""
    words = ["-n", "-i", "-d", "-f", "--batch-interpreter=python-fu-eval", "-b", script, "--quit"]
    try:
        done = subprocess.run(
            [*gimp_command(), *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took more than {SECONDS} seconds"
    except OSError as error:
        return f"it cannot be started: {error.strerror}"
    lines = done.stdout.decode(errors="replace").strip().splitlines()
    return lines[-1] if lines else f"it ended with {done.returncode}"
