import subprocess
import sys

import numpy as np

from segstyle_core.process import peak_bytes

MUCH, MORE = 300_000_000, 100_000_000
CHILD = f"""
import numpy as np
from segstyle_core.process import peak_bytes
before = peak_bytes()
np.ones({MORE}, np.uint8)
print(before, peak_bytes())
"""


def test_the_peak_is_the_process_s_own():
    parents = np.ones(MUCH, np.uint8)
    said = subprocess.run([sys.executable, "-c", CHILD], check=True, capture_output=True, text=True)
    before, after = map(int, said.stdout.split())
    assert len(parents) < peak_bytes()
    assert before < MUCH
    assert 0.9 * MORE < after - before < 1.5 * MORE
