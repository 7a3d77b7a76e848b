"""Small pieces of a picture, and the mean of anything in each of them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions import NOWHERE
from segstyle_core.regions.graph import components, touching

__all__ = ["Pieces", "superpixels"]

Floats = NDArray[np.float32]

MOST = 3000
FRAGMENT = 0.5
"""Of a piece's usual size: what is smaller is not left alone."""


@dataclass(frozen=True)
class Pieces:
    """A division into pieces: ``labels`` int32 (h, w), numbered from 0 without a gap.

    Pixels that are ``NOWHERE`` are in no piece; there is at least one piece.
    """

    labels: NDArray[np.int32]

    @staticmethod
    def of(labels: NDArray[np.int32]) -> Pieces:
        """The same division, numbered without a gap, in the order of the labels."""
        present = np.unique(labels[labels != NOWHERE])
        numbers = np.searchsorted(present, labels)
        return Pieces(np.where(labels == NOWHERE, NOWHERE, numbers).astype(np.int32))

    @cached_property
    def areas(self) -> NDArray[np.int64]:
        """Pixels of each piece (n,)."""
        return np.bincount(self.labels[self.labels != NOWHERE])

    def mean(self, values: Floats) -> Floats:
        """The mean (n, c) in each piece of ``values`` (h', w', c), of any resolution."""
        from scipy.sparse import csr_matrix

        rows, columns = self.labels.shape
        height, width, channels = values.shape
        row = np.arange(rows) * height // rows
        column = np.arange(columns) * width // columns
        somewhere = self.labels != NOWHERE
        cells = (row[:, None] * width + column)[somewhere]
        belongs = csr_matrix(
            (np.ones(cells.size, np.float32), (self.labels[somewhere], cells)),
            shape=(len(self.areas), height * width),
        )
        sums = belongs @ values.reshape(-1, channels)
        return np.asarray(sums / self.areas[:, None], np.float32)

    def owned(self, owners: NDArray[np.intp]) -> NDArray[np.int32]:
        """A label map (h, w) in which each piece has the number in ``owners`` (n,)."""
        return np.append(owners, NOWHERE).astype(np.int32)[self.labels]


def superpixels(lab: Floats, inside: NDArray[np.bool_], about: int) -> Pieces:
    """About so many connected pieces of like colour of what is ``inside`` (h, w) a CIELAB picture.

    Achanta et al., "SLIC superpixels compared to state-of-the-art superpixel methods" (2012), but
    for the fragments that it leaves where things are fine, as in a crown before the sky: there
    the authors give each to any neighbour, which mixes leaves and sky; here, to the one most
    like it.

    Args:
        lab: float32 (h, w, 3).
        inside: at least one pixel.
        about: how many of them are wanted.
    """
    from skimage.segmentation import slic

    wanted = min(MOST, round(about / inside.mean()))
    labels = slic(
        lab,
        n_segments=wanted,
        compactness=0.1,
        max_num_iter=8,
        convert2lab=False,
        enforce_connectivity=False,
        start_label=0,
        channel_axis=2,
    )
    connected, _ = components(np.where(inside, labels, NOWHERE).astype(np.int32))
    return _without_fragments(Pieces(connected), lab, FRAGMENT * inside.size / wanted)


def _without_fragments(pieces: Pieces, lab: Floats, smallest: float) -> Pieces:
    """Each piece of fewer pixels than ``smallest`` united with the neighbour nearest in colour.

    In rounds, for what two fragments make may be one still; what touches nothing stays.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    while (small := pieces.areas < smallest).any():
        (low, high), _ = touching(pieces.labels)
        one, other = np.append(low, high), np.append(high, low)
        one, other = one[small[one]], other[small[one]]
        if not one.size:
            break
        colours = pieces.mean(lab)
        unlike = ((colours[one] - colours[other]) ** 2).sum(axis=1)
        order = np.lexsort((other, unlike, one))
        one, firsts = np.unique(one[order], return_index=True)
        nearest = other[order][firsts]
        links = coo_matrix((np.ones(one.size), (one, nearest)), shape=(small.size, small.size))
        pieces = Pieces(pieces.owned(connected_components(links, directed=False)[1]))
    return pieces
