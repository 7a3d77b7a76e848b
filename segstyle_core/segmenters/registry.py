"""The ways of segmenting there are, and which of them can be used."""

from __future__ import annotations

from dataclasses import dataclass

from segstyle_core.errors import BadInputError
from segstyle_core.segmenters.base import Segmenter, Want
from segstyle_core.segmenters.channels import Channels
from segstyle_core.segmenters.clusters import Clusters
from segstyle_core.segmenters.colours import Colours
from segstyle_core.segmenters.grabcut import GrabCut
from segstyle_core.segmenters.scene import Scene
from segstyle_core.segmenters.subject import Subject
from segstyle_core.weights import Store

__all__ = ["AUTO", "SegmenterInfo", "candidates", "listing"]

AUTO = "auto"
_SEGMENTERS: tuple[Segmenter, ...] = (
    Scene(),
    Clusters(),
    Subject(),
    GrabCut(),
    Channels(),
    Colours(),
)
_AUTOMATIC = _SEGMENTERS[:2]


@dataclass(frozen=True)
class SegmenterInfo:
    """A segmenter's name, a line for people, whether its weights are here, what it wants."""

    id: str
    title: str
    ready: bool
    wants: tuple[Want, ...] = ()


def listing(store: Store | None = None) -> list[SegmenterInfo]:
    """``auto`` and every segmenter, the preferred ones first.

    At the end ``scene:ID`` for each network in the catalogues that is here and names what it sees.
    """
    store = store or Store()
    infos = [
        SegmenterInfo(each.id, each.title, _ready(each, store), each.wants)
        for each in (*_SEGMENTERS, *_further_scenes(store))
    ]
    first = SegmenterInfo(
        AUTO, "The best that is here", any(_ready(each, store) for each in _AUTOMATIC)
    )
    return [first, *infos]


def candidates(id: str, store: Store) -> list[Segmenter]:
    """The segmenter of that id; for ``auto`` those to be asked until one convinces.

    ``auto`` is the scene, else clusters, as far as their weights are here. ``scene:`` goes before
    the id of a network in the catalogues, or before an ONNX file.

    Raises:
        BadInputError: there is none of that id.
    """
    if id == AUTO:
        return [each for each in _AUTOMATIC if _ready(each, store)] or [_AUTOMATIC[-1]]
    for each in _SEGMENTERS:
        if each.id == id:
            return [each]
    kind, _, model = id.partition(":")
    if kind == Scene().id and model:
        return [Scene(model)]
    raise BadInputError(
        f"There is no segmenter “{id}”.",
        f"Use one of: {', '.join([AUTO, *(each.id for each in _SEGMENTERS)])}.",
    )


def _further_scenes(store: Store) -> list[Scene]:
    """For the networks that are here and have no part in ``scene``."""
    return [
        Scene(entry.id, entry.title)
        for entry in store.entries()
        if entry.output and entry.id not in Scene().weights and store.ready(entry.id)
    ]


def _ready(segmenter: Segmenter, store: Store) -> bool:
    return all(store.ready(id) for id in segmenter.weights)
