"""How many workers: what is measured decides."""

import pytest
from PIL import Image
from trials import picture

from segstyle_core.batch import plan
from segstyle_core.batch.plan import FEWEST_PHOTOS, planned
from segstyle_core.batch.task import Settings, Task


@pytest.fixture
def tasks(tmp_path, recipe, weights):
    Image.fromarray(picture()).save(tmp_path / "p.png")
    settings = Settings(segmenter="colours", count=2)
    return [Task(tmp_path / "p.png", f"p{n}", recipe, settings) for n in range(FEWEST_PHOTOS)]


def test_few_photos_or_one_core_are_not_measured(tasks):
    few, alone = planned(tasks[:-1], 8), planned(tasks, 1)
    assert (few.workers, few.threads) == (1, 8)
    assert (alone.workers, alone.threads) == (1, 1)


def test_a_photo_is_painted_for_trial_and_the_quicker_way_is_chosen(tasks, monkeypatch):
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    measured, really = [], plan._measured

    def watched(task, workers, threads):
        measured.append((workers, threads, really(task, workers, threads)))
        return measured[-1][2]

    monkeypatch.setattr(plan, "_measured", watched)
    chosen = planned(tasks, 2)
    (first, second) = measured
    assert first[:2] == (1, 2)
    assert second[:2] == (2, 1)
    assert first[2].memory > 100 << 20
    several_are_quicker = 2 * first[2].seconds >= second[2].seconds
    assert (chosen.workers, chosen.threads) == ((2, 1) if several_are_quicker else (1, 2))
