"""A Dask cluster of separate processes: whatever happens to them, every photo is done once."""

import subprocess
import time
from contextlib import contextmanager

import pytest
from dask_processes import Cluster, can_mount
from PIL import Image
from trials import command, events, picture, results, run, states, times_done

PHOTOS = 5


@pytest.fixture
def photos(tmp_path):
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(PHOTOS):
        Image.fromarray(picture(number)).save(folder / f"p{number}.png")
    return folder


@contextmanager
def begun(*words):
    """A run under way, which is ended in any case."""
    process = subprocess.Popen(command(*words), stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def wait_until(process, true):
    while process.poll() is None and not true():
        time.sleep(0.1)


def done(out):
    return list(states(out).values()).count("done")


@pytest.mark.slow
def test_a_worker_killed_a_disk_full_and_the_scheduler_begun_anew(
    photos, recipe_file, tmp_path, weights
):
    out = tmp_path / "out"
    cluster = Cluster(tmp_path / "cluster", {"OMP_NUM_THREADS": "1"})
    cluster.add_worker("good", "--resources", "GPU=1")
    narrow = can_mount()
    if narrow:
        cluster.add_worker("narrow", "--resources", "GPU=1", room="16k")
    words = [photos, "--recipe", recipe_file, "-o", out, "--send", "--resource", "GPU=1"]
    with cluster, begun(*words, "--scheduler", cluster.address) as process:
        cluster.add_worker("without", "--resources", "CPU=1")
        wait_until(process, lambda: done(out) >= 1)
        cluster.kill("good")
        wait_until(process, lambda: done(out) >= 3)
        cluster.kill("scheduler")
        assert process.wait(timeout=300) == 0
    assert set(times_done(out).values()) == {1}
    told = " ".join(each.get("text", "") for each in events(out))
    assert ("The disk is full" in told) == narrow
    at_home = tmp_path / "home"
    here = run(photos, "--recipe", recipe_file, "-o", at_home, "--workers", 1, "--threads", 1)
    assert here.returncode == 0, here.stderr
    assert results(out) == results(at_home)


def test_a_local_cluster_is_for_a_try_and_sees_the_folder_itself(
    photos, recipe_file, tmp_path, weights
):
    for number in range(2, PHOTOS):
        (photos / f"p{number}.png").unlink()
    out = tmp_path / "out"
    tried = run(photos, "--recipe", recipe_file, "-o", out, "--local-cluster", 1)
    assert tried.returncode == 0, tried.stderr
    assert times_done(out) == {"p0": 1, "p1": 1}
    assert events(out)[1]["where"].startswith("tcp://127.0.0.1:")
    assert not list((out / "segstyle-batch/staging").iterdir())
    assert not tried.stderr


def test_no_scheduler_is_told(photos, recipe_file, tmp_path, weights):
    words = [photos, "--recipe", recipe_file, "-o", tmp_path / "out"]
    refused = run(*words, "--scheduler", "tcp://127.0.0.1:1")
    assert refused.returncode == 2
    assert "No scheduler answers" in refused.stderr
    refused = run(*words, "--scheduler", "tls://127.0.0.1:1")
    assert refused.returncode == 2
    assert "wants certificates" in refused.stderr
    assert "Traceback" not in refused.stderr
