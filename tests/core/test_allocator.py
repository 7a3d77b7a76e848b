import platform
import subprocess
import sys

import pytest

pytestmark = pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="only glibc can be told")

TWICE = """
import resource
import threading
from segstyle_core.allocator import keep_freed_memory

def faults():
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    assert b"x" * 100_000_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before

def twice():
    print(faults(), faults())

{}
for work in (twice, threading.Thread(target=twice).run):
    work()
"""


@pytest.mark.parametrize(("told", "again"), [("keep_freed_memory()", False), ("", True)])
def test_a_large_array_costs_pages_only_once(told, again):
    script = TWICE.format(told)
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    first, *later = map(int, run.stdout.split())
    assert first > 1000
    assert all((faults > 1000) == again for faults in later)


def test_what_was_kept_can_be_given_back():
    script = """
import psutil
from segstyle_core.allocator import give_back, keep_freed_memory

def held():
    return psutil.Process().memory_info().rss

keep_freed_memory()
before = held()
assert b"x" * 100_000_000
print(held() - before)
give_back()
print(held() - before)
"""
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    kept, left = map(int, run.stdout.split())
    assert kept > 90_000_000
    assert left < 10_000_000


def test_for_a_while_what_is_large_is_given_back_at_once():
    script = """
import psutil
from segstyle_core.allocator import giving_back_at_once, keep_freed_memory

def held():
    assert b"x" * 100_000_000
    print(psutil.Process().memory_info().rss - before)

keep_freed_memory()
before = psutil.Process().memory_info().rss
with giving_back_at_once():
    held()
held()
with giving_back_at_once():
    held()
"""
    run = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    meanwhile, kept, again = map(int, run.stdout.split())
    assert meanwhile < 10_000_000
    assert kept > 90_000_000
    assert again < 10_000_000
