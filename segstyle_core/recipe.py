"""The recipe: what the user chose, as data that travels in JSON and lives in the XCF."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_validator,
    model_validator,
)

from segstyle_core.complaints import first_complaint
from segstyle_core.errors import BadInputError
from segstyle_core.presets import presets

__all__ = ["ENCODERS", "ORIGINAL", "Assignment", "Colours", "Quality", "Recipe"]

ORIGINAL = "Original"
"""The style that leaves a region as it is."""

Quality = Literal["quick", "balanced", "best"]

Colours = Literal["style", "photo", "matched"]
"""Whose colours: the style's; the photo's under the style's light and dark; the photo's, taken
over by the style picture before painting."""

ENCODERS: Mapping[str, tuple[int, ...]] = {
    "vgg13": (2, 2, 2, 2, 2),
    "vgg16": (2, 2, 3, 3, 3),
    "vgg19": (2, 2, 4, 4, 4),
    "vgg19_tv": (2, 2, 4, 4, 4),
    "vgg19_bn": (2, 2, 4, 4, 4),
}
"""The encoders by their id in the catalogue of weights: how many layers each block has."""

Factor = Annotated[float, Field(ge=0.0, le=1e6, allow_inf_nan=False)]
LayerName = Annotated[str, Field(pattern=r"^conv[1-5]_[1-4]$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Assignment(_Strict):
    """A region and the style it gets: a gallery id, a picture's path, or ``Original``.

    A region that is named more than once gets a mixture, each style by its ``weight``.
    ``strength`` is how much the style counts in the region, as a multiple of what it usually does;
    ``part`` the path of a grey picture, white where the style's picture is wanted.
    """

    region: str = Field(min_length=1)
    style: str = Field(min_length=1)
    weight: float = Field(default=1.0, gt=0.0, le=1e6, allow_inf_nan=False)
    strength: float = Field(default=1.0, gt=0.0, le=4.0, allow_inf_nan=False)
    part: str | None = Field(default=None, min_length=1)

    @field_validator("style", "part")
    @classmethod
    def _on_this_machine(cls, name: str | None) -> str | None:
        if name and name.startswith(("\\\\", "//")):
            raise ValueError("files on other machines are not read; copy it to this one")
        return name


class Recipe(_Strict):
    """Everything that a styling run depends on but the pixels.

    Attributes:
        version: of this format.
        preset: a classical recipe by name (segstyle_core.presets), which decides what is not
            given beside it.
        assignments: at least one for each region that the user named.
        method: how several regions are styled together (segstyle_core.methods).
        quality: how long the user is willing to wait for the picture.
        size: longest side, in pixels, at which the picture is painted; None follows ``quality``.
        seed: of everything random.
        margin: how far a layer reaches beyond its mask, as a share of the picture's longest side.
        encoder: the network whose layers describe pictures, one of ENCODERS.
        content, style, variation: how much each loss counts, as a multiple of the engine's own
            balance.
        content_layers, style_layers: layers of the encoder and how much each counts.
        style_scale: how large the strokes are, as a multiple of those of a style picture that
            has the photo's size.
        colours: whose colours the picture gets.
        start: what the optimiser starts from; ``sequential`` always from the photo.
        pooling: how the encoder halves its picture.
        smooth_borders: the methods that paint one picture even out where regions meet.
        optimiser: L-BFGS, or Adam as tutorials have it.
        rate: Adam's step, for pixels of 0..1.
        levels: at how many sizes at most the picture is painted, each half the next; None leaves
            it to the size.
        steps: evaluations of the loss at each scale; None follows ``quality``.
        minutes: painting takes at most so long: ``size`` and ``steps``, where they are None,
            are chosen to fit; None takes what it takes.
    """

    version: Literal[1] = 1
    preset: str | None = None
    assignments: tuple[Assignment, ...] = ()
    method: str = "independent"
    quality: Quality = "balanced"
    size: int | None = Field(default=None, ge=64, le=8192)
    seed: int = Field(default=0, ge=0, lt=2**31)
    margin: float = Field(default=0.02, ge=0.0, le=0.5)
    encoder: Literal["vgg13", "vgg16", "vgg19", "vgg19_tv", "vgg19_bn"] = "vgg19"
    content: Factor = 1.0
    style: Factor = 1.0
    variation: Factor = 1.0
    content_layers: dict[LayerName, Factor] = {"conv4_2": 1.0}
    style_layers: dict[LayerName, Factor] = {f"conv{block}_1": 1.0 for block in range(1, 6)}
    style_scale: float = Field(default=1.0, ge=0.1, le=10.0)
    colours: Colours = "style"
    start: Literal["photo", "noise", "preview"] = "photo"
    pooling: Literal["average", "max"] = "max"
    smooth_borders: bool = True
    optimiser: Literal["lbfgs", "adam"] = "lbfgs"
    rate: float = Field(default=0.02, gt=0.0, le=1.0)
    levels: int | None = Field(default=None, ge=1, le=8)
    steps: int | None = Field(default=None, ge=1, le=10_000)
    minutes: float | None = Field(default=None, gt=0.0, le=1440.0, allow_inf_nan=False)

    @model_validator(mode="before")
    @classmethod
    def _preset_decides_the_rest(cls, given: object) -> object:
        if not isinstance(given, dict) or given.get("preset") is None:
            return given
        known = presets()
        if given["preset"] not in known:
            raise ValueError(f"there is no preset {given['preset']}; there are {', '.join(known)}")
        return {**known[given["preset"]].recipe, **given}

    @field_validator("content_layers", "style_layers")
    @classmethod
    def _something_counts(cls, layers: Mapping[str, float]) -> Mapping[str, float]:
        if not any(layers.values()):
            raise ValueError("at least one layer must count")
        return layers

    @model_validator(mode="after")
    def _layers_that_there_are(self) -> Recipe:
        blocks = enumerate(ENCODERS[self.encoder], 1)
        known = [
            f"conv{block}_{number}" for block, count in blocks for number in range(1, count + 1)
        ]
        if missing := (self.content_layers.keys() | self.style_layers.keys()) - set(known):
            raise ValueError(
                f"{self.encoder} has no layer {min(missing)}; it has {', '.join(known)}"
            )
        return self

    @model_validator(mode="after")
    def _styled_or_original(self) -> Recipe:
        kept = {each.region for each in self.assignments if each.style == ORIGINAL}
        if both := kept & {each.region for each in self.styled}:
            raise ValueError(f"the region “{min(both)}” cannot be Original and styled")
        return self

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
    where, what = first_complaint(error, "recipe")
    return BadInputError(
        f"The recipe cannot be used: {where}: {what}.",
        "Correct it, or start a new one from the dialog.",
    )
