"""The user's own catalogue, and trusting what its addresses serve the first time."""

import hashlib
import re
from pathlib import Path

import pytest
from loopback import serving

from segstyle_core.errors import WeightsError
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import FileWeights

BYTES = b"a network of one's own" * 10_000
ENTRY = """\
# mine
[[weights]]
id = "garden"
title = "Garden"
used_for = "the segmenter “scene:garden”"
kind = "url"
url = "{address}/garden.bin"
file = "garden.bin"
licence = "own"
licence_note = "Commercial use allowed."
source = "own"
[weights.input]
order = "RGB"
mean = [0, 0, 0]
std = [255, 255, 255]
"""


@pytest.fixture
def server(tmp_path):
    served = tmp_path / "served"
    served.mkdir()
    (served / "garden.bin").write_bytes(BYTES)
    with serving(served) as server:
        yield server


@pytest.fixture
def own(server, tmp_path):
    store = Store(tmp_path / "store")
    store.folder.mkdir()
    store.user_catalogue.write_text(ENTRY.format(address=server.address), encoding="utf-8")
    return store


def own_entry(**changes):
    data = {
        "id": "mine",
        "kind": "file",
        "title": "Mine",
        "used_for": "nothing",
        "file": "mine.bin",
        "sha256": hashlib.sha256(BYTES).hexdigest(),
        "size": len(BYTES),
        "licence": "own",
        "licence_note": "",
        "source": "own",
        "input": {"order": "RGB", "mean": (0, 0, 0), "std": (1, 1, 1)},
    }
    return FileWeights.model_validate(data | changes)


def test_own_entries_come_after_the_packaged_ones(own):
    ids = [entry.id for entry in own.entries()]
    assert ids[0] == "vgg19" and ids[-1] == "garden"
    assert own.entry("garden").url.endswith("/garden.bin")


def test_the_first_fetch_is_trusted_and_enforced_ever_after(own, server):
    assert own.trusted("garden") is None
    assert own.fetch("garden").read_bytes() == BYTES
    assert own.trusted("garden") == hashlib.sha256(BYTES).hexdigest()

    own.path("garden").write_bytes(b"damaged")
    own.fetch("garden")
    assert own.path("garden").read_bytes() == BYTES

    (server.folder / "garden.bin").write_bytes(BYTES + b", changed")
    own.path("garden").unlink()
    with pytest.raises(WeightsError, match="another file than the first time") as caught:
        own.fetch("garden")
    assert "garden.bin.json" in caught.value.advice
    assert not own.ready("garden")

    (own.folder / "garden.bin.json").unlink()
    assert own.fetch("garden").read_bytes() == BYTES + b", changed"


def test_without_a_checksum_a_tagless_beginning_is_not_gone_on_with(own, server):
    (own.folder / "garden.bin.part").write_bytes(b"another")
    own.fetch("garden")
    assert server.ranges == [None]


def test_without_a_checksum_a_broken_transfer_goes_on_if_the_server_s_tag_is_the_same(own, server):
    server.tags = True
    server.break_after = [150_000]
    assert own.fetch("garden").read_bytes() == BYTES
    assert server.ranges[0] is None and server.ranges[1].startswith("bytes=")


def test_an_adopted_network_is_here_and_in_the_catalogue(own, tmp_path):
    file = tmp_path / "file"
    file.write_bytes(BYTES)
    own.adopt(own_entry(), file)
    assert own.path("mine").read_bytes() == file.read_bytes() == BYTES
    assert own.entry("mine") == own_entry()
    assert own.user_catalogue.read_text(encoding="utf-8").startswith("# mine\n")
    assert [entry.id for entry in own.entries()][-2:] == ["garden", "mine"]

    own.path("mine").write_bytes(b"damaged")
    assert own.ready("mine") and not own.intact("mine")
    with pytest.raises(WeightsError, match="segstyle weights import FILE --as mine"):
        Store(own.folder).fetch("mine")
    own.bring("mine", file)
    assert own.intact("mine")


def test_an_own_catalogue_is_begun_with_the_first_entry(tmp_path):
    file = tmp_path / "file"
    file.write_bytes(BYTES)
    store = Store(tmp_path / "new")
    store.adopt(own_entry(), file)
    assert Store(store.folder).entries()[-1] == own_entry()


@pytest.mark.parametrize(
    ("changes", "word"),
    [({"id": "garden"}, "garden"), ({"id": "vgg19"}, "vgg19"), ({"file": "vgg19.npz"}, "vgg19")],
)
def test_what_is_taken_is_not_adopted(own, tmp_path, changes, word):
    file = tmp_path / "file"
    file.write_bytes(BYTES)
    before = own.user_catalogue.read_text(encoding="utf-8")
    with pytest.raises(WeightsError, match=word):
        own.adopt(own_entry(**changes), file)
    assert own.user_catalogue.read_text(encoding="utf-8") == before
    assert not (own.folder / "mine.bin").exists()


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("[[weights]]", "[[weights", "cannot be read"),
        ("[[weights]]", "[weights]", r"no list of \[\[weights\]\]"),
        ('id = "garden"', 'id = "vgg19"', "“vgg19”: there is one already"),
        ('file = "garden.bin"', 'file = "vgg19.npz"', r"vgg19\.npz is “vgg19”'s file"),
        ('file = "garden.bin"', 'file = "../garden.bin"', r"“\.\./garden\.bin” is no plain name"),
        ('file = "garden.bin"', 'file = "garden.bin"\nconverter = "magic"', "no converter “magic”"),
        ("mean = [0, 0, 0]", "mean = [0, 0]", r"“garden”: url\.input\.mean"),
        ('kind = "url"', 'kind = "pigeon"', "“garden”: .*pigeon"),
        ('licence = "own"\n', "", r"“garden”: url\.licence: Field required"),
    ],
)
def test_a_damaged_catalogue_is_told_by_file_and_entry(own, old, new, words):
    text = own.user_catalogue.read_text(encoding="utf-8")
    assert old in text
    own.user_catalogue.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises(WeightsError, match=words) as caught:
        own.entries()
    assert str(own.user_catalogue) in caught.value.message


def test_a_damaged_catalogue_does_not_hide_the_packaged_weights(own):
    own.user_catalogue.write_text("[[", encoding="utf-8")
    assert own.entry("vgg19").id == "vgg19"


def test_the_documented_entry_is_right(tmp_path):
    page = Path(__file__).resolve().parents[3] / "docs" / "weights.md"
    (example,) = re.findall(r"```toml\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    store = Store(tmp_path)
    store.user_catalogue.write_text(example, encoding="utf-8")
    entry = store.entry("garden")
    assert entry.sha256 is None and entry.output.stride == 4
    assert not store.ready("garden")
