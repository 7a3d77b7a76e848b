"""Wishes that come quicker than the core can fulfil them: only the newest counts."""

from gimpfu.bindings import GLib
from gimpfu.errors import CancelledError


class Newest:
    """Asks the core for one job after the other, and leaves out wishes that were overtaken.

    A wish is asked for when no other has come for ``pause`` milliseconds and the one before it is
    answered; ``told(result, error)`` then gets the answer.
    """

    def __init__(self, core, method, pause, told):
        self._core, self._method, self._pause, self._told = core, method, pause, told
        self._wish = self._request = None
        self._timer = 0

    @property
    def is_busy(self):
        """Whether something was wished for that is not answered yet."""
        return bool(self._wish or self._request)

    def wish(self, params):
        """Have this asked for, in the place of what was wished for before."""
        self._stop_timer()
        self._wish = params
        self._timer = GLib.timeout_add(self._pause, self._time_is_over)

    def forget(self):
        """Ask for nothing more, and end what is under way."""
        self._stop_timer()
        self._wish = None
        if self._request:
            self._core.cancel(self._request)
            self._request = None

    def _time_is_over(self):
        self._timer = 0
        self._ask()
        return False

    def _ask(self):
        if self._wish and not self._request and not self._timer:
            wish, self._wish = self._wish, None
            self._request = self._core.begin(self._method, wish, self._answered)

    def _answered(self, result, error):
        if isinstance(error, CancelledError):
            return
        self._request = None
        self._told(result, error)
        self._ask()

    def _stop_timer(self):
        if self._timer:
            GLib.source_remove(self._timer)
            self._timer = 0
