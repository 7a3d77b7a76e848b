"""Talking with the core while GLib's loop turns, so that dialogs stay alive."""

import os
import time

from core_errors import CoreError, RefusedError
from core_process import CANCELLED, PROTOCOL, Core, result_of
from gimpfu.bindings import Gimp, GLib
from gimpfu.errors import CancelledError
from texts import _

SECONDS_TO_SAY_HELLO = 90
SECONDS_TO_CANCEL = 2
SECONDS_OF_SILENCE = 20
SECONDS_TO_GIVE_UP = 600
GIMP = os.getppid()


class Request:
    """A job for the core; ``done(result, error)`` is called once, with one of them None."""

    def __init__(self, method, params, done, progress):
        self.method = method
        self.params = params
        self.id = None
        self.cancelled = False
        self._progress = progress
        self._done = done

    def show(self, params):
        """Pass a notification of progress on."""
        if self._progress:
            self._progress.show(params["fraction"], params["text"], params["seconds_left"])

    def end(self, result=None, error=None):
        """Tell the outcome, unless it was told before."""
        done, self._done = self._done, None
        if done:
            done(None, CancelledError()) if self.cancelled else done(result, error)


class Conversation:
    """A running core; what is asked of it waits until all that was asked before is answered.

    ``when_broken(error)`` is called when the core dies or does not speak the protocol.
    ``when_live(params)`` is called with each notification of a picture that is being painted.
    ``when_losses(params)`` likewise with each notification of a step's losses.
    ``when_silent(answered)`` is called when a core at work has said nothing for 20 seconds. It
    returns what has ``end()``, called when the core speaks again, and calls ``answered(wait)`` when
    the user has chosen to wait, or to stop. Without it the core is given 10 minutes.

    Raises:
        CoreError: the core cannot be started.
    """

    when_broken = None
    when_live = None
    when_losses = None
    when_silent = None

    def __init__(self):
        self._requests = []  # the first is with the core, the others wait
        self._heard = 0.0  # when the core last said something, or was last asked
        self._sent = None  # how much of the pixels for a core elsewhere is sent
        self._question = None  # whether to wait for a silent core
        self._start()
        self._guard = GLib.timeout_add_seconds(1, self._every_second)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        GLib.source_remove(self._guard)
        self._end()

    @property
    def is_broken(self):
        """Whether nothing can be asked any more, until ``restart``."""
        return self._broken is not None

    def restart(self):
        """Start another core, which knows nothing of this one.

        Raises:
            CoreError: it cannot be started.
        """
        self._end()
        self._start()

    @property
    def folder(self):
        """The private folder for pixels."""
        return self._core.folder

    @property
    def is_elsewhere(self):
        """Whether the core is on another machine; known after the greeting."""
        return self._core.is_elsewhere

    def greet(self, done):
        """Introduce ourselves, before anything else; the result is what the core says of itself."""
        params = {
            "protocol": PROTOCOL,
            "folder": str(self.folder),
            "client": f"GIMP {Gimp.version()}",
        }
        request = self.begin("hello", params, done)
        GLib.timeout_add_seconds(SECONDS_TO_SAY_HELLO, self._no_answer, request)

    def hello(self):
        """Introduce ourselves and wait; what the core says of itself.

        Raises:
            CoreError: it does not answer, or is of another version.
        """
        return _outcome_of(self.greet)

    def begin(self, method, params, done, progress=None):
        """Ask for a job without waiting for it; returns the request.

        ``done(result, error)`` gets what ``ask`` would return or raise, always later.
        """
        request = Request(method, params, done, progress)
        self._requests.append(request)
        self._send_first()
        return request

    def cancel(self, request):
        """Have a job ended; one that does not end soon is told to be cancelled all the same."""
        request.cancelled = True
        if request.id is None:
            self._requests.remove(request)
            request.end()
        else:
            self._say("cancel")
            GLib.timeout_add_seconds(SECONDS_TO_CANCEL, lambda: request.end() or False)

    def ask(self, method, params, progress):
        """Have a job done; returns its result.

        ``progress`` has ``show(fraction, text, seconds_left)`` and calls what is set as its
        ``say`` with "cancel" or "stop_and_keep" when the user wants that.

        Raises:
            CoreError: the job failed.
            CancelledError: the user cancelled.
        """

        def begin(done):
            request = self.begin(method, params, done, progress)
            progress.say = lambda word: (
                self.cancel(request) if word == "cancel" else self._say(word)
            )

        return _outcome_of(begin)

    def _start(self):
        self._core = Core()
        self._broken = None
        condition = GLib.IOCondition.IN | GLib.IOCondition.HUP | GLib.IOCondition.ERR
        output = _channel(self._core.output)
        self._watch = GLib.io_add_watch(output, 0, condition, self._readable)

    def _end(self):
        if not self._broken:
            GLib.source_remove(self._watch)
        self._requests = []
        self._core.close()

    def _send_first(self):
        if not self._requests or self._requests[0].id is not None:
            return
        first = self._requests[0]
        try:
            if self._broken:
                raise self._broken
            first.id = self._core.send(first.method, first.params)
            self._heard = time.monotonic()
        except RefusedError as error:
            GLib.idle_add(self._refuse, first, error)
        except CoreError as error:
            GLib.idle_add(self._break, error)

    def _say(self, word):
        try:
            self._core.send(word, {})
        except CoreError as error:
            self._break(error)

    def _readable(self, _channel, _condition):
        self._heard = time.monotonic()
        self._take_question_back()
        try:
            for message in self._core.receive():
                self._take(message)
        except CoreError as error:
            self._break(error)
        return True

    def _take(self, message):
        if not self._requests:
            return
        first = self._requests[0]
        if message.get("id") == first.id:
            del self._requests[0]
            first.end(*_result_and_error(message))
            self._send_first()
        elif message.get("params", {}).get("id") == first.id and not first.cancelled:
            self._tell(first, message)

    def _tell(self, request, notification):
        if notification["method"] == "progress":
            request.show(notification["params"])
        elif notification["method"] == "live" and self.when_live:
            self.when_live(notification["params"])
        elif notification["method"] == "losses" and self.when_losses:
            self.when_losses(notification["params"])

    def _refuse(self, request, error):
        """What could not be sent fails alone."""
        if request in self._requests:
            self._requests.remove(request)
            request.end(error=error)
            self._send_first()
        return False

    def _break(self, error):
        """All that was asked for fails, and whatever will be."""
        self._take_question_back()
        if not self._broken:
            self._broken = error
            GLib.source_remove(self._watch)
            if self.when_broken:
                self.when_broken(error)
        requests, self._requests = self._requests, []
        for request in requests:
            request.end(error=error)
        return False

    def _no_answer(self, request):
        if request in self._requests:
            advice = _("Run SegStyle's install.py again.")
            self._break(CoreError(_("SegStyle's core does not answer."), advice))
        return False

    def _every_second(self):
        self._end_with_gimp()
        self._show_sending()
        self._mind_silence()
        return True

    def _end_with_gimp(self):
        """Leave nothing behind when GIMP itself is gone: a crash, a kill."""
        if os.getppid() != GIMP:
            self._core.close()
            os._exit(1)

    def _show_sending(self):
        """Tell how far the pixels for a core elsewhere are; while they move, it is not silent."""
        share = self._core.sending
        if self._requests and share not in (None, self._sent):
            self._heard = time.monotonic()
            self._take_question_back()
            words = _("Sending pixels to the core")
            self._requests[0].show({"fraction": share, "text": words, "seconds_left": None})
        self._sent = share

    def _mind_silence(self):
        if not self._requests or self._requests[0].id is None or self._question:
            return
        silence = time.monotonic() - self._heard
        if self.when_silent and silence > SECONDS_OF_SILENCE:
            self._question = self.when_silent(self._answered)
        elif silence > SECONDS_TO_GIVE_UP:
            self._answered(False)

    def _answered(self, wait):
        self._question = None
        self._heard = time.monotonic()
        if not wait:
            advice = _("Nothing was changed. Try again, or with a smaller size.")
            self._break(CoreError(_("SegStyle's core said nothing any more."), advice))

    def _take_question_back(self):
        question, self._question = self._question, None
        if question:
            question.end()


def _outcome_of(begin):
    """Turn the loop until ``begin``'s ``done`` is called; its result, or its error raised."""
    loop, outcome = GLib.MainLoop(), []

    def done(result, error):
        outcome.append((result, error))
        loop.quit()

    begin(done)
    if not outcome:
        loop.run()
    ((result, error),) = outcome
    if error:
        raise error
    return result


def _result_and_error(answer):
    try:
        return result_of(answer), None
    except CoreError as error:
        return None, CancelledError() if error.code == CANCELLED else error


def _channel(descriptor):
    if os.name == "nt":
        return GLib.IOChannel.win32_new_fd(descriptor)
    return GLib.IOChannel.unix_new(descriptor)
