"""The shim's own errors."""


class NotCoveredError(NotImplementedError):
    """gimpfu had this, the shim has not (yet)."""


class CancelledError(Exception):
    """Raised by a plug-in's function or dialog: the user does not want it after all."""
