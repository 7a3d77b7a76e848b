"""What painting costs: seconds, from the sizes and steps of the levels."""

from __future__ import annotations

from dataclasses import dataclass, replace

from segstyle_core.style.pyramid import Scale
from segstyle_core.style.tiles import WHOLE

__all__ = ["FURTHER", "GETTING_READY", "TYPICAL", "Canvas", "Pace"]

GETTING_READY = 2.0
"""What a level costs before its first step, in steps, measured: looking at the photo, at the styles
and at the picture it begins with."""

MANY, FURTHER = 60_000, 0.52
"""From so many pixels on Winograd's algorithm tells, where it is used: what each pixel beyond them
costs, as a share of one before; measured."""

TILED = 2.3
"""What a step in tiles costs, in steps on the picture as a whole, measured: each tile is looked at
twice, with surroundings that are the neighbours' too."""


@dataclass(frozen=True)
class Pace:
    """How quick a machine is.

    Attributes:
        fixed: seconds of a step, however small the picture.
        by_pixel: seconds of a step for each pixel beside that.
        further: the share of ``by_pixel`` that one beyond MANY costs.
        shallow: what a step with the shallow layers alone costs, in steps with all.
        zone: what each zone beyond the first adds to a step, as a share of it.
        judging: what the last judgement in float32 costs, in steps of the finest level.
        whole: how many pixels a picture has at most that is not looked at in tiles.
    """

    fixed: float
    by_pixel: float
    further: float = 1.0
    shallow: float = 0.42
    zone: float = 0.2
    judging: float = 3.5
    whole: int = WHOLE

    def step(self, pixels: float) -> float:
        """Seconds of one evaluation of the loss and its gradient."""
        beyond = max(0.0, pixels - MANY)
        as_a_whole = self.fixed + self.by_pixel * (pixels - beyond + self.further * beyond)
        return as_a_whole * (TILED if pixels > self.whole else 1.0)


TYPICAL = Pace(0.008, 4.3e-6)
"""Of two cores that multiply bfloat16; on others the proportions are about the same."""


@dataclass(frozen=True)
class Canvas:
    """What a run of the engine will paint: a crop's size in pixels at the finest level, the levels,
    and how many zones have a style of their own."""

    width: int
    height: int
    scales: tuple[Scale, ...]
    zones: int = 1

    def pixels(self, scale: Scale) -> float:
        """How many there are at a level."""
        return self.width * self.height * scale.factor**2

    def costs(self, pace: Pace) -> list[float]:
        """Seconds of each level, then of the last judgement."""
        zones = 1.0 + pace.zone * (self.zones - 1)
        steps = [
            zones * pace.step(self.pixels(scale)) * (pace.shallow if scale.shallow else 1.0)
            for scale in self.scales
        ]
        levels = [
            step * (GETTING_READY + scale.steps)
            for step, scale in zip(steps, self.scales, strict=True)
        ]
        return [*levels, pace.judging * steps[-1]]

    def seconds(self, pace: Pace) -> float:
        """Seconds of the whole run."""
        return sum(self.costs(pace))

    def hurried(self, effort: float) -> Canvas:
        """The same with a share of the steps, 0..1, but one at every level."""
        scales = (
            replace(scale, steps=max(1, round(scale.steps * effort))) for scale in self.scales
        )
        return replace(self, scales=tuple(scales))
