"""Strikes the worker with every fault, and writes the table of docs/reliability.md.

``PYTHONPATH=tests python -m faults --moments 20``: each fault at each message, and at so many
random moments of a styling. About an hour on two cores; stopped, it goes on from its log.
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


def cases(moments: int) -> Iterator[tuple[Fault, str, int]]:
    """Every fault at every message, then, by their numbers from 1, at moments of a styling."""
    for fault in FAULTS:
        yield from ((fault, message, 0) for message in REQUESTS)
        yield from ((fault, "style", number) for number in range(1, moments + 1))


def main() -> int:
    """Do it all; 1 when something is not as it should be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moments", type=int, default=20, help="of a styling, for each fault")
    parser.add_argument("--log", type=Path, default=Path("faults.jsonl"), help="goes on from there")
    asked = parser.parse_args()
    outcomes = _read(asked.log)
    seconds = styling_seconds()
    wrong = 0
    for fault, message, number in cases(asked.moments):
        key = fault.name, message, number
        if key not in outcomes:
            chance = random.Random(str(key))
            moment = chance.uniform(0.05, seconds) if number else 0.0
            try:
                outcomes[key] = strike(fault, message, chance, moment)
            except NoSmallDiskError as error:
                print(f"{fault.name}: not tried: {error}", file=sys.stderr)
                continue
            with asked.log.open("a") as log:
                log.write(json.dumps([key, asdict(outcomes[key])]) + "\n")
        found = outcomes[key].faults(fault.silences)
        wrong += bool(found)
        print(f"{fault.name}, {message} {number}: {found or 'as it should be'}", flush=True)
    _write(outcomes)
    return 1 if wrong else 0


def _read(log: Path) -> dict[tuple[str, str, int], Outcome]:
    """What an earlier run that was stopped has found."""
    lines = log.read_text().splitlines() if log.exists() else []
    return {tuple(key): Outcome(**outcome) for key, outcome in map(json.loads, lines)}


def _write(outcomes: dict[tuple[str, str, int], Outcome]) -> None:
    rows: dict[str, Row] = {}
    for (name, _, _), outcome in outcomes.items():
        rows.setdefault(name, Row()).add(outcome)
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
