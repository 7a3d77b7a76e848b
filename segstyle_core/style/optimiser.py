"""L-BFGS over the pixels of a picture: keeps the best, notices divergence and stalls."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import torch
from torch import Tensor

from segstyle_core.progress import Control

__all__ = ["Descent", "minimise"]

HISTORY = 20
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
    """
    walk = _Walk(loss, start, steps, on_step)
    restarts = -1
    while not walk.over and restarts < RESTARTS:
        restarts += 1
        walk.descend()
    return Descent(walk.best, walk.best_loss, walk.step, max(0, restarts), walk.control)


class _Over(Exception):  # noqa: N818 - a signal, not an error
    """Ends L-BFGS from inside an evaluation."""


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

    def descend(self) -> None:
        """One run of L-BFGS from the best iterate, until it ends or breaks off."""
        x = self.best.clone(memory_format=torch.contiguous_format).requires_grad_(True)
        optimiser = torch.optim.LBFGS(
            [x],
            lr=1.0,
            max_iter=self._steps,
            max_eval=2 * self._steps,
            history_size=HISTORY,
            tolerance_grad=0.0,
            tolerance_change=0.0,
            line_search_fn="strong_wolfe",
        )
        try:
            optimiser.step(lambda: self._evaluate(x))  # type: ignore[no-untyped-call]
        except _Over:
            return

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
