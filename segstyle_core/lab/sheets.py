"""Contact sheets of the lab: small pictures are shown larger, so that there is room for words."""

from __future__ import annotations

from collections.abc import Sequence

from segstyle_core.image import RgbImage, resize
from segstyle_core.sheet import contact_sheet

__all__ = ["sheet"]

LEAST_WIDTH = 288


def sheet(pictures: Sequence[tuple[str, RgbImage]], columns: int | None = None) -> RgbImage:
    """Titled pictures (h, w, 3) on one sheet, enlarged alike until the widest is LEAST_WIDTH."""
    factor = max(1.0, LEAST_WIDTH / max(pixels.shape[1] for _, pixels in pictures))
    larger = [
        (title, resize(pixels, round(pixels.shape[1] * factor), round(pixels.shape[0] * factor)))
        for title, pixels in pictures
    ]
    return contact_sheet(larger, columns)
