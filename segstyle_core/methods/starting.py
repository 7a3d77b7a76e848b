"""Starting: an optimisation may begin with what the feed-forward networks make of the photo."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from segstyle_core.image import Box, RgbImage
from segstyle_core.methods.base import Wish
from segstyle_core.methods.quick import Quick
from segstyle_core.methods.workshop import Workshop
from segstyle_core.preview import Painter
from segstyle_core.weights import Store

__all__ = ["first_look"]


def first_look(workshop: Workshop, crop: Box, wishes: Sequence[Wish]) -> RgbImage | None:
    """A crop (h, w, 3) of the workshop's photo with the wishes' regions painted at once.

    None unless the recipe starts with the preview. One wish's painting fills the crop.

    Raises:
        WeightsError: the networks are not on this machine.
    """
    recipe = workshop.job.recipe
    if recipe.start != "preview":
        return None
    photo = workshop.photo(crop)
    quick = Quick(max(workshop.size), recipe, Painter(Store()))
    picture = photo.astype(np.float32)
    for wish in wishes:
        cover = workshop.cover(wish, crop)
        share = np.ones((1, 1, 1)) if len(wishes) == 1 else cover[..., None] / np.float32(255.0)
        picture += (quick.painted(wish, photo, cover) - picture) * share
    return (picture + 0.5).astype(np.uint8)
