"""Talking with the core while GLib's loop turns, so that dialogs stay alive."""

import os

from core_process import CANCELLED, PROTOCOL, Core, CoreError, result_of
from gimpfu import gimp
from gimpfu.bindings import GLib
from gimpfu.errors import CancelledError
from texts import _

SECONDS_TO_SAY_HELLO = 90
SECONDS_TO_CANCEL = 2
GIMP = os.getppid()


class Conversation:
    """A running core that has been introduced; ``hello`` is what it said of itself.

    Raises:
        CoreError: the core cannot be started or is of another version.
    """

    def __init__(self):
        self._core = Core()
        try:
            client = f"GIMP {gimp.version()}"
            params = {"protocol": PROTOCOL, "folder": str(self.folder), "client": client}
            self.hello = _Waiting(self._core, "hello", params).until(SECONDS_TO_SAY_HELLO)
        except BaseException:
            self._core.close()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self._core.close()

    @property
    def folder(self):
        """The private folder for pixels."""
        return self._core.folder

    def ask(self, method, params, progress):
        """Have a job done; returns its result.

        ``progress`` has ``show(fraction, text, seconds_left)`` and calls what is set as its
        ``say`` with "cancel" or "stop_and_keep" when the user wants that.

        Raises:
            CoreError: the job failed.
            CancelledError: the user cancelled.
        """
        waiting = _Waiting(self._core, method, params, progress)
        progress.say = waiting.say
        return waiting.until()


class _Waiting:
    """One request, until its answer."""

    def __init__(self, core, method, params, progress=None):
        self._core = core
        self._progress = progress
        self._loop = GLib.MainLoop()
        self._answer = None
        self._error = None
        self._cancelled = False
        self._id = core.send(method, params)

    def until(self, seconds=None):
        """Turn the loop until the answer is there; at most so long."""
        condition = GLib.IOCondition.IN | GLib.IOCondition.HUP | GLib.IOCondition.ERR
        watch = GLib.io_add_watch(_channel(self._core.output), 0, condition, self._readable)
        guard = GLib.timeout_add_seconds(1, self._end_with_gimp)
        if seconds:
            GLib.timeout_add_seconds(seconds, self._give_up)
        self._loop.run()
        GLib.source_remove(guard)
        if self._error is None:
            GLib.source_remove(watch)
        return self._outcome()

    def say(self, word):
        """Send "cancel" or "stop_and_keep"; a core that does not obey a cancel is left behind."""
        try:
            self._core.send(word, {})
        except CoreError as error:
            self._fail(error)
        if word == "cancel":
            self._cancelled = True
            GLib.timeout_add_seconds(SECONDS_TO_CANCEL, self._give_up)

    def _readable(self, _channel, _condition):
        try:
            for message in self._core.receive():
                self._take(message)
        except CoreError as error:
            self._fail(error)
            return False
        return True

    def _take(self, message):
        if message.get("id") == self._id:
            self._answer = message
            self._loop.quit()
        elif message.get("method") == "progress" and self._progress:
            params = message["params"]
            if params["id"] == self._id and not self._cancelled:
                seconds = params["seconds_left"]
                self._progress.show(params["fraction"], params["text"], seconds)

    def _fail(self, error):
        self._error = error
        self._loop.quit()

    def _end_with_gimp(self):
        """Leave nothing behind when GIMP itself is gone: a crash, a kill."""
        if os.getppid() != GIMP:
            self._core.close()
            os._exit(1)
        return True

    def _give_up(self):
        self._loop.quit()
        return False

    def _outcome(self):
        if self._cancelled:
            raise CancelledError
        if self._error:
            raise self._error
        if self._answer is None:
            raise CoreError(
                _("SegStyle's core does not answer."), _("Run SegStyle's install.py again.")
            )
        try:
            return result_of(self._answer)
        except CoreError as error:
            if error.code == CANCELLED:
                raise CancelledError from None
            raise


def _channel(descriptor):
    if os.name == "nt":
        return GLib.IOChannel.win32_new_fd(descriptor)
    return GLib.IOChannel.unix_new(descriptor)
