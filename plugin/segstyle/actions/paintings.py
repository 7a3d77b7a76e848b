"""Famous paintings, which the core fetches when they are wanted."""


class Paintings:
    """What a core knows of them."""

    def __init__(self, core):
        self._core = core

    def listed(self, progress):
        """All that there are, as the protocol's ``paintings`` has them.

        Raises:
            CoreError: the core cannot tell.
            CancelledError: the user does not want to wait.
        """
        return self._core.ask("paintings", {}, progress)["paintings"]

    def fetch(self, painting, progress):
        """Have one of them here; the core's style of it.

        Raises:
            CoreError: there is no connection, or what came is no picture.
            CancelledError: the user cancelled.
        """
        return self._core.ask("fetch_painting", {"id": painting["id"]}, progress)["style"]
