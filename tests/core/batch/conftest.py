"""What the tests of batches share: photos, and a recipe for them."""

import pytest
from PIL import Image
from trials import picture

from segstyle_core.recipe import Recipe


@pytest.fixture(scope="session")
def recipe():
    """For photos of ``picture``, as quick as painting can be."""
    return Recipe.from_data(
        {
            "assignments": [
                {"region": "Blue,  Top", "style": "oil-swirls"},
                {"region": "castle", "style": "kilim"},
            ],
            "quality": "quick",
            "size": 64,
            "steps": 1,
        }
    )


@pytest.fixture(scope="session")
def recipe_file(recipe, tmp_path_factory):
    path = tmp_path_factory.mktemp("recipe") / "recipe.json"
    path.write_text(recipe.to_json())
    return path


@pytest.fixture
def photos(tmp_path):
    """A folder with three photos and something else."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for number in range(3):
        Image.fromarray(picture(number)).save(folder / f"p{number}.png")
    (folder / "notes.txt").write_text("no photo")
    return folder
