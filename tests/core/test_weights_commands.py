"""segstyle weights and export-onnx as a user calls them."""

import hashlib
import os
import shutil
import subprocess
import sys

import pytest
import torch
from loopback import serving


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "store"


@pytest.fixture
def segstyle(folder):
    def call(*words, **environment):
        return subprocess.run(
            [sys.executable, "-m", "segstyle_core", *map(str, words)],
            env=os.environ | {"SEGSTYLE_WEIGHTS_DIR": str(folder)} | environment,
            capture_output=True,
            text=True,
            check=False,
        )

    return call


def row(done, id):
    return next(line for line in done.stdout.splitlines() if line.startswith(f"{id} "))


def test_a_file_from_another_machine_is_known_by_its_checksum(segstyle, shared, folder):
    source = shared / "models" / "src_mosaic_r4_uint8.tflite"
    assert row(segstyle("weights"), "mosaic").split()[1] == "missing,"
    done = segstyle("weights", "import", source)
    assert (done.returncode, done.stdout.split()) == (0, ["mosaic", "ready"])
    listed = segstyle("weights", "list")
    assert "here, 1.9 MiB" in row(listed, "mosaic")
    assert "Licence: Apache-2.0. Published by MLCommons" in listed.stdout
    assert row(segstyle("weights", "verify"), "mosaic").endswith("as expected")

    with (folder / "mosaic.onnx").open("ab") as file:
        file.write(b"x")
    done = segstyle("weights", "verify")
    assert done.returncode == 1
    assert "DAMAGED" in row(done, "mosaic") and row(done, "vgg19").endswith("missing")


def test_fetching_tells_the_licence_first(segstyle, mirror):
    with serving(mirror) as server:
        done = segstyle("weights", "fetch", "mosaic", SEGSTYLE_WEIGHTS_URL=server.address)
    licence, ready = done.stdout.splitlines()
    assert licence.startswith("mosaic ") and "Licence: Apache-2.0." in licence
    assert ready.split() == ["mosaic", "ready"]


def test_what_is_optional_is_fetched_by_name_alone(segstyle, mirror, shared, folder):
    folder.mkdir()
    (folder / "catalogue.toml").write_text(
        """
        [[weights]]
        id = "vast"
        title = "A vast network"
        used_for = "the segmenter “scene:vast”"
        kind = "url"
        url = "https://example.org/vast.onnx"
        file = "vast.onnx"
        licence = "CC BY-NC 4.0"
        licence_note = "Commercial use is not allowed."
        source = "example.org"
        optional = true
        [weights.input]
        order = "RGB"
        mean = [128, 128, 128]
        std = [127, 127, 127]
        """,
        encoding="utf-8",
    )
    assert row(segstyle("weights"), "vast").split()[1] == "optional,"
    with serving(mirror) as server:
        done = segstyle("weights", "fetch", SEGSTYLE_WEIGHTS_URL=server.address)
        assert done.returncode == 0, done.stderr
        assert "deeplabv3p_ade20k150" not in done.stdout and "vast" not in done.stdout
        done = segstyle(
            "weights", "fetch", "deeplabv3p_ade20k150", SEGSTYLE_WEIGHTS_URL=server.address
        )
    assert done.stdout.split()[-2:] == ["deeplabv3p_ade20k150", "ready"]
    assert row(segstyle("weights"), "deeplabv3p_ade20k150").split()[1] == "here,"


def test_an_own_network_is_imported_listed_and_named(segstyle, shared, folder):
    source = shared / "models" / "voc21_deeplabv3_mnv2.onnx"
    done = segstyle("weights", "import", source, "--as", "animals")
    assert done.returncode == 0, done.stderr
    assert "scene:animals" in done.stdout and str(folder / "catalogue.toml") in done.stdout
    assert "here" in row(segstyle("weights"), "animals")
    again = segstyle("weights", "import", source, "--as", "animals")
    assert (again.returncode, again.stdout.split()) == (0, ["animals", "ready"])


def test_an_address_without_a_checksum_is_told_in_words(segstyle, shared, folder, tmp_path):
    shutil.copyfile(shared / "models" / "voc21_deeplabv3_mnv2.onnx", tmp_path / "voc.onnx")
    folder.mkdir()
    with serving(tmp_path) as server:
        (folder / "catalogue.toml").write_text(
            f"""
            [[weights]]
            id = "voc"
            title = "VOC"
            used_for = "the segmenter “scene:voc”"
            kind = "url"
            url = "{server.address}/voc.onnx"
            file = "voc.onnx"
            licence = "BSD-3"
            licence_note = "Commercial use is allowed."
            source = "mine"
            [weights.input]
            order = "RGB"
            mean = [128, 128, 128]
            std = [127, 127, 127]
            """,
            encoding="utf-8",
        )
        before = segstyle("weights", "list")
        done = segstyle("weights", "fetch", "voc")
    assert "what comes first will be trusted" in before.stdout
    digest = hashlib.sha256((tmp_path / "voc.onnx").read_bytes()).hexdigest()
    assert f"only these bytes: sha256 {digest}" in done.stdout
    assert digest in segstyle("weights", "list").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["weights", "import", "nowhere.onnx"], "There is no file nowhere.onnx"),
        (["weights", "import", "nowhere.onnx", "--mean", "1,2"], "“1,2” are no three numbers"),
        (["weights", "fetch", "nothing"], "no weights called “nothing”"),
        (["export-onnx", "nowhere.pth", "--arch", "unet"], "no architecture “unet”"),
        (["export-onnx", "nowhere.pth", "--arch", "fcn_resnet50"], "There is no file nowhere.pth"),
    ],
)
def test_a_mistake_gets_one_line_and_exit_2(segstyle, words, told):
    done = segstyle(*words)
    assert done.returncode == 2
    assert told in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1


def test_a_damaged_own_catalogue_is_told(segstyle, folder):
    folder.mkdir()
    (folder / "catalogue.toml").write_text("[[weights]]\nid = 'mine'\n")
    done = segstyle("weights", "list")
    assert done.returncode == 2
    assert str(folder / "catalogue.toml") in done.stderr and "“mine”" in done.stderr


@pytest.mark.slow
def test_a_checkpoint_is_exported(segstyle, tmp_path):
    from torchvision.models.segmentation import lraspp_mobilenet_v3_large

    torch.manual_seed(0)
    network = lraspp_mobilenet_v3_large(weights_backbone=None, num_classes=2)
    torch.save(network.state_dict(), tmp_path / "two.pth")
    (tmp_path / "names.txt").write_text("figure\nground\n")
    done = segstyle(
        *("export-onnx", tmp_path / "two.pth", "--arch", "lraspp_mobilenet_v3_large"),
        *("--as", "two", "--classes", tmp_path / "names.txt"),
    )
    assert done.returncode == 0, done.stderr
    assert "ONNX Runtime and torch differ by at most" in done.stdout
    assert row(segstyle("weights", "verify"), "two").endswith("as expected")
