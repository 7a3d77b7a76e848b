"""Methods: how several regions of one picture are styled together."""

from segstyle_core.methods.registry import METHODS, estimate, get_ready, paint

__all__ = ["METHODS", "estimate", "get_ready", "paint"]
