"""Packs, good ones and a stranger's."""

import io
import stat
import struct
import zipfile
import zlib

import pytest
from PIL import Image

from segstyle_core.errors import BadInputError
from segstyle_core.gallery import OwnStyles, Settings, find_style, write_pack
from segstyle_core.gallery.listing import from_toml

LISTING = """
version = 1
[[style]]
id = "{id}"
title = "Waves"
file = "{file}"
"""


def png(size=(32, 32), colour="teal"):
    data = io.BytesIO()
    Image.new("RGB", size, colour).save(data, "PNG")
    return data.getvalue()


def claiming(width, height):
    """A small PNG file whose head says that it is a large picture."""
    head = struct.pack(">II", width, height) + bytes([8, 2, 0, 0, 0])
    small = png()
    return small[:16] + head + struct.pack(">I", zlib.crc32(b"IHDR" + head)) + small[33:]


@pytest.fixture
def pack(tmp_path):
    """Writes a zip file with these members."""

    def write(members, mode=None):
        file = tmp_path / "pack.zip"
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members:
                info = zipfile.ZipInfo(name)
                info.compress_type = zipfile.ZIP_DEFLATED
                if mode is not None:
                    info.external_attr = mode << 16
                archive.writestr(info, data)
        return file

    return write


def patched(file, offset, value):
    """The zip file with other bytes in the first row of its table of contents."""
    data = bytearray(file.read_bytes())
    place = data.index(b"PK\x01\x02") + offset
    data[place : place + len(value)] = value
    file.write_bytes(data)
    return file


def test_what_is_exported_comes_back_with_all_that_was_known(own, picture, tmp_path):
    listing = picture("waves.png").with_name("styles.toml")
    listing.write_text(
        """
        version = 1
        [[style]]
        id = "deep-waves"
        title = "Tiefe Wellen – 波"
        description = "Long waves."
        author = "A painter"
        year = 1999
        licence = "CC0-1.0"
        source = "the sea"
        settings = {style_scale = 1.5, content = 0.5, colours = "photo"}
        file = "waves.png"
        """,
        encoding="utf-8",
    )
    (before,) = own.add(listing.parent)
    assert before.settings == Settings(style_scale=1.5, content=0.5, colours="photo")
    write_pack(own.styles(), tmp_path / "pack.zip")
    there = OwnStyles(tmp_path / "elsewhere")
    (after,) = there.add(tmp_path / "pack.zip")
    assert after == before.model_copy(update={"path": tmp_path / "elsewhere" / "deep-waves.jpg"})
    with zipfile.ZipFile(tmp_path / "pack.zip") as archive:
        assert sorted(archive.namelist()) == ["deep-waves.jpg", "styles.toml"]
        assert from_toml(archive.read("styles.toml").decode())[0].author == "A painter"


def test_the_gallery_s_own_can_be_exported_under_its_name(tmp_path):
    write_pack([find_style("oil-swirls")], tmp_path / "pack.zip")
    with pytest.raises(BadInputError, match="There is a style “oil-swirls” already"):
        OwnStyles().add(tmp_path / "pack.zip")
    with pytest.raises(BadInputError, match="cannot be written"):
        write_pack([find_style("oil-swirls")], tmp_path / "no folder" / "pack.zip")


def test_a_pack_without_a_list_that_a_desktop_has_zipped(own, pack):
    members = [
        ("Mine/", b""),
        ("Mine/Evening sea.PNG", png()),
        ("Mine/.DS_Store", b"litter"),
        ("Mine/Thumbs.db", b"litter"),
        ("__MACOSX/Mine/._Evening sea.PNG", b"litter"),
    ]
    (style,) = own.add(pack(members))
    assert (style.id, style.title) == ("evening-sea", "Evening sea")


def listed(id="waves", file="a.png", text=LISTING):
    return [("styles.toml", text.format(id=id, file=file)), ("a.png", png())]


HOSTILE = {
    "leads out": [("../evil.png", png())],
    "leads out of the pack": [("a/../../evil.png", png())],
    "the path /etc/evil.png in it leads out": [("/etc/evil.png", png())],
    "the odd name": [("..\\evil.png", png())],
    "odd name 'C:/evil.png'": [("C:/evil.png", png())],
    "odd name 'a": [("a\x1b[31m.png", png())],
    "evil.exe is not a picture": [("a.png", png()), ("evil.exe", b"MZ")],
    "text.jpg is not a picture": [("a.png", png()), ("text.jpg", b"no picture at all")],
    "script.png is not a picture": [("script.png", b"%!PS-Adobe-3.0 EPSF-3.0\n")],
    "far more than it seems": [("bomb.bmp", bytes(20_000_000))],
    "more than 100 megapixels": [("vast.png", claiming(60_000, 60_000))],
    "wide.png claims more than 100": [("wide.png", claiming(12_000, 9_000))],
    "it has 2003 files": [(f"{number}.png", b"") for number in range(2003)],
    "A.PNG is in it twice": [("a.png", png()), ("A.PNG", png())],
    "do not lie in one folder": [("a/a.png", png()), ("b/b.png", png())],
    "the id “waves” is there twice": listed(text=LISTING + LISTING.replace("version = 1", "")),
    "tells of b.png, which is not there": listed(file="b.png"),
    "style.0.file": listed(file="../a.png"),
    "style.0.id": listed(id="../../waves"),
    "style.0.sha": listed(text=LISTING + 'sha = "1"\n'),
    "style.0.author": listed(text=LISTING + 'author = "\\u001b[31m"\n'),
    "style.0.settings.content": listed(text=LISTING + "settings = {{content = -1}}\n"),
    "styles.toml in pack.zip cannot be read": [("styles.toml", b"\xff\xfe"), ("a.png", png())],
    "There is no picture in": [("styles.toml", "version = 1")],
    "There is a style “oil-swirls” already": listed(id="oil-swirls"),
    "There is a style “starry-night” already": listed(id="starry-night"),
    "There is a style “original” already": listed(id="original"),
    "There is a style “mine” already": listed(id="mine"),
}


@pytest.mark.parametrize("reason", HOSTILE)
def test_a_stranger_s_pack_is_refused_with_a_reason(own, pack, picture, tmp_path, reason):
    (mine,) = own.add(picture(), "Mine")
    before = {file for file in tmp_path.rglob("*") if file.suffix != ".zip"}
    with pytest.raises(BadInputError) as caught:
        own.add(pack(HOSTILE[reason]))
    assert reason in caught.value.message
    assert {file for file in tmp_path.rglob("*") if file.suffix != ".zip"} == before
    assert own.styles() == (mine,)


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFCHR, stat.S_IFIFO])
def test_links_and_devices_are_refused(own, pack, kind):
    with pytest.raises(BadInputError, match="a link or a device"):
        own.add(pack([("a.png", b"/etc/passwd")], mode=kind | 0o777))


def test_what_the_table_of_contents_says_is_judged(own, pack, tmp_path):
    members = [("a.png", png())]
    with pytest.raises(BadInputError, match="locked with a password"):
        own.add(patched(pack(members), 8, b"\x01\x00"))
    with pytest.raises(BadInputError, match="holds more than 1024 MB"):
        own.add(patched(pack(members), 24, struct.pack("<I", 2**31)))
    with pytest.raises(BadInputError, match="is damaged"):
        own.add(patched(pack(members), 16, b"\0\0\0\0"))
    with pytest.raises(BadInputError, match="is damaged"):
        own.add(patched(pack(members), 10, b"\x63\x00"))
    shifted = bytearray(pack(members).read_bytes())
    shifted[shifted.index(b"PK\x05\x06") + 16] += 5
    (tmp_path / "pack.zip").write_bytes(shifted)
    with pytest.raises(BadInputError, match="is damaged"):
        own.add(tmp_path / "pack.zip")
    whole = pack(members)
    whole.write_bytes(whole.read_bytes()[:-30])
    with pytest.raises(BadInputError, match="not a zip file"):
        own.add(whole)
    assert own.styles() == ()
