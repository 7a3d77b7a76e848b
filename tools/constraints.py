"""Writes constraints.txt: the versions that this environment has of all that SegStyle needs.

``python tools/constraints.py``, in an environment with all extras, in which all tests pass.
"""

from __future__ import annotations

from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path

import tomllib
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[1]
LEFT_TO_TORCH = ("nvidia-", "cuda-", "triton", "pytorch-triton")
"""torch names these itself, others in each of its builds."""

HEAD = """\
# The versions that SegStyle was tested with, on Python 3.11; tools/constraints.py writes this file.
# docs/security.md says how to update it. Python 3.10 cannot have all of them, and is left free.
"""


def main() -> None:
    """Write the file."""
    rows = sorted(needed().items())
    lines = [f'{name}=={version}; python_version >= "3.11"\n' for name, version in rows]
    (ROOT / "constraints.txt").write_text(HEAD + "".join(lines), encoding="utf-8")
    print(f"{len(lines)} packages in constraints.txt")


def needed() -> dict[str, str]:
    """Every package that SegStyle needs here, by its name, with its version."""
    found: dict[str, str] = {}
    waiting = [each for each in _named() if _applies(each)]
    seen = set()
    while waiting:
        wanted = waiting.pop()
        name, extras = canonicalize_name(wanted.name), frozenset(wanted.extras)
        if (name, extras) in seen or name.startswith(LEFT_TO_TORCH):
            continue
        seen.add((name, extras))
        package = distribution(name)
        found[name] = package.version.split("+")[0]
        inner = (Requirement(text) for text in package.requires or [])
        waiting += [each for each in inner if _applies(each, extras)]
    return found


def _named() -> Iterator[Requirement]:
    """What pyproject.toml names, in all its extras."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for texts in (project["dependencies"], *project["optional-dependencies"].values()):
        yield from (Requirement(text) for text in texts if not text.startswith("segstyle"))


def _applies(wanted: Requirement, extras: frozenset[str] = frozenset()) -> bool:
    marker = wanted.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in ("", *extras))


if __name__ == "__main__":
    main()
