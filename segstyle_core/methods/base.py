"""What every method takes and gives."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from segstyle_core.gallery import Style
from segstyle_core.image import Picture
from segstyle_core.layers import StyledLayer
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

__all__ = ["PaintJob", "Painting"]


@dataclass(frozen=True)
class PaintJob:
    """A picture, the regions to style with their styles, and the settings.

    ``pairs`` holds regions that are not empty, each the size of the picture. ``encoder`` is the
    file with the encoder's weights.
    """

    picture: Picture
    pairs: tuple[tuple[Region, Style], ...]
    recipe: Recipe
    encoder: Path


@dataclass(frozen=True)
class Painting:
    """The layers, from the bottom up, and a report as JSON data for each region."""

    layers: tuple[StyledLayer, ...]
    report: list[dict[str, Any]] = field(default_factory=list)
    stopped_early: bool = False
