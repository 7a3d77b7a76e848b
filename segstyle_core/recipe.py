"""The recipe: what the user chose, as data that travels in JSON and lives in the XCF."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from segstyle_core.errors import BadInputError

__all__ = ["ORIGINAL", "Assignment", "Quality", "Recipe"]

ORIGINAL = "Original"
"""The style that leaves a region as it is."""

Quality = Literal["quick", "balanced", "best"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assignment(_Strict):
    """One region and the style it gets: a gallery id, a picture's path, or ``Original``."""

    region: str = Field(min_length=1)
    style: str = Field(min_length=1)


class Recipe(_Strict):
    """Everything that a styling run depends on but the pixels.

    Attributes:
        version: of this format.
        assignments: one for each region that the user named.
        method: how several regions are styled together (segstyle_core.methods).
        quality: how long the user is willing to wait for the picture.
        size: longest side, in pixels, at which the picture is painted; None follows ``quality``.
        seed: of everything random.
        margin: how far a layer reaches beyond its mask, as a share of the picture's longest side.
    """

    version: Literal[1] = 1
    assignments: tuple[Assignment, ...] = ()
    method: str = "independent"
    quality: Quality = "balanced"
    size: int | None = Field(default=None, ge=64, le=8192)
    seed: int = Field(default=0, ge=0, lt=2**31)
    margin: float = Field(default=0.02, ge=0.0, le=0.5)

    @property
    def styled(self) -> tuple[Assignment, ...]:
        """The assignments that change anything."""
        return tuple(a for a in self.assignments if a.style != ORIGINAL)

    @staticmethod
    def from_json(text: str | bytes) -> Recipe:
        """Read a recipe.

        Raises:
            BadInputError: not JSON, or not a recipe of this version.
        """
        try:
            return Recipe.model_validate_json(text)
        except ValidationError as error:
            raise _bad(error) from None

    @staticmethod
    def from_data(data: object) -> Recipe:
        """Check a recipe that is already parsed.

        Raises:
            BadInputError: not a recipe of this version.
        """
        try:
            return Recipe.model_validate(data)
        except ValidationError as error:
            raise _bad(error) from None

    def to_json(self) -> str:
        """ASCII JSON, as GIMP's parasites need it."""
        import json

        return json.dumps(self.model_dump(mode="json"), ensure_ascii=True)


def _bad(error: ValidationError) -> BadInputError:
    first = error.errors()[0]
    where = ".".join(str(part) for part in first["loc"]) or "recipe"
    return BadInputError(
        f"The recipe cannot be used: {where}: {first['msg']}.",
        "Correct it, or start a new one from the dialog.",
    )
