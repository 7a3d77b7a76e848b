"""The styles: pictures whose manner can be given to a region."""

from segstyle_core.gallery.bundled import styles
from segstyle_core.gallery.finding import all_styles, find_style
from segstyle_core.gallery.masters import Paintings, masters
from segstyle_core.gallery.own import OwnStyles
from segstyle_core.gallery.pack import write_pack
from segstyle_core.gallery.style import Settings, Style
from segstyle_core.gallery.thumbnails import thumbnail

__all__ = [
    "OwnStyles",
    "Paintings",
    "Settings",
    "Style",
    "all_styles",
    "find_style",
    "masters",
    "styles",
    "thumbnail",
    "write_pack",
]
