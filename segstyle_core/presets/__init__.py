"""Presets: classical recipes by name, each with where it comes from and what differs here."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel, ConfigDict

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = ["Preset", "presets"]


class Preset(BaseModel):
    """A classical recipe.

    Attributes:
        id: its name, for ``--preset`` and a recipe's ``preset``.
        title: the same for people.
        purpose: what it was for.
        source: where it comes from.
        stated: the settings in the source's own words.
        instead: what cannot be carried over as it is, and what stands for it.
        recipe: the fields of a recipe that it decides.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    title: str
    purpose: str
    source: str
    stated: str
    instead: str
    recipe: dict[str, Any]


@cache
def presets() -> dict[str, Preset]:
    """All of them by their id."""
    text = files(__name__).joinpath("presets.toml").read_text(encoding="utf-8")
    return {row["id"]: Preset(**row) for row in tomllib.loads(text)["presets"]}
