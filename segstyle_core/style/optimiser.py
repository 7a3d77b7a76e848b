"""Downhill over the pixels of a picture: keeps the best, notices divergence and stalls."""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from segstyle_core.progress import Control

__all__ = ["Descent", "minimise"]

HISTORY = 20
ADAM_STEP = 0.02
FIRST_STEP = 0.005
PLATEAU_STEPS = 20
PLATEAU_GAIN = 2e-3
RESTARTS = 3
WALL = 1e8


Loss: TypeAlias = Callable[[Tensor], tuple[float, Tensor]]


@dataclass(frozen=True)
class Descent:
    """What a descent came to.

    Attributes:
        picture: float32 (1, 3, H, W), 0..1, the best iterate.
        loss: the best iterate's loss.
        steps: evaluations made.
        restarts: how often it broke off and went on from the best iterate.
        control: the user's last word.
    """

    picture: Tensor
    loss: float
    steps: int
    restarts: int
    control: Control


def minimise(
    loss: Loss,
    start: Tensor,
    steps: int,
    on_step: Callable[[int, float], Control],
    optimiser: str = "lbfgs",
) -> Descent:
    """Walk from ``start`` downhill for at most ``steps`` evaluations of the loss.

    A quadratic wall holds the iterate in the displayable range, so that what is minimised is what
    will be saved. When L-BFGS breaks off
    (a loss that is not finite, a direction that leads nowhere) it starts anew from the best
    iterate, RESTARTS times at most. PLATEAU_STEPS steps that together gain less than
    PLATEAU_GAIN of the loss end the walk.

    Args:
        loss: its value and gradient at a float32 (1, 3, H, W) picture in 0..1.
        start: float32 (1, 3, H, W), 0..1.
        steps: the most evaluations.
        on_step: told the step's number and its loss; its answer is obeyed after this very step.
        optimiser: "lbfgs", or "adam" with the step that tutorials take.
    """
    walk = _Walk(loss, start, steps, on_step)
    restarts = -1
    descend = {"lbfgs": walk.by_lbfgs, "adam": walk.by_adam}[optimiser]
    while not walk.over and restarts < RESTARTS:
        restarts += 1
        with suppress(_Over):
            descend()
    return Descent(walk.best, walk.best_loss, walk.step, max(0, restarts), walk.control)


class _Over(Exception):  # noqa: N818 - a signal, not an error
    """Ends a run from inside an evaluation."""


class _Walk:
    def __init__(
        self,
        loss: Loss,
        start: Tensor,
        steps: int,
        on_step: Callable[[int, float], Control],
    ) -> None:
        self.best, self.best_loss = start.clone(), math.inf
        self.step = 0
        self.control = Control.CONTINUE
        self.over = False
        self._loss, self._steps, self._on_step = loss, steps, on_step
        self._milestone = math.inf

    def by_adam(self) -> None:
        """One run of Adam (Kingma and Ba 2014) from the best iterate."""
        x = self._from_the_best()
        optimiser = torch.optim.Adam([x], lr=ADAM_STEP)
        while True:
            self._evaluate(x)
            optimiser.step()

    def by_lbfgs(self) -> None:
        """One run of L-BFGS from the best iterate, until it ends or breaks off.

        torch's first step has an L1 norm of 1, which over a whole picture is less than a loss in
        bfloat16 can tell; so it walks in units in which that is FIRST_STEP for each value.
        """
        x = self._from_the_best()
        unit = FIRST_STEP * x.numel()
        walked = (x.detach() / unit).requires_grad_(True)

        def evaluate() -> Tensor:
            with torch.no_grad():
                x.copy_(walked * unit)
            value = self._evaluate(x)
            assert x.grad is not None
            walked.grad = x.grad * unit
            return value

        optimiser = torch.optim.LBFGS(
            [walked],
            lr=1.0,
            max_iter=self._steps,
            max_eval=2 * self._steps,
            history_size=HISTORY,
            tolerance_grad=0.0,
            tolerance_change=0.0,
            line_search_fn="strong_wolfe",
        )
        optimiser.step(evaluate)  # type: ignore[no-untyped-call]

    def _from_the_best(self) -> Tensor:
        return self.best.clone(memory_format=torch.contiguous_format).requires_grad_(True)

    def _evaluate(self, x: Tensor) -> Tensor:
        at = x.detach()
        shown = at.clamp(0, 1)
        value, gradient = self._loss(at)
        beyond = at - shown
        value += WALL * float(beyond.square().mean())
        x.grad = gradient + (2 * WALL / at.numel()) * beyond
        self._note(shown, value)
        return torch.tensor(value)

    def _note(self, shown: Tensor, value: float) -> None:
        self.step += 1
        if value < self.best_loss:
            self.best, self.best_loss = shown.clone(), value
        self.control = self._on_step(self.step, value)
        self.over = (
            self.control is not Control.CONTINUE or self.step >= self._steps or self._stalled()
        )
        if self.over or not math.isfinite(value):
            raise _Over

    def _stalled(self) -> bool:
        if self.step % PLATEAU_STEPS:
            return False
        stalled = self.best_loss > self._milestone * (1 - PLATEAU_GAIN)
        self._milestone = self.best_loss
        return stalled
