"""A sample of the faults, the same each time; ``python -m faults`` strikes them all."""

from __future__ import annotations

import random

import pytest

from segstyle_core.worker import messages

from .cases import NoSmallDiskError, strike
from .faults import FAULTS
from .plug_in import REQUESTS

pytestmark = pytest.mark.usefixtures("weights")

QUICK = ("look", "segment", "glimpse", "add_style")
"""Messages that need no torch."""


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_told_in_words_and_nothing_left(fault):
    chance = random.Random(fault.name)
    try:
        outcome = strike(fault, chance.choice(QUICK), chance)
    except NoSmallDiskError as error:
        pytest.skip(f"NOT TESTED: no small disk can be mounted here: {error}")
    assert outcome.faults(fault.silences) == []


@pytest.mark.parametrize("name", ["killed", "disk full", "files gone"])
def test_in_the_middle_of_a_styling(name):
    (fault,) = (fault for fault in FAULTS if fault.name.startswith(name))
    chance = random.Random(1)
    try:
        outcome = strike(fault, "style", chance, moment=chance.uniform(0.5, 4.0))
    except NoSmallDiskError as error:
        pytest.skip(f"NOT TESTED: no small disk can be mounted here: {error}")
    assert outcome.faults(fault.silences) == []


def test_every_message_has_its_turn():
    assert {"hello", "cancel", "stop_and_keep", *messages.JOBS} - set(REQUESTS) == set()
