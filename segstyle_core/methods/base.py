"""What every method takes and gives."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from segstyle_core.gallery import Style
from segstyle_core.image import Picture
from segstyle_core.layers import StyledLayer
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region

if TYPE_CHECKING:
    from segstyle_core.style.engine import StyleResult

__all__ = ["Estimate", "PaintJob", "Painting", "Wish", "row"]


@dataclass(frozen=True)
class Ingredient:
    """A style of a mixture.

    Attributes:
        style: what it is.
        weight: how much of the mixture it makes up.
        part: a grey picture, white where the style's picture is wanted; None wants all of it.
    """

    style: Style
    weight: float = 1.0
    part: Path | None = None


@dataclass(frozen=True)
class Wish:
    """A region that is not empty, and the styles it is to have.

    ``strength`` is how much they count, as a multiple of what styles usually do.
    """

    region: Region
    styles: tuple[Ingredient, ...]
    strength: float = 1.0

    @property
    def pull(self) -> float:
        """The strength, less by what content is to count more beside these styles."""
        whole = sum(each.weight for each in self.styles)
        return self.strength / sum(e.style.settings.content * e.weight / whole for e in self.styles)

    @property
    def title(self) -> str:
        """The styles in words."""
        return " + ".join(each.style.title for each in self.styles)

    @property
    def style(self) -> str:
        """The styles as a recipe names them."""
        return " + ".join(each.style.id for each in self.styles)


@dataclass(frozen=True)
class PaintJob:
    """A picture, what is wished for its regions, and the settings.

    The regions have the picture's size. ``encoder`` is the file with the encoder's weights.
    """

    picture: Picture
    wishes: tuple[Wish, ...]
    recipe: Recipe
    encoder: Path


@dataclass(frozen=True)
class Painting:
    """The layers, from the bottom up; a report as JSON data for each run of the engine; and
    what is to be said of the whole, a sentence each."""

    layers: tuple[StyledLayer, ...]
    report: list[dict[str, Any]] = field(default_factory=list)
    stopped_early: bool = False
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Estimate:
    """What a painting would take on this machine.

    Attributes:
        seconds: until the layers are there.
        memory_mib: at its peak, in MiB.
        free_mib: the memory that is free now, in MiB.
        size: the longest side, in pixels, at which the picture is painted.
        steps: over all runs and levels, at most.
        tile: how many pixels a side are looked at at once, where the free memory does not do for
            the usual; else None.
    """

    seconds: float
    memory_mib: int
    free_mib: int
    size: int
    steps: int
    tile: int | None


def row(region: str, style: str, result: StyleResult) -> dict[str, Any]:
    """A line of the report: what one run of the engine painted, and what it took."""
    figures = asdict(result.losses)
    return {
        "region": region,
        "style": style,
        "size": list(result.size),
        "seconds": round(result.seconds, 3),
        "estimated_seconds": round(result.estimate, 3),
        "steps": result.steps,
        "restarts": result.restarts,
        "content_loss": figures["content"],
        "style_loss": figures["style"],
        "variation_loss": figures["variation"],
        "device": result.device,
        "dtype": result.dtype,
        "notes": list(result.notes),
        "curve": {
            name: [getattr(point, name) for point in result.curve]
            for name in ("size", "step", "content", "style", "variation", "total")
        },
    }
