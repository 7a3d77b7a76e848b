"""One network that names what is seen, as the catalogue or its own file describes it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Protocol

from segstyle_core.errors import BadInputError
from segstyle_core.image import RgbImage
from segstyle_core.segmenters.network import input_size, run
from segstyle_core.segmenters.scores import Scores, Seen, read_scores
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import InputSpec, OutputSpec

__all__ = ["Recogniser", "SceneModel", "is_file", "scene_model"]


class Recogniser(Protocol):
    """What names what is seen: a network, or several used as one."""

    @property
    def classes(self) -> tuple[str, ...]:
        """Names, in the order of the scores."""

    def look(self, image: RgbImage) -> Scores:
        """The scores of each class for a picture (h, w, 3)."""

    def see(self, image: RgbImage, size: tuple[int, int]) -> Seen:
        """What is seen in a picture (h, w, 3), at a width and height."""


@dataclass(frozen=True)
class SceneModel:
    """A network and what must be known to use it.

    Attributes:
        path: the ONNX file.
        classes: names, in the order of the scores.
        input, output: what it takes and gives.
    """

    path: Path
    classes: tuple[str, ...]
    input: InputSpec
    output: OutputSpec

    def look(self, image: RgbImage) -> Scores:
        """Its scores of each class for a picture (h, w, 3).

        Raises:
            BadInputError: it gives something else than is described.
            CoreFailureError: it cannot be run.
        """
        size = input_size(image, self.input)
        outputs = run(self.path, image, self.input, size, self.output.names)
        return read_scores(outputs, self.output, len(self.classes), size)

    def see(self, image: RgbImage, size: tuple[int, int]) -> Seen:
        """See ``Recogniser``; raises as ``look`` does."""
        return Seen(self.look(image).probabilities(*size), self.classes)


def scene_model(name: str, store: Store) -> SceneModel:
    """The network with this id in the catalogues, or in this file.

    Args:
        name: an id, or the path of an ONNX file whose metadata say its classes, mean and std.
        store: where the weights lie.

    Raises:
        BadInputError: there is no such network, or it does not name what is seen.
        WeightsError: its weights are missing or damaged.
    """
    if is_file(name):
        file = Path(name).expanduser().absolute()
        return _of_file(file, file.stat().st_mtime_ns if file.is_file() else 0)
    entries = {entry.id: entry for entry in store.entries()}
    entry = entries.get(name)
    if entry is None or entry.output is None:
        scenes = [each.id for each in entries.values() if each.output]
        raise BadInputError(
            f"“{name}” is no network that names what is seen in a photo.",
            f"Use one of: {', '.join(scenes)}; or an ONNX file.",
        )
    return SceneModel(store.path(name), entry.classes, entry.input, entry.output)


def is_file(name: str) -> bool:
    """Whether a network's name is that of a file, not an entry's id."""
    return name.lower().endswith(".onnx")


@cache
def _of_file(file: Path, _modified: int) -> SceneModel:
    from segstyle_core.weights.own_network import describe

    entry = describe(file, file.stem, None, None, None)
    assert entry.output is not None
    return SceneModel(file, entry.classes, entry.input, entry.output)
