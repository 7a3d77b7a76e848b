"""Runs the files of inside/ in a real, headless GIMP with the real core."""

from __future__ import annotations

import contextlib
import json
import secrets
import shlex
import shutil
import time
from pathlib import Path

import pytest
import sklearn.datasets
from PIL import Image

from real_gimp import Gimp, run_inside
from real_ssh import NoSshError, serving
from segstyle_core import terminal
from segstyle_core.gallery import styles
from segstyle_core.image import load_picture
from segstyle_core.segmenters import Look

pytestmark = [pytest.mark.gimp, pytest.mark.usefixtures("weights")]

INSIDE = Path(__file__).parent / "inside"
PHOTO = Path(sklearn.datasets.__file__).parent / "images/china.jpg"


def run(gimp: Gimp, tmp: Path, name: str, seconds: float, **environment: str) -> None:
    photo = tmp / "china.jpg"
    photo.write_bytes(PHOTO.read_bytes())
    temporary = tmp / "temporary"
    temporary.mkdir()
    given = {
        "TMPDIR": str(temporary),
        "SEGSTYLE_STYLES_DIR": str(tmp / "styles"),
        "SEGSTYLE_TEST_PHOTO": str(photo),
        "SEGSTYLE_TEST_STYLES": ",".join(style.id for style in styles()[:2]),
        "SEGSTYLE_TEST_TOKEN": secrets.token_hex(8),
    }
    passed, said = run_inside(gimp, INSIDE / f"{name}.py", seconds, **{**given, **environment})
    assert passed, f"in GIMP {gimp.version}:\n{said}"


@pytest.mark.parametrize(
    ("name", "seconds"),
    [
        ("shim", 120),
        ("photo", 900),
        ("inputs", 900),
        ("marks", 300),
        ("talk", 300),
        ("transfer", 600),
        ("procedures", 600),
        ("again", 900),
        ("live_style", 600),
    ],
)
def test_inside(gimp: Gimp, tmp_path: Path, name: str, seconds: float) -> None:
    run(gimp, tmp_path, name, seconds)


@pytest.mark.parametrize("gimp", ["3.0"], indirect=True)
def test_examples_of_the_documentation(gimp: Gimp, tmp_path: Path) -> None:
    run(gimp, tmp_path, "examples", 600)


@pytest.mark.parametrize("gimp", ["3.2"], indirect=True)
def test_with_the_core_on_another_machine(gimp: Gimp, tmp_path: Path) -> None:
    try:
        with serving() as ssh:
            inside = [] if gimp.root is None else ["/usr/sbin/chroot", "/host"]
            command = f"{shlex.join(inside)} {ssh.worker(OMP_NUM_THREADS='1')}"
            run(gimp, tmp_path, "elsewhere", 600, SEGSTYLE_CORE=command)
    except NoSshError as error:
        pytest.skip(f"NOT TESTED: {error}")


@pytest.mark.parametrize("gimp", ["3.0"], indirect=True)
def test_a_batch_goes_on_without_gimp(gimp: Gimp, tmp_path: Path) -> None:
    photos, out = tmp_path / "photos", tmp_path / "out"
    photos.mkdir()
    with Image.open(PHOTO) as photo:
        for number in (1, 2):
            photo.resize((96, 64)).save(photos / f"{number}.png")
    region = Look(load_picture(photos / "1.png"), "auto").divide(None).regions[0].name
    # not with GIMP's own mark, so that the profile does not end it
    core = gimp.core.replace("/usr/bin/env", "/usr/bin/env --unset=GIMP3_DIRECTORY", 1)
    given = {"SEGSTYLE_TEST_PHOTOS": str(photos), "SEGSTYLE_TEST_OUT": str(out)}
    given["SEGSTYLE_TEST_REGION"] = region
    run(gimp, tmp_path, "batch", 300, SEGSTYLE_CORE=core, OMP_NUM_THREADS="1", **given)
    saved = terminal.recipe(out.with_suffix(".xcf"), [], [], {})
    assert [each.region for each in saved.assignments] == ["sky", "my dog"]
    manifest = out / "segstyle-batch/manifest.jsonl"
    for _ in range(1800):
        if manifest.exists() and (events := manifest.read_text().splitlines()):
            last = json.loads(events[-1])
            if last["kind"] == "end":
                break
        time.sleep(0.5)
    assert (last["done"], last["failed"], last["skipped"]) == (2, 0, 0)
    assert {file.name for file in out.glob("*.*")} == {"1.ora", "1.png", "2.ora", "2.png"}


def test_killed_in_the_middle(gimp: Gimp, tmp_path: Path) -> None:
    run(gimp, tmp_path, "ends", 600)


def test_nothing_outlives_gimp(gimp: Gimp, tmp_path: Path) -> None:
    note = tmp_path / "folder"
    given = {"SEGSTYLE_TEST_TOKEN": secrets.token_hex(8), "SEGSTYLE_TEST_NOTE": str(note)}
    mark = f"SEGSTYLE_TEST_TOKEN={given['SEGSTYLE_TEST_TOKEN']}".encode()
    with pytest.raises(AssertionError, match="in GIMP"):
        run(gimp, tmp_path, "gimp_killed", 120, **given)
    for _ in range(40):
        if not _processes_with(mark):
            break
        time.sleep(0.1)
    assert _processes_with(mark) == []
    assert not Path(note.read_text()).exists()


def _processes_with(word: bytes) -> list[str]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if word in (folder / "environ").read_bytes():
                found.append((folder / "cmdline").read_text().replace("\0", " "))
    return found


CORES = {
    "not installed": ("", "not installed|install.py"),
    "not there": ("/no/such/program worker", "cannot be started|/no/such/program"),
    "dies at once": ("/bin/sh -c 'echo out of cheese >&2; exit 3'", "exit code 3|out of cheese"),
    "speaks nonsense": ("/bin/sh -c 'echo moo; sleep 9'", "not understood|moo"),
}


@pytest.mark.parametrize("case", CORES)
def test_core_that_does_not_work(gimp: Gimp, tmp_path: Path, case: str) -> None:
    command, words = CORES[case]
    given = {"SEGSTYLE_CORE": command, "SEGSTYLE_TEST_WORDS": words}
    run(gimp, tmp_path, "refusal", 120, SEGSTYLE_TEST_METHOD="segment", **given)


def test_damaged_weights(gimp: Gimp, weights: Path, tmp_path: Path) -> None:
    damaged = tmp_path / "weights"
    shutil.copytree(weights, damaged, ignore=shutil.ignore_patterns("*.lock", "*.onnx"))
    with (damaged / "vgg19.npz").open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)[0]
        file.seek(1_000_000)
        file.write(bytes([byte ^ 1]))
    given = {"SEGSTYLE_WEIGHTS_DIR": str(damaged), "SEGSTYLE_TEST_METHOD": "style"}
    run(gimp, tmp_path, "refusal", 120, SEGSTYLE_TEST_WORDS="VGG-19|wrong checksum", **given)
    shutil.rmtree(damaged)
