"""A painter that is quick: it keeps what it has painted by the content it was painted from."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import numpy as np

from segstyle_core.image import Bytes, RgbImage
from segstyle_core.preview.networks import Vector, paint, predict
from segstyle_core.preview.vectors import known_or_predicted
from segstyle_core.weights import Store

__all__ = ["Painter", "Vector", "digest_of", "mixed"]

KEPT = 48
"""Paintings kept in memory; of a 1024 × 683 picture each takes 4 MB with what it was made from."""


def mixed(vectors: Sequence[tuple[Vector, float]]) -> Vector:
    """The mean of style vectors (100,), each with its weight."""
    weights = np.array([weight for _, weight in vectors], np.float32)
    return np.asarray(np.average([v for v, _ in vectors], axis=0, weights=weights), np.float32)


class Painter:
    """The two style networks.

    Args:
        store: has their weights.

    Raises:
        WeightsError: they are not there.
    """

    def __init__(self, store: Store) -> None:
        self._predict = store.path("style_predict")
        self._transform = store.path("style_transform")

    def style(self, content: str, picture: Callable[[], RgbImage]) -> Vector:
        """The vector (100,) of a style picture, which is made only where it is not known yet.

        ``content`` is a digest of all that the picture is made from.
        """
        return known_or_predicted(content, picture, self._predict)

    def own(self, photo: RgbImage) -> Vector:
        """The photo's own vector (100,): painted by it, the photo changes least."""
        return _own(_Asked(digest_of(photo), (photo,), self._predict))

    def painted(self, photo: RgbImage, guide: Bytes, vector: Vector) -> RgbImage:
        """The photo (H, W, 3) painted by a vector, as ``networks.paint`` has it."""
        asked = _Asked(digest_of(photo, guide, vector), (photo, guide, vector), self._transform)
        return _painted(asked)


@dataclass(frozen=True)
class _Asked:
    """What is asked of a network, known by its content."""

    content: str
    given: tuple[np.ndarray, ...] = field(compare=False)
    weights: Path


@lru_cache(maxsize=KEPT)
def _own(asked: _Asked) -> Vector:
    return predict(asked.given[0], asked.weights)


@lru_cache(maxsize=KEPT)
def _painted(asked: _Asked) -> RgbImage:
    photo, guide, vector = asked.given
    painted = paint(photo, guide, vector, asked.weights)
    painted.setflags(write=False)
    return painted


def digest_of(*arrays: np.ndarray) -> str:
    """A digest of arrays of any shapes and types."""
    digest = hashlib.sha256()
    for each in arrays:
        digest.update(str((each.shape, each.dtype.str)).encode() + each.tobytes())
    return digest.hexdigest()
