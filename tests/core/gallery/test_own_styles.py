"""Keeping pictures as styles of one's own."""

import os
import subprocess
import sys

import numpy as np
import pytest
from PIL import Image

from segstyle_core.errors import BadInputError, CancelledError, CoreFailureError
from segstyle_core.gallery import OwnStyles, all_styles, find_style, styles, thumbnail
from segstyle_core.image import Picture, load_picture
from segstyle_core.progress import Control


def left_in(folder):
    return sorted(file.name for file in folder.iterdir() if not file.name.startswith("."))


def test_a_picture_is_kept_and_found(own, picture):
    file = picture("my_garden.png")
    (style,) = own.add(file)
    file.unlink()
    assert (style.id, style.title, style.own) == ("my-garden", "my garden", True)
    assert OwnStyles().styles() == (style,)
    assert find_style("MY GARDEN") == find_style("my-garden") == style
    assert all_styles()[-1] == style and len(all_styles()) == len(styles()) + 1
    assert left_in(own.folder) == ["my-garden.jpg", "styles.toml"]


def test_its_pixels_stay_and_nothing_else_does(own, picture):
    file = picture(size=(200, 120))
    before = load_picture(file).rgb.astype(int)
    with Image.open(file) as opened:
        secret = opened.getexif()
        secret[0x010E] = "where I live"
        opened.save(file, exif=secret)
    (style,) = own.add(file)
    with Image.open(style.path) as kept:
        assert kept.format == "JPEG" and not kept.getexif()
        after = np.asarray(kept).astype(int)
    assert np.abs(after - before).mean() < 3


def test_a_large_one_is_brought_down(own, picture):
    (style,) = own.add(picture(size=(3000, 1500)))
    with Image.open(style.path) as kept:
        assert kept.size == (2048, 1024)


def test_transparency_gets_the_mean_colour_and_its_rim_is_cut_off(own):
    random = np.random.default_rng(3)
    rgb = random.integers(0, 256, (60, 80, 3), np.uint8)
    alpha = np.zeros((60, 80), np.uint8)
    alpha[10:50, 20:60] = 255
    alpha[20:40, 30:50] = 0
    style = own.add_picture(Picture(rgb, alpha), "Cut out")
    with Image.open(style.path) as kept:
        pixels = np.asarray(kept).astype(int)
    seen = [rgb[y, x] for y in range(60) for x in range(80) if alpha[y, x]]
    mean = [sum(int(pixel[channel]) for pixel in seen) / len(seen) for channel in range(3)]
    assert pixels.shape == (40, 40, 3)
    assert np.abs(pixels[14:26, 14:26].mean(axis=(0, 1)) - mean).max() < 2
    with pytest.raises(BadInputError, match="transparent"):
        own.add_picture(Picture(rgb, np.zeros_like(alpha)), "Nothing")


def test_the_same_twice_is_one_style_and_another_gets_a_number(own, picture):
    one = own.add(picture(number=1), "Garden")
    assert own.add(picture(number=1), "Garden") == one
    (other,) = own.add(picture(number=2), "Garden")
    assert other.id == "garden-2"
    assert [style.id for style in own.styles()] == ["garden", "garden-2"]


@pytest.mark.parametrize(
    ("title", "id", "kept"),
    [
        ("Großmutters  Öl", "grossmutters-ol", "Großmutters Öl"),
        ("水墨", "style", "水墨"),
        ("Oil swirls", "oil-swirls-2", "Oil swirls"),
        ("Starry Night", "starry-night-2", "Starry Night"),
        ("Original", "original-2", "Original"),
        ("a\x1b[31m\nb" + "c" * 200, "a-31m-b" + "c" * 53, "a [31m b" + "c" * 72),
        (" \t", "style", "Style"),
    ],
)
def test_odd_titles_give_plain_ids(own, picture, title, id, kept):
    (style,) = own.add(picture(), title)
    assert (style.id, style.title) == (id, kept)
    assert own.styles() == (style,)


def test_a_folder_is_added_as_a_whole_or_not_at_all(own, picture):
    folder = picture("a.png").parent
    picture("b.jpg", number=2)
    (folder / "notes.txt").write_text("what else lies there does not count")
    assert [style.id for style in own.add(folder)] == ["a", "b"]
    (folder / "c.jpg").write_text("no picture")
    picture("aa.png", number=3)
    with pytest.raises(BadInputError, match=r"c\.jpg is not a picture"):
        own.add(folder)
    assert left_in(own.folder) == ["a.jpg", "b.jpg", "styles.toml"]
    with pytest.raises(BadInputError, match="cannot all be called"):
        own.add(folder, "One title")


def test_a_cancelled_adding_leaves_nothing(own, picture):
    def until_the_second(fraction, text):
        return Control.CONTINUE if fraction == 0 else Control.CANCEL

    folder = picture("a.png").parent
    picture("b.png", number=2)
    with pytest.raises(CancelledError):
        own.add(folder, progress=until_the_second)
    assert left_in(own.folder) == []


def test_links_in_a_folder_are_refused(own, picture, tmp_path):
    secret = picture("secret.png")
    folder = tmp_path / "from-a-stranger"
    folder.mkdir()
    (folder / "harmless.png").symlink_to(secret)
    with pytest.raises(BadInputError, match="link"):
        own.add(folder)
    assert own.styles() == ()


def test_what_is_nowhere_or_too_small_is_told(own, picture, tmp_path):
    with pytest.raises(BadInputError, match="no file"):
        own.add(tmp_path / "nowhere.png")
    with pytest.raises(BadInputError, match="There is no picture in"):
        (tmp_path / "empty").mkdir()
        own.add(tmp_path / "empty")
    with pytest.raises(BadInputError, match="only 200×8"):
        own.add(picture(size=(200, 8)))
    assert left_in(own.folder) == []


def test_a_removed_style_leaves_nothing(own, picture):
    (style,) = own.add(picture())
    small = thumbnail(style)
    assert small.is_file()
    own.remove(style.id)
    assert own.styles() == () and not small.exists() and not style.path.exists()
    with pytest.raises(BadInputError, match="no style “waves” of your own"):
        own.remove(style.id)


def test_an_own_style_stays_itself_when_the_gallery_gets_its_id(own, picture):
    (style,) = own.add(picture())
    listing = own.folder / "styles.toml"
    listing.write_text(listing.read_text().replace('id = "waves"', 'id = "oil-swirls"'))
    assert style.path == find_style("oil-swirls").path
    assert len(all_styles()) == len(styles())


def test_a_damaged_list_is_told_and_not_overwritten(own, picture):
    own.add(picture())
    (own.folder / "styles.toml").write_text("version = 1\n[[style]]\nid = 7\n")
    for deed in (own.styles, lambda: own.add(picture(number=2)), lambda: own.remove("waves")):
        with pytest.raises(BadInputError, match="list of your own styles"):
            deed()
    assert "id = 7" in (own.folder / "styles.toml").read_text()


def test_a_folder_that_cannot_be_written_is_told(picture, tmp_path):
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(CoreFailureError, match="cannot be changed"):
        OwnStyles(tmp_path / "file" / "styles").add(picture())


def test_two_processes_do_not_lose_each_other_s_styles(own, picture):
    command = [sys.executable, "-m", "segstyle_core", "styles", "add"]
    files = [picture(f"style-{number}.png", number) for number in range(3)]
    running = [subprocess.Popen([*command, file], env=os.environ) for file in files]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert {style.id for style in own.styles()} == {"style-0", "style-1", "style-2"}
