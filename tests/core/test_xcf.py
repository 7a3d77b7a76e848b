"""Reading a parasite out of an XCF; a real GIMP's files are read in tests/plugin/test_batch.py."""

import struct

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from segstyle_core import terminal
from segstyle_core.errors import BadInputError
from segstyle_core.recipe import Recipe
from segstyle_core.xcf import channel_parasites, image_parasite, is_xcf

COMPRESSION, PARASITES = 17, 21


def parasite(name, data):
    word = name.encode() + b"\0"
    return struct.pack(">I", len(word)) + word + struct.pack(">II", 1, len(data)) + data


def properties(parasites):
    payload = b"".join(parasite(*each) for each in parasites)
    listed = struct.pack(">IIB", COMPRESSION, 1, 2)
    return listed + struct.pack(">II", PARASITES, len(payload)) + payload + struct.pack(">II", 0, 0)


def xcf(parasites, version="v011", channels=()):
    """The heads of a file and of its channels as the specification has them, and what follows.

    One layer, which is nowhere.
    """
    head = f"gimp xcf {version}\0".encode() + struct.pack(">III", 640, 480, 0)
    head += struct.pack(">I", 150) if version not in ("file", "v001", "v003") else b""
    head += properties(parasites)
    pointer = ">Q" if version >= "v011" else ">I"
    bodies = []
    for name, kept in channels:
        word = name.encode() + b"\0"
        bodies.append(struct.pack(">III", 640, 480, len(word)) + word + properties(kept))
    start = len(head) + (4 + len(bodies)) * struct.calcsize(pointer)
    places = [start + sum(map(len, bodies[:number])) for number in range(len(bodies))]
    for place in (12345678, 0, *places, 0):
        head += struct.pack(pointer, place)
    return head + bytes(struct.calcsize(pointer)) + b"".join(bodies) + b"layers, tiles"


@pytest.fixture
def path(tmp_path):
    return tmp_path / "photo.xcf"


@pytest.mark.parametrize("version", ["file", "v003", "v004", "v011", "v023"])
def test_a_parasite_is_found_among_others(path, version):
    kept = [("gimp-comment", b"hello\0"), ("mine", b'{"a": 1}'), ("else", b"")]
    path.write_bytes(xcf(kept, version))
    assert is_xcf(path)
    assert image_parasite(path, "mine") == b'{"a": 1}'
    assert image_parasite(path, "gimp-comment") == b"hello"
    assert image_parasite(path, "not there") is None


@pytest.mark.parametrize("version", ["v003", "v010", "v011", "v023"])
def test_a_channel_s_parasites_are_found_by_its_name(path, version):
    channels = [
        ("Himmel", [("else", b"1\0"), ("mine", b"sky\0")]),
        ("Häuser", [("mine", b"house")]),
        ("mine", [("else", b"")]),
    ]
    path.write_bytes(xcf([("mine", b"of the image")], version, channels))
    assert channel_parasites(path, "mine") == {"Himmel": "sky", "Häuser": "house"}
    assert channel_parasites(path, "none") == {}


def test_regions_in_another_language_are_called_as_the_core_calls_them(path):
    shown = [{"region": region, "style": "kilim"} for region in ("Himmel", "my dog")]
    recipe = Recipe.from_data({"assignments": shown})
    channels = [("Himmel", [("segstyle-name", b"sky\0")]), ("my dog", [])]
    path.write_bytes(xcf([("segstyle-recipe", recipe.to_json().encode())], "v011", channels))
    regions = [each.region for each in terminal.recipe(path, [], [], {}).assignments]
    assert regions == ["sky", "my dog"]


def test_a_recipe_is_read_from_a_picture_as_from_a_file(path):
    recipe = Recipe.from_data({"assignments": [{"region": "sky", "style": "kilim"}], "size": 300})
    path.write_bytes(xcf([("segstyle-recipe", recipe.to_json().encode() + b"\0")]))
    assert terminal.recipe(path, [], ["size=99"], {}) == recipe.model_copy(update={"size": 99})


def test_a_picture_without_a_recipe_says_what_to_do(path):
    path.write_bytes(xcf([]))
    with pytest.raises(BadInputError, match=r"keeps no recipe.*Style Channels"):
        terminal.recipe(path, [], [], {})


def test_no_file_and_no_xcf_are_told(path):
    assert not is_xcf(path)
    with pytest.raises(BadInputError, match="cannot be read"):
        image_parasite(path, "mine")
    path.write_bytes(b"\x89PNG and so on, long enough for a head of an XCF file")
    with pytest.raises(BadInputError, match="no XCF file"):
        image_parasite(path, "mine")


WHOLE = xcf([("one", b"1" * 40), ("mine", b"2" * 40)], channels=[("sky", [("mine", b"3" * 40)])])


@settings(max_examples=300, deadline=None)
@given(place=st.integers(0, len(WHOLE) - 1), value=st.integers(0, 255), length=st.integers(0, 400))
def test_damage_is_told_or_does_not_matter(tmp_path_factory, place, value, length):
    path = tmp_path_factory.getbasetemp() / "damaged.xcf"
    path.write_bytes((WHOLE[:place] + bytes([value]) + WHOLE[place + 1 :])[:length])
    try:
        found, of_channels = image_parasite(path, "mine"), channel_parasites(path, "mine")
    except BadInputError:
        return
    assert found is None or isinstance(found, bytes)
    assert all(isinstance(text, str) for text in of_channels.values())
