"""The engine when something goes wrong: memory, time, divergence, a killed run."""

import math
import time
from contextlib import contextmanager

import numpy as np
import pytest
import torch

from segstyle_core.errors import CoreFailureError
from segstyle_core.progress import Control
from segstyle_core.recipe import Recipe
from segstyle_core.style import engine, memory, optimiser
from segstyle_core.style.checkpoint import Journal, Keeper
from segstyle_core.style.engine import Source, StyleJob, Zone, stylize
from segstyle_core.style.optimiser import JUMP, minimise
from segstyle_core.style.pyramid import Scale
from segstyle_core.style.tiles import WHOLE

SCALES = (Scale(0.5, 3, 2.0), Scale(1.0, 3, 1.0))


@pytest.fixture(scope="module")
def job(store):
    dice = np.random.default_rng(1)
    content, style = (dice.integers(0, 256, (96, 288, 3), dtype=np.uint8) for _ in range(2))
    everywhere = np.full((96, 288), 255, np.uint8)
    zones = (Zone(everywhere, (Source(style),)),)
    return StyleJob(content, everywhere, zones, SCALES, store.path("vgg19"), Recipe())


def go_on(step):
    return Control.CONTINUE


class Short:
    """The real loss on a machine whose memory does for so many pixels of width at once."""

    def __init__(self, patch, widest):
        self.widest = widest
        real = engine.objective_at
        patch.setattr(engine, "SMALLEST_TILE", 32)
        patch.setattr(engine, "objective_at", lambda *given: self.checked(real(*given)))

    def checked(self, objective):
        for window in objective._windows:
            if window._tile.outer.width > self.widest:
                raise RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried …")
        return objective


def test_short_of_memory_it_goes_on_in_smaller_tiles(job, monkeypatch):
    whole = stylize(job, on_step=go_on)
    Short(monkeypatch, 287)
    notes = []

    def on_step(step):
        notes.append(step.note)
        return Control.CONTINUE

    tiled = stylize(job, on_step=on_step)
    assert any("tiles of 83" in note for note in tiled.notes)
    assert any("tiles of 83" in note for note in notes)
    assert tiled.size == (288, 96) and tiled.losses.total < 1.2 * whole.losses.total


def test_then_at_a_smaller_size(job, monkeypatch):
    Short(monkeypatch, 150)
    result = stylize(job, on_step=go_on)
    assert result.size == (144, 48) and result.pixels.shape == job.content.shape
    assert any("smaller size" in note for note in result.notes)


def test_and_when_nothing_helps_it_says_so(job, monkeypatch):
    Short(monkeypatch, 20)
    with pytest.raises(CoreFailureError, match="memory"):
        stylize(job, on_step=go_on)


def test_tiles_fit_into_the_free_memory(monkeypatch):
    cpu, sides = torch.device("cpu"), []
    for free in (40, 8, 4, 2):
        monkeypatch.setattr(memory, "free_bytes", lambda device, free=free: free << 30)
        sides.append(memory.fitting_tile(2_000_000, cpu, torch.float32))
    assert sides[0] is None
    fitting = [side for side in sides if side is not None]
    assert fitting == sorted(fitting, reverse=True) and fitting[-1] < 600


def test_a_picture_is_looked_at_as_a_whole_where_the_free_memory_does(monkeypatch):
    cpu, free = torch.device("cpu"), 2 << 30
    monkeypatch.setattr(memory, "free_bytes", lambda device: free)
    most = memory.most_as_a_whole(cpu, torch.float32)
    assert memory.fitting_tile(most, cpu, torch.float32) is None
    assert memory.fitting_tile(most + 1000, cpu, torch.float32) is not None
    assert most < memory.most_as_a_whole(cpu, torch.bfloat16) < WHOLE
    free = 40 << 30
    assert memory.most_as_a_whole(cpu, torch.float32) == WHOLE


@pytest.mark.parametrize(
    ("error", "short"),
    [
        (MemoryError(), True),
        (torch.OutOfMemoryError("CUDA out of memory."), True),
        (RuntimeError("[enforce fail] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate"), True),
        (RuntimeError("shape mismatch"), False),
        (ValueError("out of memory"), False),
    ],
)
def test_what_counts_as_short_of_memory(error, short):
    assert memory.is_shortage(error) is short


def test_no_time_leaves_the_finer_levels_out(job):
    result = stylize(job, on_step=go_on, seconds=0.0)
    assert result.steps == 1 and result.size == (144, 48)
    assert not result.stopped_early
    assert any("time" in note for note in result.notes)


def test_a_loss_that_blows_up_is_walked_again_in_smaller_steps():
    """A cliff beside the valley: whoever steps beyond 0.3 meets a loss a million times as high."""
    target = torch.full((1, 3, 8, 8), 0.29)
    moves, told = [], []

    def cliff(picture):
        high = float(picture.max()) > 0.31
        difference = picture - target
        value = 1e3 * float(difference.square().sum())
        return (value + 1.0) * (1e6 if high else 1.0), -difference * 2e3 if high else (
            difference * 2e3
        )

    def note(step):
        moves.append(step.loss)
        return Control.CONTINUE

    start = torch.zeros_like(target)
    found = minimise(cliff, start, 60, note, "adam", on_divergence=lambda: told.append(1))
    assert max(moves) > JUMP * min(moves)
    assert len(told) == found.divergences == found.restarts
    assert found.loss == min(moves)


def test_one_probe_too_far_is_the_line_search_s_right():
    calls = []

    def loss(picture):
        calls.append(1)
        factor = 200.0 if len(calls) == 3 else 1.0
        return float((picture - 0.2).square().sum()) * factor, (picture - 0.2) * 2 * factor

    found = minimise(loss, torch.ones(1, 3, 4, 4), 20, go_on)
    assert found.divergences == 0


@pytest.mark.parametrize("worth", [math.nan, math.inf, 1e9])
def test_a_loss_gone_for_good_leaves_the_best(worth):
    calls = []

    def lost(picture):
        calls.append(1)
        return (5.0 - len(calls) / 10 if len(calls) < 5 else worth), torch.ones_like(picture)

    told = []
    found = minimise(
        lost, torch.full((1, 3, 4, 4), 0.5), 200, go_on, on_divergence=lambda: told.append(1)
    )
    assert found.loss < 5.0 and torch.isfinite(found.picture).all()
    assert 1 <= found.divergences == len(told) <= 4
    assert found.steps < 40


def test_float32_chooses_among_the_best(job, monkeypatch):
    monkeypatch.setattr(engine, "fast_dtype", lambda device: torch.bfloat16)
    seen = []
    real = engine._Run._judged

    def judged(run, finalists, *rest):
        seen.append(finalists)
        return real(run, finalists, *rest)

    monkeypatch.setattr(engine._Run, "_judged", judged)
    monkeypatch.setattr(optimiser, "DOUBT", 10.0)
    result = stylize(job, on_step=go_on)
    assert len(seen[0]) == 2
    losses = [engine.measure(engine.to_pixels(each), job).total for each in seen[0]]
    assert result.losses.total == pytest.approx(min(losses))


def test_a_run_goes_on_where_it_was(job, tmp_path):
    class Killed(BaseException):
        pass

    def kill(step):
        if step.level == 1:
            raise Killed
        return Control.CONTINUE

    def journal():
        return Keeper("key", True, tmp_path).journal(0)

    with pytest.raises(Killed):
        stylize(job, on_step=kill, journal=journal())
    levels = []

    def note(step):
        levels.append(step.level)
        return Control.CONTINUE

    resumed = stylize(job, on_step=note, journal=journal())
    whole = stylize(job, on_step=go_on)
    assert set(levels) == {1} and "Went on from a checkpoint." in resumed.notes
    np.testing.assert_array_equal(resumed.pixels, whole.pixels)


def test_what_is_finished_comes_back_as_it_was(job, tmp_path):
    done = stylize(job, on_step=go_on)
    Journal(tmp_path / "run-0").finish(done)
    again = Journal(tmp_path / "run-0").finished()
    np.testing.assert_array_equal(again.pixels, done.pixels)
    assert (again.losses, again.steps, again.size) == (done.losses, done.steps, done.size)


def test_a_damaged_checkpoint_counts_as_none(tmp_path, caplog):
    journal = Journal(tmp_path / "run-0")
    journal.keep(1, 2, torch.rand(1, 3, 8, 8))
    assert journal.position()[:2] == (1, 2)
    (file,) = tmp_path.iterdir()
    file.write_bytes(file.read_bytes()[:200])
    assert journal.position() is None
    assert "damaged" in caplog.text


def test_old_checkpoints_go(tmp_path):
    import os

    Keeper("old", False, tmp_path).journal(0).keep(0, 1, torch.rand(1, 3, 8, 8))
    Keeper("new", False, tmp_path).journal(0).keep(0, 1, torch.rand(1, 3, 8, 8))
    month_ago = time.time() - 30 * 86_400
    os.utime(tmp_path / "old", (month_ago, month_ago))
    Keeper("mine", False, tmp_path)
    assert [folder.name for folder in tmp_path.iterdir()] == ["new"]


@pytest.mark.parametrize(
    ("pixels", "tile", "short"),
    [(9_000_000, None, False), (5_000, 128, True), (10_000_000, None, True)],
)
def test_memory_is_given_back_at_once_where_it_is_short_alone(pixels, tile, short, monkeypatch):
    entered = []

    @contextmanager
    def noted():
        entered.append(True)
        yield

    monkeypatch.setattr(memory, "giving_back_at_once", noted)
    with memory.sparing(pixels, tile):
        assert entered == [True] * short
