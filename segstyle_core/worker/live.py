"""The picture while it is painted: into files, and told."""

from __future__ import annotations

import time
from collections.abc import Sequence
from itertools import cycle

from segstyle_core.image import Box, RgbImage
from segstyle_core.worker.control import JobControl
from segstyle_core.worker.folder import PrivateFolder

__all__ = ["LivePicture"]

FILES = ("live-1.rgb", "live-2.rgb")
"""They take turns, so that the one told last is not touched."""
SHARE = 0.1
"""How much of the time may go into telling: over a slow line less is told."""


class LivePicture:
    """Tells a painting under way to whoever asked for it (``methods.live.Show``)."""

    def __init__(self, folder: PrivateFolder, control: JobControl) -> None:
        self._folder, self._control = folder, control
        self._names = cycle(FILES)
        self._not_before = 0.0

    def __call__(self, regions: Sequence[str], box: Box, pixels: RgbImage) -> None:
        """Write the pixels, and tell each region of them."""
        began = time.monotonic()
        if began < self._not_before:
            return
        file = self._folder.write(next(self._names), pixels)
        height, width = pixels.shape[:2]
        for region in regions:
            self._control.live(region, box, file, width, height)
        now = time.monotonic()
        self._not_before = now + (now - began) / SHARE
