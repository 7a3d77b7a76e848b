"""The private folder: raw pictures and coverages in, raw layers out."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import numpy as np

from segstyle_core.errors import BadInputError, CoreFailureError
from segstyle_core.image import Box, Bytes, Picture
from segstyle_core.regions import Region
from segstyle_core.worker.messages import MaskFile, PictureFile, RegionFile

__all__ = ["PrivateFolder"]


class PrivateFolder:
    """A folder that the plug-in made for this worker alone, and that goes with it.

    Raises:
        BadInputError: there is no such folder, it is not absolute, or it does not look like one
            that may be removed with all that is in it.
    """

    def __init__(self, path: str) -> None:
        self.path = Path(path)
        if not self.path.is_absolute() or not self.path.is_dir():
            raise BadInputError(f"There is no folder {path}.", "Restart the plug-in.")
        if not _is_private(self.path):
            raise BadInputError(
                f"{path} is not a private folder of SegStyle's.", "Update the plug-in."
            )
        self._written: set[str] = set()

    def remove(self) -> None:
        """Delete it with all that is in it."""
        shutil.rmtree(self.path, ignore_errors=True)

    def begin(self) -> None:
        """From now on, what is written is of another job."""
        self._written.clear()

    def take_back(self) -> None:
        """Delete what this job has written; the plug-in's own files stay."""
        for name in self._written:
            (self.path / name).unlink(missing_ok=True)

    def picture(self, source: PictureFile) -> Picture:
        """Read a picture; an alpha of 255 everywhere counts as none."""
        pixels = self._read(source.file, (source.height, source.width, 4 if source.alpha else 3))
        if not source.alpha:
            return Picture(pixels)
        alpha = pixels[..., 3]
        rgb = np.ascontiguousarray(pixels[..., :3])
        return Picture(rgb, None if (alpha == 255).all() else np.ascontiguousarray(alpha))

    def region(self, source: RegionFile, picture: Picture) -> Region:
        """Read a region's coverage into the picture's size."""
        return Region(source.name, self.mask(source, picture, source.name))

    def mask(self, source: MaskFile, picture: Picture, name: str = "mask") -> Bytes:
        """Read a mask into the picture's size; ``name`` is what the user calls it."""
        box = Box(*source.box)
        if (
            min(box.x, box.y) < 0
            or box.x + box.width > picture.width
            or box.y + box.height > picture.height
        ):
            raise BadInputError(
                f"“{name}” reaches beyond the picture ({picture.width}×{picture.height} pixels).",
                "Use channels made from this image.",
            )
        coverage = np.zeros((picture.height, picture.width), np.uint8)
        coverage[box.slices] = self._read(source.coverage, (box.height, box.width))
        return coverage

    def write(self, name: str, pixels: Bytes) -> str:
        """Write an array's bytes, row after row; returns the file's name."""
        self._written.add(name)
        try:
            (self.path / name).write_bytes(np.ascontiguousarray(pixels).tobytes())
        except OSError as error:
            raise CoreFailureError(
                f"A result could not be written ({error.strerror}).",
                "Free some space in the folder for temporary files.",
            ) from error
        return name

    def lend(self, file: Path) -> str:
        """Let the plug-in read a file that lies elsewhere; returns its path."""
        return str(file)

    def _read(self, name: str, shape: tuple[int, ...]) -> Bytes:
        try:
            data = np.fromfile(self.path / name, np.uint8)
        except OSError as error:
            raise CoreFailureError(
                f"The file {name} could not be read ({error.strerror}).", "Try again."
            ) from error
        if data.size != np.prod(shape, dtype=np.int64):
            raise BadInputError(
                f"The file {name} has {data.size} bytes instead of {np.prod(shape)}.",
                "Update the plug-in.",
            )
        return data.reshape(shape)


def _is_private(folder: Path) -> bool:
    """Whether it has SegStyle's name, is no link, and is closed to other users."""
    for_others = folder.stat().st_mode & 0o077 if os.name == "posix" else 0
    return folder.name.startswith("segstyle") and not folder.is_symlink() and not for_others
