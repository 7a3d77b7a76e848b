"""The sizes of a painting, and the steps at each."""

import pytest

from segstyle_core.style.cost import TYPICAL, Canvas, Pace
from segstyle_core.style.pyramid import Scale, plan


def test_sizes_double_up_to_the_whole():
    factors = [scale.factor for scale in plan(1024, 683, "balanced")]
    assert factors == [0.125, 0.25, 0.5, 1.0, 1.0]


def test_the_finest_size_is_painted_by_the_shallow_layers_first():
    *coarser, strokes, last = plan(1024, 683, "balanced")
    assert [scale.shallow for scale in (*coarser, strokes, last)] == [False] * 3 + [True, False]
    assert strokes.factor == last.factor == 1.0
    assert strokes.content == last.content == 1.0
    assert min(strokes.steps, last.steps) > 1


def test_shallow_layers_first_cost_less_than_all_throughout():
    first, throughout = (
        Canvas(1024, 683, plan(1024, 683, "balanced", shallow=shallow)).seconds(TYPICAL)
        for shallow in (True, False)
    )
    assert first < throughout


def test_what_a_run_costs_reckoned_by_hand():
    scales = (Scale(0.5, 9, 1.0), Scale(1.0, 3, 1.0, shallow=True), Scale(1.0, 2, 1.0))
    pace = Pace(fixed=0.5, by_pixel=1e-3, shallow=0.25, zone=0.5, judging=4.0)
    one, three = (Canvas(100, 40, scales, zones) for zones in (1, 3))
    assert one.costs(pace) == pytest.approx([11 * 1.5, 5 * 0.25 * 4.5, 4 * 4.5, 4 * 4.5])
    assert three.seconds(pace) == pytest.approx(2 * one.seconds(pace))


@pytest.mark.parametrize("asked", [{"steps": 9}, {"levels": 1}, {"shallow": False}])
def test_all_layers_count_throughout_when_asked_for(asked):
    assert not any(scale.shallow for scale in plan(512, 384, "quick", **asked))


def test_a_single_small_size_has_all_layers():
    (only,) = plan(128, 60, "quick")
    assert not only.shallow


def test_a_single_size_has_the_steps_of_the_coarsest_and_of_the_finest():
    (only,) = plan(128, 60, "quick")
    coarsest, *_, finest = plan(512, 384, "quick", shallow=False)
    assert only.steps == coarsest.steps + finest.steps


def test_steps_that_were_asked_for_are_made_at_each_size():
    assert {scale.steps for scale in plan(512, 384, "quick", steps=9)} == {9}
