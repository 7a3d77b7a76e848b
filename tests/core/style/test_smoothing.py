"""Borders of regions jump no more than their inside, and nothing else changes."""

import numpy as np

from segstyle_core.style.smoothing import border_weight, smoothed

HEIGHT, WIDTH, MEETING = 60, 90, 40


def halves(left: int, right: int) -> np.ndarray:
    """Two grainy halves that meet at column MEETING."""
    grain = np.random.default_rng(3).integers(-20, 21, (HEIGHT, WIDTH, 3))
    level = np.where(np.arange(WIDTH) < MEETING, left, right)[None, :, None]
    return np.clip(level + grain, 0, 255).astype(np.uint8)


def covers() -> list[np.ndarray]:
    left = np.zeros((HEIGHT, WIDTH), np.uint8)
    left[:, :MEETING] = 255
    return [left, 255 - left]


def jump(picture: np.ndarray) -> float:
    """Squared steps of the two columns that meet over those of the others, pixel by pixel."""
    x = picture.astype(float)
    border, inside = [], []
    for row in range(HEIGHT - 1):
        for column in range(WIDTH - 1):
            here = x[row, column]
            right, below = x[row, column + 1] - here, x[row + 1, column] - here
            energy = (right**2).sum() + (below**2).sum()
            (border if column in (MEETING - 1, MEETING) else inside).append(energy)
    return float(np.mean(border) / np.mean(inside))


def test_a_border_that_jumps_is_evened_until_it_is_like_the_inside() -> None:
    picture = halves(90, 150)
    assert jump(picture) > 2
    assert 0.8 < jump(smoothed(picture, covers())) < 1.15


def test_far_from_the_border_nothing_changes_and_no_colour_is_made_up() -> None:
    picture = halves(60, 190)
    result = smoothed(picture, covers())
    assert (result[:, : MEETING - 12] == picture[:, : MEETING - 12]).all()
    assert (result[:, MEETING + 12 :] == picture[:, MEETING + 12 :]).all()
    assert picture.min() <= result.min() and result.max() <= picture.max()


def test_a_border_that_does_not_show_is_left_alone() -> None:
    picture = halves(120, 120)
    assert (smoothed(picture, covers()) == picture).all()


def test_one_region_that_is_everything_has_no_border() -> None:
    picture = halves(60, 190)
    assert (smoothed(picture, [np.full((HEIGHT, WIDTH), 255, np.uint8)]) == picture).all()


def test_a_region_in_the_midst_of_the_photo_has_a_border_with_what_is_not_painted() -> None:
    picture = halves(90, 150)
    assert jump(smoothed(picture, covers()[:1])) < 1.15


def test_the_weight_is_highest_where_coverages_change() -> None:
    weight = border_weight(covers())
    assert weight.max() == 1
    assert set(weight.argmax(axis=1)) <= {MEETING - 1, MEETING}
    assert weight[:, : MEETING - 12].max() < 0.001
