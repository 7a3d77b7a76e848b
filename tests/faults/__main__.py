"""Strikes the worker with every fault, and writes the table of docs/reliability.md.

``PYTHONPATH=tests python -m faults --moments 20``: each fault at each message, and at so many
random moments of a styling. About an hour on two cores; ``--log`` keeps each outcome.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from .cases import NoSmallDiskError, Outcome, strike, styling_seconds
from .faults import FAULTS, Fault
from .plug_in import REQUESTS, ROOT

DOCUMENT = ROOT / "docs/reliability.md"
BEGIN, END = "<!-- faults -->", "<!-- /faults -->"


@dataclass
class Row:
    """A fault's counts."""

    struck: int = 0
    told: int = 0
    finished: int = 0
    asked: int = 0
    processes: int = 0
    folders: int = 0
    failed: int = 0

    def add(self, outcome: Outcome) -> None:
        self.struck += 1
        self.told += bool(outcome.told)
        self.finished += outcome.finished and not outcome.told
        self.asked += outcome.silent
        self.processes += bool(outcome.processes)
        self.folders += bool(outcome.folders)
        self.failed += bool(outcome.next_run)


def cases(moments: int, chance: random.Random) -> Iterator[tuple[Fault, str, float]]:
    """Every fault at every message, then at random moments of a styling."""
    seconds = styling_seconds()
    for fault in FAULTS:
        yield from ((fault, message, 0.0) for message in REQUESTS)
        for _ in range(moments):
            yield fault, "style", chance.uniform(0.05, seconds)


def main() -> int:
    """Do it all; 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--only", default="", help="faults whose names begin so")
    parser.add_argument("--log", type=Path)
    asked = parser.parse_args()
    chance = random.Random(asked.seed)
    rows: dict[str, Row] = {}
    wrong = 0
    for fault, message, moment in cases(asked.moments, chance):
        if not fault.name.startswith(asked.only):
            continue
        try:
            outcome = strike(fault, message, chance, moment)
        except NoSmallDiskError as error:
            print(f"{fault.name}: not tried: {error}", file=sys.stderr)
            continue
        rows.setdefault(fault.name, Row()).add(outcome)
        found = outcome.faults(fault.silences)
        wrong += bool(found)
        print(f"{fault.name}, {message} {moment:.2f} s: {found or 'as it should be'}", flush=True)
        if asked.log:
            case = {"fault": fault.name, "message": message, "moment": moment}
            with asked.log.open("a") as log:
                log.write(json.dumps(case | asdict(outcome)) + "\n")
    if not asked.only:
        _write(rows)
    return 1 if wrong else 0


def _write(rows: dict[str, Row]) -> None:
    head = (
        "| what happens | times | told in words | finished all the same | the user is asked | "
        "processes left | folders left | next run failed |"
    )
    lines = [head, "|---|" + "---:|" * 7]
    for name, row in rows.items():
        lines.append(
            f"| {name} | " + " | ".join(str(number) for number in asdict(row).values()) + " |"
        )
    text = DOCUMENT.read_text("utf-8")
    before, rest = text.split(BEGIN)
    after = rest.split(END)[1]
    table = "\n".join(lines)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{table}\n{END}{after}", "utf-8")


if __name__ == "__main__":
    sys.exit(main())
