"""Regions of a photo and names of a recipe."""

import pytest

from segstyle_core.batch.matching import matched
from segstyle_core.errors import BadInputError
from segstyle_core.recipe import Recipe


def recipe(**styles):
    assigned = [
        {"region": name.replace("_", " "), "style": style} for name, style in styles.items()
    ]
    return Recipe.from_data({"assignments": assigned, "size": 300})


def given(match):
    return {each.region: each.style for each in match.recipe.assignments}


def test_case_and_spaces_do_not_matter_and_settings_stay():
    match = matched(recipe(SKY="a"), ["sky", "tree"], "skip")
    assert given(match) == {"sky": "a"}
    assert match.recipe.size == 300
    assert not match.warnings


def test_what_a_photo_has_twice_gets_the_same_unless_the_recipe_knows_better():
    match = matched(recipe(tree="a", tree_3="b"), ["tree", "tree 2", "tree 3"], "skip")
    assert given(match) == {"tree": "a", "tree 2": "a", "tree 3": "b"}


def test_a_mixture_stays_one():
    mixed = Recipe.from_data(
        {"assignments": [{"region": "sky", "style": "a"}, {"region": "sky", "style": "b"}]}
    )
    match = matched(mixed, ["sky"], "skip")
    assert [each.style for each in match.recipe.assignments] == ["a", "b"]


def test_what_is_missing_is_left_out_and_told():
    match = matched(recipe(sky="a", castle="b"), ["sky"], "skip")
    assert given(match) == {"sky": "a"}
    assert match.warnings == ("There is no region “castle”; it was left out.",)


def test_what_is_missing_fails_where_that_is_wished():
    with pytest.raises(BadInputError, match="no region “castle”; it has sky, tree"):
        matched(recipe(sky="a", castle="b"), ["sky", "tree"], "fail")


@pytest.mark.parametrize(
    ("wanted", "names", "nearest"),
    [
        ("tree", ["sky", "grass"], "grass"),
        ("house", ["car", "building"], "building"),
        ("light blue, top", ["brown, bottom", "blue, top"], "blue, top"),
        ("trees", ["sky", "tree"], "tree"),
    ],
)
def test_the_nearest_is_of_a_kind_or_called_alike(wanted, names, nearest):
    match = matched(recipe(**{wanted: "a"}), names, "nearest")
    assert given(match) == {nearest: "a"}
    assert f"“{nearest}” was painted instead" in match.warnings[0]


def test_nothing_is_near_what_has_nothing_in_common():
    match = matched(recipe(tree="a"), ["sky", "car"], "nearest")
    assert given(match) == {}
    assert match.warnings


def test_a_region_of_its_own_or_kept_as_it_is_is_not_taken_by_another_name():
    match = matched(recipe(tree="a", grass="Original", plant="b"), ["grass", "tree"], "nearest")
    assert given(match) == {"tree": "a"}


def test_two_names_do_not_share_one_region():
    match = matched(recipe(tree="a", plant="b"), ["grass"], "nearest")
    assert len(given(match)) == 1
    assert len(match.warnings) == 2
