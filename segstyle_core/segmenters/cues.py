"""What is known of each piece of a picture, weighed against each other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from segstyle_core.regions.graph import Graph
from segstyle_core.segmenters.superpixels import Pieces

__all__ = ["weigh", "with_subject"]

Floats = NDArray[np.float32]

COMPONENTS = 16
DEEP = 1.5
COLOUR = 0.03
PLACE = 0.75
SUBJECT = 3.0
CALM = 2.0
PLAIN = 0.5
STEP = 6.0


def weigh(pieces: Pieces, lab: Floats, responses: Sequence[Floats]) -> Floats:
    """One row for each piece; the nearer two rows, the more alike the pieces.

    Args:
        pieces: of the picture.
        lab: CIELAB (h, w, 3).
        responses: of a network's layers, each (1, channels, h', w').

    Returns:
        float32 (n, d): ``DEEP`` times each layer's mean response, as a direction, along the
        picture's own principal components, scaled to a mean length of 1; ``COLOUR`` times the
        mean colour; ``PLACE`` times the centre, in longer sides.
    """
    height, width = lab.shape[:2]
    place = np.mgrid[0:height, 0:width].transpose(1, 2, 0).astype(np.float32) / max(height, width)
    deep = [_directions(pieces.mean(_channels_last(response))) for response in responses]
    shared = _shared_by_plain(np.concatenate(deep, axis=1), pieces, lab)
    return np.concatenate(
        [
            DEEP * _of_length_one(_principal(shared)),
            COLOUR * pieces.mean(lab),
            PLACE * pieces.mean(place),
        ],
        axis=1,
    )


def with_subject(cues: Floats, pieces: Pieces, salient: Floats) -> Floats:
    """``weigh``'s rows (n, d + 1), with ``SUBJECT`` times the mean of ``salient``.

    Args:
        cues: of the pieces, float32 (n, d).
        pieces: of the picture.
        salient: 0..1 (h, w), the photo's subject.
    """
    return np.concatenate([cues, SUBJECT * pieces.mean(salient[..., None])], axis=1)


def _shared_by_plain(rows: Floats, pieces: Pieces, lab: Floats) -> Floats:
    """Rows (n, d) in which touching plain pieces have their mean row in common.

    A piece is plain when most of it is calm, whatever else juts into it.
    A network's response in plain sky tells more of the roof beside it than of the sky; taken as
    it is, it would draw a halo round every roof.
    """
    from scipy.sparse import coo_matrix
    from scipy.sparse.csgraph import connected_components

    calm = (np.linalg.norm(np.gradient(lab, axis=(0, 1)), axis=(0, 3)) < CALM)[..., None]
    share = pieces.mean(calm.astype(np.float32))
    plain = share[:, 0] > PLAIN
    colour = pieces.mean(lab * calm) / np.maximum(share, 1e-6)
    pairs = [
        (one, other)
        for one, others in Graph(pieces.labels).borders.items()
        for other in others
        if plain[one] and plain[other] and np.linalg.norm(colour[one] - colour[other]) < STEP
    ]
    ends = np.array(pairs, np.int64).reshape(-1, 2).T
    links = coo_matrix((np.ones(ends.shape[1]), tuple(ends)), shape=(len(rows), len(rows)))
    _, owners = connected_components(links, directed=False)
    areas = pieces.areas.astype(np.float32)
    sums = np.zeros((owners.max() + 1, rows.shape[1]), np.float32)
    np.add.at(sums, owners, rows * areas[:, None])
    means: Floats = (sums / np.bincount(owners, areas)[:, None].astype(np.float32))[owners]
    return means


def _channels_last(response: Floats) -> Floats:
    return np.ascontiguousarray(response[0].transpose(1, 2, 0))


def _directions(rows: Floats) -> Floats:
    """Rows (n, d) of length 1."""
    unit: Floats = rows / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)
    return unit


def _principal(rows: Floats) -> Floats:
    """Rows (n, d) along their principal components, at most 16.

    They are the eigenvectors of the rows' inner products, each times the root of its eigenvalue:
    the left singular vectors times the singular values.
    """
    from scipy.linalg import eigh

    centred = rows - rows.mean(axis=0)
    most = len(rows) - min(COMPONENTS, *rows.shape), len(rows) - 1
    squares, axes = eigh(centred @ centred.T, subset_by_index=most)
    return np.asarray(axes * np.sqrt(np.maximum(squares, 0.0)), np.float32)


def _of_length_one(rows: Floats) -> Floats:
    """Rows (n, d) scaled to a mean squared length of 1."""
    scaled: Floats = rows / np.sqrt((rows**2).sum(axis=1).mean() + 1e-12)
    return scaled
