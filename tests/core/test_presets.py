"""The classical recipes: what each states reaches the engine."""

from dataclasses import asdict

import numpy as np
import pytest

from segstyle_core import terminal
from segstyle_core.demo import sample_photo
from segstyle_core.errors import BadInputError
from segstyle_core.image import Picture, load_picture, resize
from segstyle_core.methods import paint, schedule
from segstyle_core.presets import presets
from segstyle_core.progress import Silent
from segstyle_core.recipe import Recipe
from segstyle_core.regions import Region
from segstyle_core.style import engine, level
from segstyle_core.style.cost import TYPICAL

FIRST_OF_BLOCKS = [f"conv{block}_1" for block in range(1, 6)]
FIRST_FIVE = ["conv1_1", "conv1_2", "conv2_1", "conv2_2", "conv3_1"]


def weighted(layers, weights):
    return dict(zip(layers, weights, strict=True))


ALONE = {"left": "oil-swirls"}
TOGETHER = {"smooth-multi", "single-shot"}
ALIKE = weighted(FIRST_OF_BLOCKS, [1.0] * 5)
STATED = {
    "cut-n-paste": {
        "encoder": "vgg19",
        "size": 512,
        "levels": 1,
        "optimiser": "lbfgs",
        "runs": 1,
        "content_layers": weighted(FIRST_FIVE, [1.0] * 5),
        "style_layers": {"conv2_2": 1.0},
    },
    "cut-n-paste-swapped": {
        "encoder": "vgg19",
        "size": 512,
        "levels": 1,
        "optimiser": "lbfgs",
        "runs": 1,
        "content_layers": {"conv2_2": 1.0},
        "style_layers": weighted(FIRST_FIVE, [1.0] * 5),
    },
    "mrp-vgg16": {
        "encoder": "vgg16",
        "size": 300,
        "levels": 1,
        "optimiser": "lbfgs",
        "runs": 1,
        "content_layers": {"conv4_1": 1.0},
        "style_layers": ALIKE,
    },
    "isolated": {
        "encoder": "vgg19",
        "steps": 5000,
        "optimiser": "adam",
        "rate": 0.003,
        "runs": 1,
        "content_layers": {"conv4_2": 1.0},
        "style_layers": weighted(FIRST_OF_BLOCKS, [1.0, 0.75, 0.2, 0.2, 0.2]),
    },
    "isolated-fast": {
        "encoder": "vgg19",
        "steps": 2000,
        "optimiser": "adam",
        "rate": 0.02,
        "runs": 1,
        "content_layers": {"conv4_2": 1.0},
        "style_layers": weighted(FIRST_OF_BLOCKS, [1.0, 0.8, 0.5, 0.3, 0.1]),
    },
    "smooth-multi": {"optimiser": "lbfgs", "runs": 3, "style_layers": ALIKE},
    "single-shot": {"optimiser": "lbfgs", "runs": 1, "style_layers": ALIKE},
    "layer-by-layer": {
        "encoder": "vgg19",
        "levels": 1,
        "optimiser": "lbfgs",
        "runs": 1,
        "content_layers": {"conv4_2": 1.0},
        "style_layers": ALIKE,
    },
}


@pytest.fixture(scope="module")
def picture():
    return Picture(resize(load_picture(sample_photo()).rgb, 96, 64))


@pytest.fixture
def seen(monkeypatch):
    """What the engine is really given: encoder file, layers, weights, optimiser, start, steps."""
    found = {"encoders": [], "objectives": [], "descents": []}
    encoder, objective, minimise = level._encoder, engine.objective_at, engine.minimise

    def note_encoder(weights, layers, pooling, *rest):
        found["encoders"].append((weights.stem, pooling))
        return encoder(weights, layers, pooling, *rest)

    def note_objective(job, factor, weights, *rest):
        found["objectives"].append((job, asdict(weights)))
        return objective(job, factor, weights, *rest)

    def note_descent(loss, start, steps, on_step, optimiser, **rest):
        found["descents"].append((optimiser, rest["rate"], start, steps))
        return minimise(loss, start, 2, on_step, optimiser, **rest)

    monkeypatch.setattr(schedule, "measured_pace", lambda *_: TYPICAL)
    monkeypatch.setattr(level, "_encoder", note_encoder)
    monkeypatch.setattr(engine, "objective_at", note_objective)
    monkeypatch.setattr(engine, "minimise", note_descent)
    return found


def assigned(recipe, **styles):
    rows = [{"region": region, "style": style} for region, style in styles.items()]
    return Recipe.from_data({**recipe, "assignments": rows})


def test_all_are_stated_here():
    assert set(STATED) == set(presets())


@pytest.mark.parametrize("name", STATED)
def test_what_it_states_reaches_the_engine(name, picture, store, encoders, seen):
    stated = dict(STATED[name])
    left = np.zeros((64, 96), np.uint8)
    left[:, :48] = 255
    styles = {"left": "oil-swirls", "right": "woodcut-waves"} if name in TOGETHER else ALONE
    recipe = assigned({"preset": name}, **styles)
    if "size" in stated:
        assert recipe.size == stated.pop("size")
    weights = encoders.path(recipe.encoder) if recipe.encoder != "vgg19" else store.path("vgg19")
    painting = paint(
        picture, [Region("left", left), Region("right", 255 - left)], recipe, weights, Silent()
    )
    assert [layer.region for layer in painting.layers] == list(styles)
    assert len(painting.report) == stated.pop("runs")
    descents, objectives = seen["descents"], seen["objectives"]
    assert {stem for stem, _ in seen["encoders"]} == {stated.get("encoder", "vgg19")}
    assert {each[0] for each in descents} == {stated["optimiser"]}
    if "rate" in stated:
        assert {each[1] for each in descents} == {stated["rate"]}
    if "steps" in stated:
        assert {each[3] for each in descents} == {stated["steps"]}
    if "levels" in stated:
        assert len(descents) == len(painting.report)
    for _, used in objectives:
        for layers in ("content_layers", "style_layers"):
            assert used[layers] == stated.get(layers, used[layers])
        if "levels" in stated:
            assert used["variation"] == 0
            assert used["content"] == 5.0 and used["style"] == 1e3
    if name == "layer-by-layer":
        start = descents[0][2]
        assert float(start.std()) == pytest.approx(12**-0.5, rel=0.05)


def test_what_is_given_beside_it_counts():
    recipe = assigned({"preset": "isolated", "size": 128, "rate": 0.1})
    assert (recipe.size, recipe.rate, recipe.steps) == (128, 0.1, 5000)
    assert Recipe.from_json(recipe.to_json()) == recipe


def test_one_that_is_unknown_is_told():
    with pytest.raises(BadInputError, match="there is no preset impasto; there are cut-n-paste"):
        Recipe.from_data({"preset": "impasto"})


def test_on_the_command_line_it_is_the_recipe_s_base(tmp_path):
    (tmp_path / "recipe.json").write_text(
        '{"assignments": [{"region": "sky", "style": "batik"}], "content": 3, "quality": "best"}'
    )
    recipe = terminal.recipe(
        tmp_path / "recipe.json", [], ["rate=0.1"], {"size": 200}, "isolated-fast"
    )
    assert [each.style for each in recipe.assignments] == ["batik"]
    assert (recipe.rate, recipe.size, recipe.steps) == (0.1, 200, 2000)
    assert (recipe.content, recipe.quality) == (1.0, "balanced")
