"""What the user has marked in the picture before segmenting."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from segstyle_core.image import Bytes, resize, shrink_to_most
from segstyle_core.regions import Region

__all__ = ["Hints"]


@dataclass(frozen=True)
class Hints:
    """Marks on a picture, each uint8 (H, W) of the picture's size; None where there is none.

    Attributes:
        inside: only these pixels are to be divided; partly marked ones partly.
        area: roughly where the one thing is that is wanted; nothing of it lies outside.
        foreground: strokes on that thing.
        background: strokes beside it.
        channels: regions that are there already.
    """

    inside: Bytes | None = None
    area: Bytes | None = None
    foreground: Bytes | None = None
    background: Bytes | None = None
    channels: tuple[Region, ...] = ()

    def resized(self, width: int, height: int) -> Hints:
        """The same marks on a smaller picture; the smallest area and the thinnest stroke stay."""

        def mean(mask: Bytes) -> Bytes:
            return resize(mask, width, height)

        def most(mask: Bytes) -> Bytes:
            return shrink_to_most(mask, width, height)

        def changed(mask: Bytes | None, change: Callable[[Bytes], Bytes]) -> Bytes | None:
            return None if mask is None else change(mask)

        return Hints(
            changed(self.inside, mean),
            changed(self.area, most),
            changed(self.foreground, most),
            changed(self.background, most),
            tuple(replace(each, coverage=mean(each.coverage)) for each in self.channels),
        )
