"""The real ``segstyle`` command, with a clock that jumps by what a file says."""

import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

_true = time.time
_jump = Path(os.environ["SEGSTYLE_TEST_CLOCK"])


def _jumped() -> float:
    try:
        return _true() + float(_jump.read_text())
    except (OSError, ValueError):
        return _true()


time.time = _jumped

from segstyle_core.cli import main  # noqa: E402 (the clock first)

main()
