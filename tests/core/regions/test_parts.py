"""Where in a picture something is: strips of tiles."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from segstyle_core.regions import Region
from segstyle_core.regions.tiles import occupied


@settings(max_examples=60, deadline=None)
@given(st.integers(1, 90), st.integers(1, 90), st.integers(0, 2**32 - 1), st.integers(0, 40))
def test_occupied_boxes_hold_all_that_is_not_0_and_no_empty_tile(height, width, seed, dots):
    dice = np.random.default_rng(seed)
    coverage = np.zeros((height, width), np.uint8)
    coverage[dice.integers(0, height, dots), dice.integers(0, width, dots)] = 9
    times = np.zeros((height, width), int)
    for box in occupied(coverage, 16):
        times[box.slices] += 1
        assert box.x + box.width <= width
        for left in range(box.x, box.x + box.width, 16):
            assert coverage[box.y : box.y + 16, left : left + 16].any()
    assert times.max() <= 1
    assert (times[coverage > 0] == 1).all()


def test_neighbouring_tiles_are_one_part():
    coverage = np.zeros((300, 700), np.uint8)
    coverage[10, [5, 200, 600]] = coverage[299, 0] = 1
    parts = [part.numbers for part in Region("dots", coverage).parts]
    assert parts == [[0, 0, 256, 128], [512, 0, 128, 128], [0, 256, 128, 44]]
