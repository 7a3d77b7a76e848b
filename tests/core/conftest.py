"""What the core's tests share."""

import hashlib
import shutil
from pathlib import Path

import numpy as np
import pytest
from loopback import serving
from PIL import Image
from seeded_networks import saved, seeded

from segstyle_core.weights import Store
from segstyle_core.weights.catalogue import catalogue

SCENE_SOURCES = {
    "mosaic": "src_mosaic_r4_uint8.tflite",
    "voc_deeplab": "src_deeplabv3_mnv2_voc513_os16_quant.tflite",
    "deeplabv3p_ade20k150": "src_deeplabv3p_mnv2_ade20k150.tflite",
}
SHARED = Path(__file__).resolve().parents[2].parent / "shared" / "assets"


@pytest.fixture(scope="session")
def store():
    """The user's own store, so that the workers and commands under test find the same weights."""
    store = Store()
    for name in ("vgg19", "vgg19_features", "u2netp", "style_predict", "style_transform"):
        store.fetch(name)
    return store


@pytest.fixture(scope="session")
def shared():
    """The folder of pictures and networks to measure with, which the project does not carry."""
    if not SHARED.is_dir():
        pytest.skip(f"NOT TESTED: {SHARED} is not there")
    return SHARED


@pytest.fixture(scope="session")
def mirror(shared, tmp_path_factory):
    """A folder with the true bytes of the scene networks under their names at mirrors."""
    folder = tmp_path_factory.mktemp("mirror")
    for id, source in SCENE_SOURCES.items():
        name = catalogue()[id].name_at_mirrors
        shutil.copyfile(shared / "models" / source, folder / name)
    return folder


@pytest.fixture(scope="session")
def scene_store(mirror, tmp_path_factory):
    """A store with MOSAIC, fetched from loopback and converted."""
    store = Store(tmp_path_factory.mktemp("scene-store"))
    with serving(mirror) as server, pytest.MonkeyPatch.context() as patch:
        patch.setenv("SEGSTYLE_WEIGHTS_URL", server.address)
        store.fetch("mosaic")
    return store


@pytest.fixture(scope="session")
def street_photos(shared):
    """Three photos of streets and houses, uint8 (H, W, 3)."""
    files = sorted((shared / "ade20k").glob("*.jpg"))
    return [np.asarray(Image.open(file).convert("RGB")) for file in files]


@pytest.fixture(scope="session")
def encoders(tmp_path_factory):
    """A store with VGG-16 of random weights: the true ones are in no package."""
    folder = tmp_path_factory.mktemp("encoders")
    file, store = folder / "vgg16.pth", Store(folder / "store")
    saved(seeded("vgg16"), file)
    begins = hashlib.sha256(file.read_bytes()).hexdigest()[:8]
    with pytest.MonkeyPatch.context() as patch:
        entry = catalogue()["vgg16"].model_copy(update={"sha256_begins": begins})
        patch.setitem(catalogue(), "vgg16", entry)
        store.bring("vgg16", file)
    file.unlink()
    return store
