"""Famous paintings: the catalogue, and fetching from loopback."""

import shutil
import socket
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from loopback import serving

from segstyle_core.errors import BadInputError, CancelledError, FetchError
from segstyle_core.gallery import Paintings, all_styles, find_style, masters, styles, thumbnail
from segstyle_core.progress import Control

ID = "starry-night"


@pytest.fixture
def server(picture, monkeypatch):
    folder = picture(f"{ID}.png", size=(900, 700)).parent
    (folder / f"{ID}.png").rename(folder / f"{ID}.jpg")
    with serving(folder) as server:
        server.tags = True
        monkeypatch.setenv("SEGSTYLE_MASTERS_URL", server.address)
        yield server


@pytest.fixture
def paintings():
    return Paintings()


def left_in(paintings):
    return sorted(file.name for file in paintings.folder.iterdir() if file.suffix != ".lock")


def test_the_catalogue_is_sound():
    assert len(masters()) >= 20
    assert not set(masters()) & {style.id for style in styles()}
    for work in masters().values():
        page, picture = urlsplit(work.page), urlsplit(work.url)
        assert page.hostname == picture.hostname == "commons.wikimedia.org"
        name = unquote(page.path).removeprefix("/wiki/File:")
        assert unquote(picture.path) == f"/wiki/Special:FilePath/{name}", work.id
        assert name.endswith(".jpg") and " " not in name
        assert parse_qs(picture.query) == {"width": ["1920"]}
        assert 1400 < work.year < 1930 and work.licence == "Public domain"
    names = [work.url for work in masters().values()]
    assert len(set(names)) == len(names)


def test_a_painting_is_fetched_once_and_is_a_style(server, paintings):
    with pytest.raises(BadInputError) as caught:
        find_style(ID)
    assert f"segstyle styles fetch {ID}" in caught.value.advice
    style = paintings.fetch(ID)
    assert find_style("the starry night") == style and style in all_styles()
    assert style.author == "Vincent van Gogh" and style.source == masters()[ID].page
    assert not style.own and "Museum of Modern Art" in style.description
    assert thumbnail(style).is_file()
    paintings.fetch(ID)
    assert len(server.ranges) == 1 and server.agents[0].startswith("SegStyle/")
    assert left_in(paintings) == [f"{ID}.jpg", f"{ID}.jpg.json"]


def test_fetching_goes_on_where_it_broke_off(server, paintings):
    def until_half(fraction, text):
        return Control.CANCEL if fraction > 0.4 else Control.CONTINUE

    whole = (server.folder / f"{ID}.jpg").read_bytes()
    server.break_after = [len(whole) * 3 // 4]
    with pytest.raises(CancelledError):
        paintings.fetch(ID, until_half)
    assert paintings.styles() == ()
    style = paintings.fetch(ID)
    assert server.ranges[0] is None and server.ranges[-1].startswith("bytes=")
    assert style.path.read_bytes() == whole


def test_after_the_first_time_only_the_same_bytes_will_do(server, paintings, picture):
    first = paintings.fetch(ID).path.read_bytes()
    paintings.remove(ID)
    assert paintings.styles() == ()
    with pytest.raises(BadInputError, match="not on this machine"):
        paintings.remove(ID)
    served = server.folder / f"{ID}.jpg"
    shutil.copy(picture("other.png", number=5, size=(900, 700)), served)
    with pytest.raises(FetchError, match="another file than the first time"):
        paintings.fetch(ID)
    assert left_in(paintings) == [f"{ID}.jpg.json"]
    served.write_bytes(first)
    assert paintings.fetch(ID).path.read_bytes() == first
    paintings.fetch(ID).path.write_bytes(first[:-9])
    assert paintings.fetch(ID).path.read_bytes() == first


def test_a_page_in_place_of_the_picture_is_not_kept(server, paintings):
    (server.folder / f"{ID}.jpg").write_text("<html>Log in to this hotel's network</html>")
    with pytest.raises(FetchError, match="is not a picture") as caught:
        paintings.fetch(ID)
    assert masters()[ID].page in caught.value.advice
    assert left_in(paintings) == []


def test_without_a_connection_there_is_one_clear_line(paintings, monkeypatch):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    monkeypatch.setenv("SEGSTYLE_MASTERS_URL", f"http://127.0.0.1:{port}")
    with pytest.raises(FetchError) as caught:
        paintings.fetch(ID)
    assert "no connection to 127.0.0.1" in caught.value.message
    assert "\n" not in str(caught.value)
    with pytest.raises(BadInputError, match="no painting “nothing”"):
        paintings.fetch("nothing")
