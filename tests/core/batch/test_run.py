"""``segstyle batch`` on this machine: to its end, killed, stopped, refused."""

import os
import signal
import subprocess
import time
from pathlib import Path

import pytest
from PIL import Image
from trials import command, events, picture, results, run, states, times_done

ONE = ("--workers", 1, "--threads", 1)


@pytest.fixture
def out(tmp_path):
    return tmp_path / "out"


@pytest.fixture(scope="module")
def reference(tmp_path_factory, recipe_file, weights):
    """What comes of the photos in one go, on one worker: the folder of photos, and the results."""
    folder = tmp_path_factory.mktemp("reference")
    photos = folder / "photos"
    photos.mkdir()
    for number in range(3):
        Image.fromarray(picture(number)).save(photos / f"p{number}.png")
    (photos / "p3.png").write_text("no picture")
    done = run(photos, "--recipe", recipe_file, "-o", folder / "out", *ONE)
    return photos, folder / "out", done


def started(out, *words):
    """A run under way, once its first photo is done."""
    process = subprocess.Popen(
        command(*words, "-o", out),
        env={**os.environ, "OMP_NUM_THREADS": "1"},
        stdout=subprocess.DEVNULL,
    )
    while process.poll() is None and "done" not in states(out).values():
        time.sleep(0.05)
    return process


def workers_of(process):
    """The process numbers of a run's workers; multiprocessing has a helper of its own beside."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    words = {int(number): Path(f"/proc/{number}/cmdline").read_bytes() for number in children}
    return [number for number, command_line in words.items() if b"spawn_main" in command_line]


def is_there(number):
    try:
        return "Z" not in Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False


def test_a_run_tells_what_it_did(reference):
    _photos, out, done = reference
    assert done.returncode == 1, done.stderr
    assert "3 painted, 1 failed" in done.stdout
    assert "p3.png: p3.png is not a picture" in done.stderr
    assert states(out) == {"p0": "done", "p1": "done", "p2": "done", "p3": "failed"}
    first, start, *_, last = events(out)
    assert (first["kind"], first["settings"]["threads"]) == ("run", 1)
    assert (start["photos"], start["left"], start["workers"]) == (4, 4, 1)
    assert (last["done"], last["failed"], last["left"], last["stopped"]) == (3, 1, 0, False)
    assert set(results(out)) == {
        f"p{number}.{end}" for number in range(3) for end in ("png", "ora")
    }
    assert not list((out / "segstyle-batch/staging").iterdir())
    with Image.open(out / "segstyle-batch/sheet.jpg") as sheet:
        assert sheet.width > 72


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes by /proc")
def test_killed_and_started_again_it_goes_on_and_does_nothing_twice(reference, recipe_file, out):
    photos, whole, _ = reference
    process = started(out, photos, "--recipe", recipe_file, "--workers", 2, "--threads", 1)
    workers = workers_of(process)
    process.kill()
    process.wait()
    end = time.monotonic() + 20
    while any(map(is_there, workers)) and time.monotonic() < end:
        time.sleep(0.1)
    assert not any(map(is_there, workers))
    assert results(out).items() <= results(whole).items()
    (photos / "p3.png").unlink()
    again = run(photos, "--recipe", recipe_file, "-o", out)
    assert again.returncode == 0, again.stderr
    assert results(out) == results(whole)
    assert times_done(out) == {"p0": 1, "p1": 1, "p2": 1}
    nothing = run(photos, "--recipe", recipe_file, "-o", out)
    assert nothing.returncode == 0
    assert times_done(out) == {"p0": 1, "p1": 1, "p2": 1}
    refused_for_its_recipe_and_settings(photos, recipe_file, out)


def refused_for_its_recipe_and_settings(photos, recipe_file, out):
    other = run(photos, "--recipe", recipe_file, "-o", out, "--set", "seed=1", "--threads", 1)
    assert (other.returncode, "another recipe" in other.stderr) == (2, True)
    other = run(photos, "--recipe", recipe_file, "-o", out, "--flat", "tiff", "--threads", 1)
    assert (other.returncode, "other settings" in other.stderr) == (2, True)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes by /proc")
def test_a_worker_that_dies_is_replaced_and_a_stop_file_stops(photos, recipe_file, out, weights):
    for number in range(3, 40):
        Image.fromarray(picture(number)).save(photos / f"p{number}.png")
    process = started(out, photos, "--recipe", recipe_file, *ONE)
    busy = run(photos, "--recipe", recipe_file, "-o", out)
    assert (busy.returncode, "at work" in busy.stderr) == (2, True)
    os.kill(workers_of(process)[0], signal.SIGKILL)
    while not any("ended without a word" in each.get("text", "") for each in events(out)):
        assert process.poll() is None
        time.sleep(0.05)
    (out / "segstyle-batch/stop").touch()
    assert process.wait() == 130
    assert events(out)[-1]["stopped"]
    assert not (out / "segstyle-batch/stop").exists()


def test_photos_are_not_painted_over(photos, recipe_file):
    before = results(photos)
    refused = run(photos, "--recipe", recipe_file, "-o", photos, *ONE)
    assert (refused.returncode, "where the results go" in refused.stderr) == (2, True)
    assert results(photos) == before


def test_what_cannot_be_is_refused_in_a_line(photos, recipe_file, out):
    for words, said in (
        (["--send"], "for clusters"),
        (["--layers", "none", "--flat", "none"], "Nothing would be written"),
        (["--set", "size=1"], "recipe cannot be used"),
    ):
        refused = run(photos, "--recipe", recipe_file, "-o", out, *words)
        assert refused.returncode == 2
        assert said in refused.stderr
        assert len(refused.stderr.splitlines()) == 1
    assert not out.exists()
