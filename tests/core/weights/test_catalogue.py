"""The catalogue and its page in the documentation say the same."""

import re
from pathlib import Path

import pytest

from segstyle_core.weights.catalogue import catalogue

PAGE = Path(__file__).resolve().parents[3] / "docs" / "weights.md"


@pytest.mark.parametrize("id", list(catalogue()))
def test_every_weight_is_documented(id):
    entry = catalogue()[id]
    row = next(
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith(f"| `{id}`")
    )
    assert entry.title in row
    assert entry.licence in row
    assert entry.source in row
    if entry.kind != "derived":
        assert f"{entry.size:,}" in row and entry.sha256 in row


def test_addresses_are_pinned_and_safe():
    for entry in catalogue().values():
        if entry.kind == "url":
            assert entry.url.startswith("https://")
            commit = any(len(part) == 40 for part in entry.url.split("/"))
            version = re.search(r"^https://tfhub\.dev/.*/\d+\?lite-format=tflite$", entry.url)
            assert commit or version, "neither a commit nor a version in the address"
            assert entry.sha256
