"""Asking the lab about one picture: the same questions from the command line and from GIMP."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage, fit_within, insist_on_size, resize
from segstyle_core.lab.sheets import sheet
from segstyle_core.progress import Progress, check
from segstyle_core.recipe import ENCODERS
from segstyle_core.weights import Store

if TYPE_CHECKING:
    from segstyle_core.lab.rebuilding import Rebuilt

__all__ = ["Labelled", "Question", "answer", "cumulative", "sheet_of"]

Labelled: TypeAlias = tuple[str, RgbImage]
"""A picture (h, w, 3) and what it is, in words."""

DEPTHS = tuple(f"conv{block}_1" for block in range(1, 6))
"""The first layer of each block."""

LAYERS = frozenset(
    f"conv{block}_{number}"
    for block, most in enumerate(ENCODERS["vgg19"], 1)
    for number in range(1, most + 1)
)
"""The largest network's."""

CLASSIFIER = "vgg19_classifier"

TWO_ROWS = 8
"""So many pictures at most are shown in two rows."""


def _insist_on_layers(word: str) -> str:
    for name in word.split("+"):
        if name not in LAYERS:
            raise ValueError(f"“{name}” is no layer; there are conv1_1 … conv5_4")
    return word


class Question(BaseModel):
    """What is wanted to know of a picture.

    Attributes:
        what: ``content`` or ``style``: the picture rebuilt from noise by what a layer, or a set of
            layers joined by “+”, keeps of it; ``features``: a layer's maps of activations;
            ``saliency``: which pixels a score depends on.
        layers: of the encoder; by default the first of each block, for ``style`` one more each
            time. ``features`` and ``saliency`` look at the first alone.
        top: so many maps, the strongest; None for all.
        channel: whose mean activation is the score; None for the strongest.
        category: the score is that of one of ImageNet's classes, by name or number, instead.
        encoder: the network.
        size: the longest side, in pixels, at which the picture is looked at.
        steps: evaluations of the loss for each rebuilding, at most.
        seed: of the noise.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    what: Literal["content", "style", "features", "saliency"]
    layers: tuple[Annotated[str, AfterValidator(_insist_on_layers)], ...] = ()
    top: int | None = Field(default=None, ge=1)
    channel: int | None = Field(default=None, ge=0)
    category: str | None = None
    encoder: Literal["vgg13", "vgg16", "vgg19", "vgg19_tv", "vgg19_bn"] = "vgg19"
    size: int = Field(default=256, ge=32, le=2048)
    steps: int = Field(default=150, ge=1, le=10_000)
    seed: int = Field(default=0, ge=0, lt=2**31)


def answer(
    question: Question, picture: RgbImage, store: Store, progress: Progress
) -> list[Labelled]:
    """The picture (H, W, 3) at the question's size, then what was found out about it.

    Raises:
        BadInputError: a layer, channel or class that there is not, a picture under 16×16 pixels.
        WeightsError: the network is not on this machine.
        CancelledError: the user does not want to go on.
    """
    insist_on_size(picture)
    small = resize(picture, *fit_within(picture.shape[1], picture.shape[0], question.size))
    found = _ANSWERS[question.what](question, small, store, progress)
    return [("Picture", small), *found]


def sheet_of(found: Sequence[Labelled]) -> RgbImage:
    """An answer's pictures in two rows, or more if they are many; a grid of maps as it is."""
    if len(found) == 2:
        return found[1][1]
    return sheet(found, math.ceil(len(found) / 2) if len(found) <= TWO_ROWS else None)


def cumulative(layers: Sequence[str]) -> tuple[str, ...]:
    """The first layer, the first two joined by “+”, … all of them."""
    return tuple("+".join(layers[:count]) for count in range(1, len(layers) + 1))


def _content(
    question: Question, picture: RgbImage, store: Store, progress: Progress
) -> list[Labelled]:
    from segstyle_core.lab.rebuilding import rebuilt_content

    layers = question.layers or DEPTHS
    return _told(
        rebuilt_content(
            picture,
            layers,
            _weights(question, store),
            question.steps,
            progress,
            encoder=question.encoder,
            seed=question.seed,
        )
    )


def _style(
    question: Question, picture: RgbImage, store: Store, progress: Progress
) -> list[Labelled]:
    from segstyle_core.lab.rebuilding import rebuilt_style

    subsets = [subset.split("+") for subset in question.layers or cumulative(DEPTHS)]
    return _told(
        rebuilt_style(
            picture,
            subsets,
            _weights(question, store),
            question.steps,
            progress,
            encoder=question.encoder,
            seed=question.seed,
        )
    )


def _features(
    question: Question, picture: RgbImage, store: Store, progress: Progress
) -> list[Labelled]:
    from segstyle_core.lab.features import activations, map_grid, strongest

    layer = _one(question, "conv1_1")
    check(progress, 0.0, f"Looking at {layer}")
    maps = activations(picture, layer, _weights(question, store), question.encoder)
    channels = strongest(maps, question.top)
    return [(f"{layer}: {len(channels)} of {len(maps)} maps", map_grid(maps, channels))]


def _saliency(
    question: Question, picture: RgbImage, store: Store, progress: Progress
) -> list[Labelled]:
    from segstyle_core.lab.features import activations, strongest
    from segstyle_core.lab.network import Classifier, class_number, encoder_network
    from segstyle_core.lab.saliency import overlaid, saliency_maps

    check(progress, 0.0, "Following the gradients")
    if question.category is not None:
        target, name = class_number(question.category), question.category
        maps = saliency_maps(Classifier(store.path(CLASSIFIER)), picture, target)
    else:
        layer, weights = _one(question, "conv5_1"), _weights(question, store)
        seen = activations(picture, layer, weights, question.encoder)
        target = strongest(seen, 1)[0] if question.channel is None else question.channel
        if target >= len(seen):
            raise BadInputError(
                f"{layer} has no channel {target}.", f"Use one of 0 … {len(seen) - 1}."
            )
        name = f"{layer} channel {target}"
        maps = saliency_maps(encoder_network(weights, layer), picture, target)
    over = [(f"{each.name}: {name}", overlaid(picture, each)) for each in maps]
    return [*over, *((f"{each.name} alone", each.picture) for each in maps)]


_ANSWERS: dict[str, Callable[[Question, RgbImage, Store, Progress], list[Labelled]]] = {
    "content": _content,
    "style": _style,
    "features": _features,
    "saliency": _saliency,
}


def _one(question: Question, usual: str) -> str:
    layer = question.layers[0] if question.layers else usual
    if "+" in layer:
        raise BadInputError(f"“{layer}” is several layers.", "Name a single one, such as conv4_2.")
    return layer


def _weights(question: Question, store: Store) -> Path:
    assert question.encoder in ENCODERS
    return store.path(question.encoder)


def _told(rebuilt: Sequence[Rebuilt]) -> list[Labelled]:
    return [(f"{each.name}: loss {each.loss:.2g}", each.pixels) for each in rebuilt]
