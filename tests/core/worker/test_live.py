"""Pictures of a painting under way take little of its time, however slow the line is."""

import numpy as np
import pytest

from segstyle_core.image import Box
from segstyle_core.worker import live


class SlowLine:
    """A folder of which each file takes some seconds of a clock that stands still otherwise."""

    def __init__(self, seconds: float) -> None:
        self.now, self.seconds, self.written = 100.0, seconds, 0

    def monotonic(self) -> float:
        return self.now

    def write(self, name: str, pixels: np.ndarray) -> str:
        self.now += self.seconds
        self.written += 1
        return name

    def live(self, *_told: object) -> None:
        """What a JobControl does."""


@pytest.mark.parametrize(("seconds", "written"), [(0.001, 30), (1.0, 3), (2.0, 2)])
def test_a_tenth_of_the_time_at_most(monkeypatch, seconds, written):
    line = SlowLine(seconds)
    monkeypatch.setattr(live, "time", line)
    picture = live.LivePicture(line, line)
    for second in range(30):
        line.now = max(line.now, 100.0 + second)
        picture(["sky"], Box(0, 0, 2, 2), np.zeros((2, 2, 3), np.uint8))
    assert line.written == written
