"""Parts of style pictures, such as a painting's sky for the photo's."""

from __future__ import annotations

from pathlib import Path

from segstyle_core.errors import BadInputError
from segstyle_core.image import Bytes, load_gray

__all__ = ["insist_on_part", "part_of"]


def part_of(path: Path) -> Bytes:
    """How much of each pixel of a style picture is wanted, (h, w) of any size.

    Raises:
        BadInputError: no such file, not a picture, or black all over.
    """
    part = load_gray(path)
    if not part.any():
        raise BadInputError(
            f"Nothing of the style is wanted: {path} is black.", "Paint white what is wanted."
        )
    return part


def insist_on_part(path: str | None) -> Path | None:
    """Insist that a recipe's part, if it has one, can be used; its path.

    Raises:
        BadInputError: as ``part_of``.
    """
    if path is None:
        return None
    part_of(Path(path))
    return Path(path)
