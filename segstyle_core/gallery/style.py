"""A style, as the rest of SegStyle sees it."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Settings", "Style"]


class Settings(BaseModel):
    """What suits a style best, in a recipe's terms.

    Attributes:
        style_scale: how large the strokes are, 0.1..10, as a multiple of the recipe's.
        content: how much the photo's content counts, as a multiple of the recipe's.
        colours: whose colours the picture should get; advice for people.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    style_scale: float = Field(default=1.0, ge=0.1, le=10.0)
    content: float = Field(default=1.0, ge=0.01, le=100.0)
    colours: Literal["style", "photo", "matched"] | None = None


class Style(BaseModel):
    """A picture whose manner can be given to a region.

    `path` is absolute. A picture that belongs to no collection has its path as `id`, its file's
    name as `title`, and nothing in the other fields. `own` ones were added by the user.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str = Field(min_length=1)
    title: str = Field(min_length=1)
    description: str = ""
    author: str = ""
    year: int | None = None
    licence: str = ""
    source: str = ""
    settings: Settings = Settings()
    own: bool = False
    path: Path
