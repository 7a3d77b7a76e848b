"""An instant look at a style, by feed-forward networks."""

from segstyle_core.preview.painter import Painter, Vector, digest_of, mixed

__all__ = ["Painter", "Vector", "digest_of", "mixed"]
