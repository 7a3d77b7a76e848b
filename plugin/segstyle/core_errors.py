"""What can go wrong with the core, in words for the user. Standard library only."""


class CoreError(RuntimeError):
    """What went wrong, for the user: ``message``, ``advice`` and the protocol's ``code``."""

    def __init__(self, message, advice="", code=-32000):
        super().__init__(f"{message} {advice}".strip())
        self.message = message
        self.advice = advice
        self.code = code


class RefusedError(CoreError):
    """A request that cannot be sent; the core is as it was."""
