"""Judging a finished picture by the engine's own losses."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import find_style
from segstyle_core.image import fit_within, load_gray, load_picture, resize

__all__ = ["judge"]


def judge(
    image: Path, content: Path, style: str, mask: Path | None, size: int | None, encoder: Path
) -> dict[str, float]:
    """The losses of ``image`` against a photo and a style, at ``size`` or the image's own size.

    Photo, mask and style are brought to the size at which the picture is judged, the style to
    the same area, as the engine does.

    Raises:
        BadInputError: a file that is no picture, an empty mask, or pictures of different shape.
    """
    from segstyle_core.style.engine import Source, StyleJob, Zone, measure
    from segstyle_core.style.pyramid import style_size

    pixels = load_picture(image).rgb
    photo = load_picture(content).rgb
    ratio = (pixels.shape[1] / pixels.shape[0]) / (photo.shape[1] / photo.shape[0])
    if not 0.97 < ratio < 1.03:
        raise BadInputError(
            "The picture and the photo have different shapes.", "Give the photo it was made from."
        )
    longest = size or max(pixels.shape[:2])
    width, height = fit_within(pixels.shape[1], pixels.shape[0], longest)
    guide = (
        np.full((height, width), 255, np.uint8)
        if mask is None
        else resize(load_gray(mask), width, height)
    )
    if not guide.any():
        raise BadInputError("The mask is empty.", "Give a mask with something in it.")
    painting = load_picture(find_style(style).path).rgb
    size_of_style = style_size(painting.shape[1], painting.shape[0], width * height)
    zone = Zone(guide, (Source(resize(painting, *size_of_style)),))
    job = StyleJob(resize(photo, width, height), guide, (zone,), (), encoder)
    return asdict(measure(resize(pixels, width, height), job))
