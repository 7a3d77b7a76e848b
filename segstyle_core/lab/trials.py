"""Trials: the combinations of a sweep, each as a recipe."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from segstyle_core.errors import BadInputError
from segstyle_core.recipe import Recipe

__all__ = ["Axis", "Trial", "axis", "trials"]

ENGINE = {"content": 5.0, "style": 1e3, "variation": 5e6}
"""The engine's own weights of the losses (``style.losses.Weights``)."""


@dataclass(frozen=True)
class Axis:
    """Something that is varied, and the values it takes, in the user's words."""

    name: str
    values: tuple[str, ...]


@dataclass(frozen=True)
class Trial:
    """One combination: what is varied, in words, and the recipe that comes of it."""

    varied: dict[str, str]
    recipe: Recipe

    @property
    def title(self) -> str:
        """The values, such as “vgg16, conv4_1”."""
        return ", ".join(self.varied.values())


def _layers(word: str) -> dict[str, float]:
    return dict.fromkeys(word.split("+"), 1.0)


def _share_of(loss: str) -> Callable[[str], float]:
    return lambda word: float(word) / ENGINE[loss]


ALIASES: dict[str, tuple[str, Callable[[str], Any]]] = {
    "content_layer": ("content_layers", _layers),
    "style_layer": ("style_layers", _layers),
    **{f"{loss}_weight": (loss, _share_of(loss)) for loss in ENGINE},
}
"""What can be varied besides a recipe's fields: layers joined by “+”, and the weights of the losses
as the engine has them."""


def axis(word: str) -> Axis:
    """Read ``FIELD=VALUE,VALUE…``.

    Raises:
        BadInputError: it is something else, or has the same value twice.
    """
    name, _, rest = word.partition("=")
    values = tuple(value.strip() for value in rest.split(",") if value.strip())
    if not name.strip() or not values or len(set(values)) < len(values):
        raise BadInputError(
            f"“{word}” varies nothing.", "Write FIELD=VALUE,VALUE, such as size=256,512."
        )
    return Axis(name.strip(), values)


def trials(axes: Sequence[Axis], base: dict[str, Any]) -> list[Trial]:
    """Every combination of the axes' values over a recipe's fields.

    Raises:
        BadInputError: a combination that is no recipe, such as a layer that an encoder lacks.
    """
    found = []
    for values in itertools.product(*(each.values for each in axes)):
        varied = dict(zip((each.name for each in axes), values, strict=True))
        fields = dict(_field(name, word) for name, word in varied.items())
        found.append(Trial(varied, Recipe.from_data({**base, **fields})))
    return found


def _field(name: str, word: str) -> tuple[str, Any]:
    if name not in ALIASES:
        try:
            return name, json.loads(word)
        except ValueError:
            return name, word
    field, read = ALIASES[name]
    try:
        return field, read(word)
    except ValueError:
        raise BadInputError(f"“{word}” is no {name}.", "Write a number, such as 1e3.") from None
