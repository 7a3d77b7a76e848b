"""The catalogue and its page in the documentation say the same."""

from pathlib import Path

import pytest

from segstyle_core.weights.catalogue import catalogue
from segstyle_core.weights.classes import ADE20K, VOC

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
    if entry.kind == "url" and entry.sha256 is None:
        assert entry.optional and "the first fetch is trusted" in row
    elif entry.kind != "derived":
        assert f"{entry.size:,}" in row and entry.sha256 in row


def test_addresses_are_pinned_and_safe():
    for entry in catalogue().values():
        if entry.kind == "url":
            assert entry.url.startswith("https://")
            commit = any(len(part) == 40 for part in entry.url.split("/"))
            assert commit or entry.optional, "no commit in the address"


def test_no_two_files_have_one_name_at_a_mirror():
    fetched = [entry for entry in catalogue().values() if entry.kind == "url"]
    names = {entry.name_at_mirrors for entry in fetched}
    assert len(names) == len({entry.url for entry in fetched})
    assert all(Path(name).suffix for name in names)


def test_what_is_not_for_all_is_optional():
    """Whoever fetches all gets only what may be used commercially, or whose terms are told."""
    for entry in catalogue().values():
        if "not allowed" in entry.licence_note or "not stated" in entry.licence:
            assert entry.optional


def test_standard_classes_have_a_name():
    assert catalogue()["deeplabv3p_ade20k150"].classes == ADE20K
    assert catalogue()["voc_deeplab"].classes == VOC
