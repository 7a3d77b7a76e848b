"""The walk downhill: keeps the best, obeys, and lives through what is not finite."""

import math
import subprocess
import sys

import torch

from segstyle_core.progress import Control
from segstyle_core.style.optimiser import minimise

TARGET = torch.linspace(0.1, 0.9, 3 * 8 * 8).reshape(1, 3, 8, 8)


def distance(picture):
    return 1e3 * (picture - TARGET).square().sum()


def differentiated(loss):
    def value_and_gradient(picture):
        x = picture.clone().requires_grad_(True)
        value = loss(x)
        return float(value.detach()), torch.autograd.grad(value, x)[0]

    return value_and_gradient


def go_on(step):
    return Control.CONTINUE


def test_it_finds_the_minimum():
    found = minimise(differentiated(distance), torch.full_like(TARGET, 0.5), 60, go_on)
    torch.testing.assert_close(found.picture, TARGET, atol=1e-3, rtol=0)


def test_adam_finds_it_too():
    start = torch.full_like(TARGET, 0.5)
    found = minimise(differentiated(distance), start, 300, go_on, "adam")
    torch.testing.assert_close(found.picture, TARGET, atol=2e-2, rtol=0)


def test_it_keeps_the_best_and_not_the_last():
    seen = []

    def bumpy(picture):
        value = distance(picture)
        return value * 50 if len(seen) == 3 else value

    def note(step):
        seen.append(step.loss)
        return Control.CONTINUE

    found = minimise(differentiated(bumpy), torch.full_like(TARGET, 0.5), 4, note)
    assert found.loss == min(seen)
    assert float(distance(found.picture)) <= min(seen) * 1.001


def test_only_what_may_be_the_best_is_a_finalist():
    losses = iter((9.0, 5.1, 5.0, 5.2, 5.12, 6.0))
    found = minimise(
        lambda picture: (next(losses), torch.zeros_like(picture)),
        torch.full((1, 3, 4, 4), 0.5),
        6,
        go_on,
        "adam",
        finalists=4,
    )
    assert found.loss == 5.0 and len(found.finalists) == 3


def test_the_picture_stays_displayable():
    found = minimise(
        differentiated(lambda p: (p - 2).square().sum()), torch.full_like(TARGET, 0.5), 20, go_on
    )
    assert found.picture.min() >= 0
    assert found.picture.max() <= 1


def test_stopping_is_obeyed_within_the_step():
    steps = []

    def stop(step):
        steps.append(step.number)
        return Control.STOP_KEEP_BEST if step.number == 3 else Control.CONTINUE

    found = minimise(differentiated(distance), torch.rand_like(TARGET), 50, stop)
    assert steps == [1, 2, 3]
    assert found.control is Control.STOP_KEEP_BEST


def test_what_is_not_finite_sends_it_back_to_the_best():
    calls = []

    def poisoned(picture):
        calls.append(1)
        return distance(picture) * (math.nan if len(calls) == 4 else 1)

    start = torch.full_like(TARGET, 0.5)
    found = minimise(differentiated(poisoned), start, 40, go_on)
    assert len(calls) > 4
    assert found.loss < float(distance(start)) / 1e3
    assert torch.isfinite(found.picture).all()
    torch.testing.assert_close(found.picture, TARGET, atol=1e-2, rtol=0)


def test_a_stall_ends_the_walk():
    found = minimise(
        differentiated(lambda p: p.sum() * 0 + 5.0), torch.rand_like(TARGET), 500, go_on
    )
    assert found.steps < 200


def test_a_loss_too_coarse_for_tiny_steps_is_still_brought_down():
    """As in bfloat16: changes of less than a thousandth of the loss are not seen."""

    def rounded(picture):
        value, gradient = differentiated(distance)(picture)
        grain = 2.0 ** (math.floor(math.log2(value)) - 8)
        return round(value / grain) * grain, gradient.bfloat16().float()

    start = torch.zeros(1, 3, 8, 8)
    found = minimise(rounded, start, 40, go_on)
    assert found.loss < float(distance(start)) / 100


def test_torch_s_compiler_is_not_loaded_for_it():
    """It takes seconds, and has nothing to do."""
    code = """
import sys, torch
from segstyle_core.progress import Control
from segstyle_core.style.optimiser import minimise

halved = lambda picture: (float(picture.square().sum()) / 2, picture)
found = minimise(halved, torch.full((1, 3, 8, 8), 0.5), 5, lambda step: Control.CONTINUE)
assert found.loss < 1e-3, found.loss
assert "torch._dynamo" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", code], check=True)
