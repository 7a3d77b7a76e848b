"""What our core has going on: its processes and private folders, which must not be left over."""

import os
import time
from pathlib import Path


def processes():
    """The cores of this run: command lines by number."""
    token = f"SEGSTYLE_TEST_TOKEN={os.environ['SEGSTYLE_TEST_TOKEN']}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if token in (folder / "environ").read_bytes() and b"segstyle_core" in words:
                found[int(folder.name)] = words
        except OSError:
            continue
    return found


def folders():
    """The private folders of this run."""
    return list(Path(os.environ["TMPDIR"]).glob("segstyle-*"))


def leftovers():
    return processes(), folders()


def nothing_left_within_two_seconds():
    end = time.monotonic() + 2
    while any(leftovers()):
        assert time.monotonic() < end, leftovers()
        time.sleep(0.05)


def wait_until(holds, what, seconds=60):
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.1)
