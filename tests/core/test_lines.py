"""Who may import whom, and what a package's face may not load."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
CORE = ROOT / "segstyle_core"
PLUGIN = ROOT / "plugin"
HEAVY = {"torch", "torchvision", "onnx", "onnxruntime", "cv2", "matplotlib", "captum"} | {
    "skimage",
    "sklearn",
    "tflite",
}


def dotted(path):
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def faces():
    """Each package, each registry, and each module beside the rooms, as the tree has them."""
    found = [*CORE.rglob("__init__.py"), *CORE.rglob("registry.py"), *CORE.glob("*.py")]
    return sorted({dotted(path) for path in found if path.name != "__main__.py"})


def imported(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name.split(".")[0] for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module.split(".")[0]


def loaded_by(module):
    code = f"import sys, {module}\nprint(*sys.modules)"
    answer = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr
    return set(answer.stdout.split())


def test_the_tree_has_the_faces_that_are_watched():
    assert {"segstyle_core", "segstyle_core.cli", "segstyle_core.methods.registry"} <= set(faces())


def test_the_heavy_ones_are_seen_when_they_are_loaded():
    assert loaded_by("cv2") & HEAVY == {"cv2"}


@pytest.mark.parametrize("face", faces())
def test_a_face_loads_nothing_heavy(face):
    assert not loaded_by(face) & HEAVY


def test_segmenting_starts_without_torch_or_the_style_engine():
    rooms = loaded_by("segstyle_core.segmenters")
    assert not {room for room in rooms if room.startswith("segstyle_core.style")}


def plugin_files():
    return sorted(PLUGIN.rglob("*.py"))


@pytest.mark.parametrize("path", plugin_files(), ids=lambda path: str(path.relative_to(PLUGIN)))
def test_the_plug_in_needs_only_gimp_s_own_python(path):
    base = PLUGIN / "segstyle"
    own = {found.stem for found in base.iterdir()}
    strangers = set(imported(path)) - set(sys.stdlib_module_names) - own - {"gi", "cairo"}
    assert not strangers


@pytest.mark.parametrize("path", sorted(CORE.rglob("*.py")), ids=dotted)
def test_the_core_knows_nothing_of_gimp(path):
    assert not set(imported(path)) & {"gi", "plugin", "segstyle", "gimpfu"}
