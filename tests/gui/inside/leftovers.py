"""What our core has going on: its processes and private folders, which must not be left over."""

import os
import time
from pathlib import Path


def processes(word=b"segstyle_core"):
    """The cores of this run, or what else has a word in its command line, by number."""
    token = f"SEGSTYLE_TEST_TOKEN={os.environ['SEGSTYLE_TEST_TOKEN']}".encode()
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes()
            if token in (folder / "environ").read_bytes() and word in words:
                found[int(folder.name)] = words
        except OSError:
            continue
    return found


def seconds_of(word):
    """For how long the processes of this run with a word in their command lines had a processor."""
    ticks = 0
    for number in processes(word):
        fields = Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


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
