import importlib.util
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import Style, find_style, styles, thumbnail

ROOT = Path(__file__).resolve().parents[2]
LISTING = ROOT / "styles" / "styles.toml"


@pytest.fixture
def cache_folder(tmp_path, monkeypatch):
    monkeypatch.setenv("SEGSTYLE_CACHE_DIR", str(tmp_path))
    return tmp_path / "thumbnails"


@pytest.fixture(scope="module")
def make_styles():
    tools = ROOT / "tools"
    sys.path.insert(0, str(tools))
    try:
        spec = importlib.util.spec_from_file_location("make_styles", tools / "make_styles.py")
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        yield module
    finally:
        sys.path.remove(str(tools))


def test_the_listing_matches_the_pictures():
    assert len(styles()) >= 24
    for style in styles():
        assert style.path.stat().st_size <= 400_000, style.id
        with Image.open(style.path) as picture:
            assert picture.format == "JPEG"
            assert min(picture.size) >= 1024, style.id
        assert style.licence == "CC0-1.0"
    listed = {style.path.name for style in styles()}
    assert listed == {path.name for path in LISTING.parent.glob("*.jpg")}


def test_every_style_has_a_painter(make_styles):
    assert set(make_styles.PAINTERS) == {style.id for style in styles()}


@pytest.mark.parametrize("name", ["golden-mosaic", "kilim", "batik"])
def test_a_painter_repeats_itself_and_is_the_one_in_the_gallery(make_styles, name):
    def look(pixels):
        return np.asarray(Image.fromarray(pixels).resize((8, 8), Image.Resampling.BOX), float)

    paint = make_styles.PAINTERS[name]
    small = paint(160)
    assert make_styles.jpeg(small) == make_styles.jpeg(paint(160))
    with Image.open(find_style(name).path) as kept:
        assert np.abs(look(small) - look(np.asarray(kept))).mean() < 20


@pytest.mark.parametrize("style", styles(), ids=lambda style: style.id)
def test_every_part_of_the_canvas_is_textured(style):
    with Image.open(style.path) as picture:
        pixels = np.asarray(picture.convert("L").resize((1024, 1024)), float)
    blocks = pixels.reshape(8, 128, 8, 128).std(axis=(1, 3))
    assert blocks.min() > 12


def test_a_style_is_found_by_id_title_and_path():
    style = styles()[0]
    assert find_style(style.id) == style
    assert find_style(style.title.upper()) == style
    own = find_style(str(style.path))
    assert own.path == style.path
    assert own.title == style.path.stem


@pytest.mark.parametrize(
    "name", ["", "no such style", "~nobody-of-this-name/x.jpg", "x" * 5000, "\0"]
)
def test_an_unknown_style_names_the_known_ones(name):
    with pytest.raises(BadInputError) as caught:
        find_style(name)
    assert all(style.id in caught.value.advice for style in styles())


def test_a_thumbnail_is_small_and_made_once(cache_folder):
    path = thumbnail(styles()[0])
    with Image.open(path) as picture:
        assert max(picture.size) == 96
    made = path.stat().st_mtime_ns
    assert thumbnail(styles()[0]) == path
    assert path.stat().st_mtime_ns == made
    assert list(cache_folder.iterdir()) == [path]


def test_a_thumbnail_follows_the_picture_s_content(cache_folder, tmp_path):
    own = tmp_path / "own.png"
    paths = []
    for colour in ("red", "blue"):
        Image.new("RGB", (300, 200), colour).save(own)
        paths.append(thumbnail(find_style(str(own))))
    assert paths[0] != paths[1]
    with Image.open(paths[1]) as picture:
        assert picture.size == (96, 64)
        assert picture.getpixel((5, 5)) == (0, 0, 255)


def test_a_style_that_is_no_picture_has_no_thumbnail(cache_folder, tmp_path):
    own = tmp_path / "own.png"
    own.write_text("not a picture")
    with pytest.raises(BadInputError):
        thumbnail(find_style(str(own)))
    with pytest.raises(BadInputError):
        thumbnail(Style(id="gone", title="Gone", path=tmp_path / "gone.jpg"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("version = 1", "version = 2"),
        ("version = 1", "version = "),
        ('title = "Oil swirls"', ""),
        ('file = "oil-swirls.jpg"', 'file = "../oil-swirls.jpg"'),
        ('id = "oil-swirls"', 'id = "golden-mosaic"'),
        ("year = 2026", 'year = "long ago"'),
    ],
)
def test_a_broken_listing_is_told(tmp_path, old, new):
    text = LISTING.read_text("utf-8")
    assert old in text
    (tmp_path / "styles.toml").write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(BadInputError, match="gallery"):
        styles(tmp_path)


def test_a_sound_listing_elsewhere_is_read(tmp_path):
    shutil.copy(LISTING, tmp_path)
    assert [style.id for style in styles(tmp_path)] == [style.id for style in styles()]
    assert all(style.path.parent == tmp_path for style in styles(tmp_path))


def test_a_missing_listing_is_told(tmp_path):
    with pytest.raises(BadInputError, match="gallery"):
        styles(tmp_path)
