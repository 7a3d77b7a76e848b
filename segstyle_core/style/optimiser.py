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

__all__ = ["Descent", "Step", "minimise"]

HISTORY = 20
"""Pairs of steps and gradients that L-BFGS keeps …"""

HISTORY_BYTES = 1_500_000_000
"""… and how much memory they may take, however large the picture: of 24 megapixels it keeps two."""

ADAM_STEP = 0.02
FIRST_STEP = 0.005
PLATEAU_STEPS = 20
PLATEAU_GAIN = 2e-3
RESTARTS = 3
WALL = 1e8

JUMP = 10.0
"""A loss so many times the best is too high to go on from."""

DOUBT = 0.03
"""What of a loss in bfloat16 may be its rounding: between two pictures up to 0.025 was seen."""

PROBES = {"lbfgs": 3, "adam": 1}
"""So many of them in a row are a divergence. A line search may look too far ahead: from noise it
was seen to meet 117 times the best loss once, and to find back with the next look."""

Loss: TypeAlias = Callable[[Tensor], tuple[float, Tensor]]


@dataclass(frozen=True)
class Step:
    """An evaluation: its number, from 1; its loss; the best picture so far (1, 3, H, W)."""

    number: int
    loss: float
    best: Tensor


@dataclass(frozen=True)
class Descent:
    """What a descent came to.

    Attributes:
        finalists: float32 (1, 3, H, W), 0..1, the best iterates, about as good as one another, the
            very best first.
        loss: the best iterate's loss.
        steps: evaluations made.
        restarts: how often it broke off and went on from the best iterate.
        divergences: how many of these were for a loss too high or not finite.
        control: the user's last word.
    """

    finalists: tuple[Tensor, ...]
    loss: float
    steps: int
    restarts: int
    divergences: int
    control: Control

    @property
    def picture(self) -> Tensor:
        """The best iterate."""
        return self.finalists[0]


def minimise(
    loss: Loss,
    start: Tensor,
    steps: int,
    on_step: Callable[[Step], Control],
    optimiser: str = "lbfgs",
    *,
    rate: float = ADAM_STEP,
    finalists: int = 1,
    on_divergence: Callable[[], None] = lambda: None,
) -> Descent:
    """Walk from ``start`` downhill for at most ``steps`` evaluations of the loss.

    A quadratic wall holds the iterate in the displayable range, so that what is minimised is what
    will be saved. When the walk diverges (a loss that is not finite, or more than JUMP times the
    best) it starts anew from the best iterate with half the first step; when a direction leads
    nowhere, with the same; RESTARTS times at most. PLATEAU_STEPS steps that together gain less
    than PLATEAU_GAIN of the loss end the walk.

    Args:
        loss: its value and gradient at a float32 (1, 3, H, W) picture in 0..1.
        start: float32 (1, 3, H, W), 0..1.
        steps: the most evaluations.
        on_step: told of each evaluation; its answer is obeyed after this very step.
        optimiser: "lbfgs", or "adam".
        rate: Adam's step.
        finalists: how many of the best iterates to keep; those whose loss is more than DOUBT of it
            above the best cannot turn out to be better.
        on_divergence: told of each divergence, before it starts anew.
    """
    walk = _Walk(loss, start, steps, on_step, finalists, PROBES[optimiser], rate)
    descend = {"lbfgs": walk.by_lbfgs, "adam": walk.by_adam}[optimiser]
    restarts, divergences = -1, 0
    while not walk.over and restarts < RESTARTS:
        restarts += 1
        try:
            with suppress(_Over):
                descend(0.5**divergences)
        except _Diverged:
            divergences += 1
            on_divergence()
    close = walk.best_loss * (1 + DOUBT)
    pictures = tuple(picture for loss, picture in walk.best if loss <= close) or (start,)
    return Descent(pictures, walk.best_loss, walk.step, max(0, restarts), divergences, walk.control)


class _Over(Exception):  # noqa: N818 - a signal, not an error
    """Ends a run from inside an evaluation."""


class _Diverged(Exception):  # noqa: N818 - a signal, not an error
    """Ends a run that leads away."""


class _Walk:
    def __init__(
        self,
        loss: Loss,
        start: Tensor,
        steps: int,
        on_step: Callable[[Step], Control],
        finalists: int,
        probes: int,
        rate: float,
    ) -> None:
        self.best: list[tuple[float, Tensor]] = []
        self.step = 0
        self.control = Control.CONTINUE
        self.over = False
        self._loss, self._start, self._steps, self._on_step = loss, start, steps, on_step
        self._finalists, self._probes, self._rate = finalists, probes, rate
        self._too_high = 0
        self._milestone = math.inf

    @property
    def best_loss(self) -> float:
        return self.best[0][0] if self.best else math.inf

    def by_adam(self, caution: float) -> None:
        """One run of Adam (Kingma and Ba 2014) from the best iterate."""
        x = self._from_the_best()
        optimiser = torch.optim.Adam([x], lr=self._rate * caution)
        while True:
            self._evaluate(x)
            optimiser.step()

    def by_lbfgs(self, caution: float) -> None:
        """One run of L-BFGS from the best iterate, until it ends or breaks off.

        torch's first step has an L1 norm of 1, which over a whole picture is less than a loss in
        bfloat16 can tell; so it walks in units in which that is FIRST_STEP for each value, or
        ``caution`` (0..1) of that.
        """
        x = self._from_the_best()
        unit = FIRST_STEP * caution * x.numel()
        walked = (x.detach() / unit).requires_grad_(True)

        def evaluate() -> Tensor:
            with torch.no_grad():
                x.copy_(walked * unit)
            value = self._evaluate(x)
            assert x.grad is not None
            walked.grad = x.grad * unit
            return value

        _leave_out_the_compiler()
        optimiser = torch.optim.LBFGS(
            [walked],
            lr=1.0,
            max_iter=self._steps,
            max_eval=2 * self._steps,
            history_size=_history(x.numel()),
            tolerance_grad=0.0,
            tolerance_change=0.0,
            line_search_fn="strong_wolfe",
        )
        optimiser.step(evaluate)  # type: ignore[no-untyped-call]

    def _from_the_best(self) -> Tensor:
        self._too_high = 0
        best = self.best[0][1] if self.best else self._start
        return best.clone(memory_format=torch.contiguous_format).requires_grad_(True)

    def _evaluate(self, x: Tensor) -> Tensor:
        at = x.detach()
        shown = at.clamp(0, 1)
        value, gradient = self._loss(at)
        beyond = at - shown
        value += WALL * float(beyond.square().mean())
        if not bool(torch.isfinite(gradient).all()):
            value = math.nan
        x.grad = gradient + (2 * WALL / at.numel()) * beyond
        self._note(shown, value)
        return torch.tensor(value)

    def _note(self, shown: Tensor, value: float) -> None:
        self.step += 1
        self._too_high = 0 if value <= JUMP * self.best_loss else self._too_high + 1
        self._rank(shown, value)
        best = self.best[0][1] if self.best else self._start
        self.control = self._on_step(Step(self.step, value, best))
        self.over = (
            self.control is not Control.CONTINUE or self.step >= self._steps or self._stalled()
        )
        if self.over:
            raise _Over
        if not math.isfinite(value) or self._too_high >= self._probes:
            raise _Diverged

    def _rank(self, shown: Tensor, value: float) -> None:
        """Keep the picture if it is one of the best."""
        if math.isfinite(value):
            self.best.append((value, shown))
            self.best.sort(key=lambda each: each[0])
            del self.best[self._finalists :]

    def _stalled(self) -> bool:
        if self.step % PLATEAU_STEPS:
            return False
        stalled = self.best_loss > self._milestone * (1 - PLATEAU_GAIN)
        self._milestone = self.best_loss
        return stalled


def _leave_out_the_compiler() -> None:
    """Have torch not load its compiler, which takes seconds, only to keep it from one function.

    torch keeps the function as it is to be called in an attribute, once the compiler has made it.
    """
    function = getattr(torch.optim.Optimizer.add_param_group, "__wrapped__", None)
    if function is not None:
        function.__dict__.setdefault("__dynamo_disable", function)


def _history(values: int) -> int:
    """How many pairs of float32 vectors of so many values L-BFGS keeps."""
    return max(2, min(HISTORY, HISTORY_BYTES // (8 * values)))
