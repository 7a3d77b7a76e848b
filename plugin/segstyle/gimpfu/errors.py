"""The shim's own errors."""


class error(RuntimeError):
    """What gimpfu raises when it is used wrongly."""


class NotCoveredError(NotImplementedError):
    """gimpfu had this, the shim has not."""


class CancelledError(Exception):
    """Raised by a plug-in's function or dialog: the user does not want it after all."""


CancelError = CancelledError
"""gimpfu's name for it."""
