import os
import pickle

import numpy as np
import pytest
import torch

from segstyle_core.errors import WeightsError
from segstyle_core.weights.converters.torch_file import MAGIC, read_tensors


def saved(path, tensors):
    torch.save(tensors, path, _use_new_zipfile_serialization=False)
    return path


def test_it_reads_what_torch_wrote(tmp_path):
    tensors = {
        "bytes": torch.arange(24, dtype=torch.uint8).reshape(2, 3, 4),
        "floats": torch.linspace(-1.0, 1.0, 7),
    }
    read = read_tensors(saved(tmp_path / "tensors.bin", tensors))
    assert list(read) == list(tensors)
    for name, tensor in tensors.items():
        assert read[name].dtype == tensor.numpy().dtype
        np.testing.assert_array_equal(read[name], tensor.numpy())


def test_a_view_of_a_part_is_refused(tmp_path):
    whole = torch.arange(12, dtype=torch.uint8).reshape(3, 4)
    for part in (whole.T, whole[1:]):
        with pytest.raises(WeightsError, match="part of its storage"):
            read_tensors(saved(tmp_path / "tensors.bin", {"part": part}))


class Spiteful:
    def __reduce__(self):
        return os.mkdir, ("pwned",)


@pytest.mark.parametrize("place", [0, 1, 3])
def test_nothing_else_is_unpickled(tmp_path, monkeypatch, place):
    monkeypatch.chdir(tmp_path)
    parts = [MAGIC, 1001, {}, {}]
    parts[place] = Spiteful()
    file = tmp_path / "spiteful.bin"
    file.write_bytes(b"".join(pickle.dumps(part, 2) for part in parts))
    with pytest.raises(WeightsError, match="not a file of tensors"):
        read_tensors(file)
    assert not (tmp_path / "pwned").exists()


def test_a_truncated_file_is_told(tmp_path):
    file = saved(tmp_path / "tensors.bin", {"floats": torch.zeros(100)})
    whole = file.read_bytes()
    for length in (0, 10, len(whole) // 2, len(whole) - 1):
        file.write_bytes(whole[:length])
        with pytest.raises(WeightsError, match="not a file of tensors"):
            read_tensors(file)
