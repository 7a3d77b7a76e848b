"""styles.toml: read, written, and what the gallery's own must tell."""

import pytest

from segstyle_core.gallery import Settings, styles
from segstyle_core.gallery.listing import Entry, from_toml, to_toml


def test_the_gallery_tells_all_of_its_styles():
    for style in styles():
        told = (style.description, style.author, style.licence, style.source, style.year)
        assert all(told), style.id
        assert not style.own


def test_what_is_written_is_read_again():
    entries = (
        Entry(id="plain", title="„Plain“ \\ 'quoted'", file="plain.jpg"),
        Entry(
            id="told",
            title="Told",
            file="told.jpg",
            description="About it",
            year=-20,
            settings=Settings(style_scale=0.5, colours="matched"),
        ),
    )
    assert from_toml(to_toml(entries)) == entries
    assert from_toml(to_toml([])) == ()
    assert "settings" not in to_toml(entries[:1])


@pytest.mark.parametrize("file", ["", ".", "..", ".hidden", "a/b.jpg", "a\\b.jpg", "a\nb.jpg"])
def test_a_file_lies_beside_its_list(file):
    with pytest.raises(ValueError, match="file"):
        Entry(id="a", title="A", file=file)
