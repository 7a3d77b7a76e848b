import pytest

from segstyle_core.errors import BadInputError, WeightsError
from segstyle_core.weights import Store
from segstyle_core.weights.carrying import carry, portable


@pytest.fixture
def packed(weights, tmp_path):
    """A folder with one network in it, as `segstyle weights pack` writes it."""
    folder = Store(tmp_path / "packed")
    assert carry(Store(weights), folder, ["u2netp"]) == ["u2netp"]
    return folder


def test_what_was_packed_is_unpacked_and_whole(packed, tmp_path):
    other = Store(tmp_path / "other")
    assert portable(packed) == ["u2netp"]
    assert carry(packed, other, portable(packed)) == ["u2netp"]
    assert other.path("u2netp").read_bytes() == packed.path("u2netp").read_bytes()
    assert carry(packed, other, portable(packed)) == []


def test_what_is_damaged_there_is_replaced(packed, tmp_path):
    other = Store(tmp_path / "other")
    carry(packed, other, ["u2netp"])
    (other.folder / "u2netp.onnx").write_bytes(b"damaged")
    assert carry(packed, other, ["u2netp"]) == ["u2netp"]
    assert other.intact("u2netp")


def test_damaged_files_are_not_carried(packed, tmp_path):
    damaged = Store(tmp_path / "damaged")
    carry(packed, damaged, ["u2netp"])
    file = damaged.folder / "u2netp.onnx"
    file.write_bytes(file.read_bytes()[:-1])
    with pytest.raises(WeightsError, match="wrong checksum"):
        carry(damaged, Store(tmp_path / "other"), ["u2netp"])
    assert not (tmp_path / "other").exists()


def test_a_folder_that_is_not_there_is_told(tmp_path):
    with pytest.raises(BadInputError, match="There is no folder"):
        carry(Store(tmp_path / "nowhere"), Store(tmp_path / "other"), [])
