"""Empty folders for styles and thumbnails, and pictures to put into them."""

import numpy as np
import pytest
from PIL import Image

from segstyle_core.gallery import OwnStyles


@pytest.fixture(autouse=True)
def places(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_STYLES_DIR", str(tmp_path / "styles"))
    monkeypatch.setenv("SEGSTYLE_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.delenv("SEGSTYLE_MASTERS_URL", raising=False)


@pytest.fixture
def own():
    return OwnStyles()


@pytest.fixture
def picture(tmp_path):
    """Saves a picture of waves, by whose number they differ, under a name in a folder."""

    def save(name="waves.png", number=1, size=(64, 48)):
        y, x = np.mgrid[: size[1], : size[0]]
        waves = [127 + 120 * np.sin((x * k + y * number) / 7.0) for k in (1, 2, 3)]
        file = tmp_path / "pictures" / name
        file.parent.mkdir(exist_ok=True)
        Image.fromarray(np.stack(waves, axis=2).astype(np.uint8)).save(file)
        return file

    return save
