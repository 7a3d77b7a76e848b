"""The manifest: whole lines, whatever happens."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segstyle_core.batch.manifest import Manifest
from segstyle_core.errors import CoreFailureError


@pytest.fixture
def path(tmp_path):
    return tmp_path / "manifest.jsonl"


def texts(path):
    return [event["text"] for event in Manifest(path).read()]


def test_what_was_added_is_read(path):
    manifest = Manifest(path)
    assert texts(path) == []
    manifest.add("note", text="Zürich\n")
    manifest.add("note", text="two")
    assert texts(path) == ["Zürich\n", "two"]
    assert path.read_bytes().isascii()


@settings(max_examples=30, deadline=None)
@given(cut=st.integers(1, 200_000))
def test_a_line_that_was_cut_off_is_as_if_it_had_not_been(tmp_path_factory, cut):
    path = tmp_path_factory.mktemp("cut") / "manifest.jsonl"
    manifest = Manifest(path)
    manifest.add("note", text="one")
    whole = path.stat().st_size
    manifest.add("note", text="two" * 70_000)
    path.write_bytes(path.read_bytes()[: whole + min(cut, path.stat().st_size - whole - 1)])
    assert texts(path) == ["one"]
    manifest.add("note", text="three")
    assert texts(path) == ["one", "three"]
    assert [json.loads(line)["text"] for line in path.read_text().splitlines()] == ["one", "three"]


def test_damage_in_the_middle_is_told(path):
    Manifest(path).add("note", text="one")
    path.write_bytes(b"what\n" + path.read_bytes())
    with pytest.raises(CoreFailureError, match="damaged at line 1"):
        list(Manifest(path).read())
