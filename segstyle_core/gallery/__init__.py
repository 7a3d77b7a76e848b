"""The styles: pictures whose manner can be given to a region."""

from segstyle_core.gallery.bundled import styles
from segstyle_core.gallery.finding import find_style
from segstyle_core.gallery.style import Settings, Style
from segstyle_core.gallery.thumbnails import thumbnail

__all__ = ["Settings", "Style", "find_style", "styles", "thumbnail"]
