"""What is shown of a painting while it is painted."""

import numpy as np
import pytest

from segstyle_core.demo import sample_photo
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.methods import live, paint
from segstyle_core.progress import Silent
from segstyle_core.recipe import Assignment, Recipe
from segstyle_core.regions import Region


@pytest.mark.parametrize(("size", "sides"), [(96, {96}), (240, {240}), (480, {240, 480})])
def test_the_coarsest_level_is_not_shown_unless_it_is_the_only_one(size, sides, store, monkeypatch):
    """For it begins with blotches of gaudy colours; the levels of 480 are 120, 240 and 480."""
    monkeypatch.setattr(live, "SECONDS_BETWEEN", 0.0)
    picture = Picture(resize(load_picture(sample_photo()).rgb, 960, 640))
    whole = Region("all", np.full((640, 960), 255, np.uint8))
    assignments = (Assignment(region="all", style="oil-swirls"),)
    recipe = Recipe(assignments=assignments, quality="quick", size=size, steps=2)
    shown = []
    paint(
        picture,
        [whole],
        recipe,
        store.path("vgg19"),
        Silent(),
        show=lambda names, box, pixels: shown.append((tuple(names), box.numbers, pixels.shape[1])),
    )
    assert {names for names, _, _ in shown} == {("all",)}
    assert {tuple(box) for _, box, _ in shown} == {(0, 0, 960, 640)}
    assert {width for _, _, width in shown} == sides
