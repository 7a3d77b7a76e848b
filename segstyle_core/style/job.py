"""What a run of the engine is given, tells, and comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeAlias

from segstyle_core.image import Bytes, RgbImage
from segstyle_core.progress import Control
from segstyle_core.recipe import Recipe
from segstyle_core.style.losses import Losses
from segstyle_core.style.pyramid import Scale

__all__ = ["CurvePoint", "OnStep", "Source", "StepReport", "StyleJob", "StyleResult", "Zone"]


class CurvePoint(NamedTuple):
    """The unweighted losses and their weighted sum at one evaluation.

    ``size`` is the longest side, in pixels, that was painted at; ``step`` counts from 1 at each
    size.
    """

    size: int
    step: int
    content: float
    style: float
    variation: float
    total: float


@dataclass(frozen=True)
class Source:
    """A style picture.

    Attributes:
        pixels: (h, w, 3) at the finest level.
        weight: how much of a mixture it makes up.
        guide: (h, w), which part of it is wanted; all of it by default.
    """

    pixels: RgbImage
    weight: float = 1.0
    guide: Bytes | None = None


@dataclass(frozen=True)
class Zone:
    """Where a style is to be.

    Attributes:
        guide: (H, W), how much of each pixel.
        sources: the style's pictures.
        strength: how much the style counts here, as a multiple of the recipe's style weight.
    """

    guide: Bytes
    sources: tuple[Source, ...]
    strength: float = 1.0


@dataclass(frozen=True)
class StyleJob:
    """What one run of the engine needs.

    Attributes:
        content: (H, W, 3), the crop to paint at the finest level, with context around it.
        guide: (H, W), where the content counts.
        zones: the regions in it, at least one.
        scales: from the coarsest to the finest.
        encoder: the file with the encoder's weights.
        recipe: what the user has set: losses, layers, pooling, optimiser, seed.
        start: (H, W, 3), what to start from; the content by default.
        lean: (H, W, 3), a second picture to which the content is drawn, and how much it counts
            beside the first, 0..1.
    """

    content: RgbImage
    guide: Bytes
    zones: tuple[Zone, ...]
    scales: tuple[Scale, ...]
    encoder: Path
    recipe: Recipe = field(default_factory=Recipe)
    start: RgbImage | None = None
    lean: tuple[RgbImage, float] | None = None


@dataclass(frozen=True)
class StepReport:
    """Where a run is: the share of its time that is over (0..1), and the losses just seen.

    ``picture`` makes the best picture so far (h, w, 3), at the level's size. ``note`` says what has
    just happened to the run that it did not expect.
    """

    fraction: float
    level: int
    step: int
    losses: CurvePoint
    picture: Callable[[], RgbImage]
    note: str = ""


OnStep: TypeAlias = Callable[[StepReport], Control]


@dataclass(frozen=True)
class StyleResult:
    """What a run came to.

    Attributes:
        pixels: (H, W, 3), the content's size.
        losses: of those pixels, in float32.
        size: width and height of the finest level that was painted.
        steps, restarts, seconds: over all levels.
        device, dtype: where and in which number format the convolutions ran.
        stopped_early: the user stopped and kept the best.
        notes: what did not go as planned, a sentence each.
        estimate: seconds that it was expected to take when it began; 0 where nobody asked.
        curve: the losses of each evaluation; of a run that was gone on with, since then.
    """

    pixels: RgbImage
    losses: Losses
    size: tuple[int, int]
    steps: int
    restarts: int
    seconds: float
    device: str
    dtype: str
    stopped_early: bool
    notes: tuple[str, ...] = ()
    estimate: float = 0.0
    curve: tuple[CurvePoint, ...] = ()
