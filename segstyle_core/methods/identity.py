"""Telling one painting from another."""

from __future__ import annotations

import hashlib

from segstyle_core import __version__
from segstyle_core.fetching.digest import sha256_of
from segstyle_core.methods.base import PaintJob

__all__ = ["identity"]


def identity(job: PaintJob) -> str:
    """A hash (hexadecimal) of all that a painting's result depends on: the picture, the regions,
    the styles' pictures, the recipe, the encoder and this program's version."""
    picture, digest = job.picture, hashlib.sha256()
    words = [__version__, job.recipe.to_json(), sha256_of(job.encoder), str(picture.rgb.shape)]
    for wish in job.wishes:
        words.append(wish.region.name)
        for each in wish.styles:
            files = [each.style.path, *([each.part] if each.part else [])]
            words += [*map(sha256_of, files), str(each.weight)]
    digest.update("\n".join(words).encode())
    covers = [wish.region.coverage for wish in job.wishes]
    for pixels in (picture.rgb, picture.alpha, *covers):
        if pixels is not None:
            digest.update(pixels.tobytes())
    return digest.hexdigest()[:32]
