"""The recipe: there and back, and nothing else."""

import pytest

from segstyle_core.errors import BadInputError
from segstyle_core.recipe import Assignment, Recipe


def test_it_survives_the_way_there_and_back():
    recipe = Recipe(assignments=(Assignment(region="Bäume", style="swirls"),), seed=7)
    text = recipe.to_json()
    assert text.isascii()
    assert Recipe.from_json(text) == recipe


def test_original_styles_nothing():
    recipe = Recipe(assignments=(Assignment(region="sky", style="Original"),))
    assert recipe.styled == ()


@pytest.mark.parametrize(
    "text", ["", "[]", '{"version": 2}', '{"size": 3}', '{"quality": "superb"}', '{"extra": 1}']
)
def test_what_is_no_recipe_is_told(text):
    with pytest.raises(BadInputError, match="recipe"):
        Recipe.from_json(text)


@pytest.mark.parametrize("field", ["style", "part"])
@pytest.mark.parametrize("path", ["\\\\server\\share\\a.png", "//server/share/a.png"])
def test_files_on_other_machines_are_refused(field, path):
    row = {"region": "sky", "style": "oil-swirls", field: path}
    with pytest.raises(BadInputError, match="other machines"):
        Recipe.from_data({"assignments": [row]})
