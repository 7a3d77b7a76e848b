"""The worker's loop: a thread reads, the main thread works, whoever has news writes.

The reading thread answers ``cancel`` and ``stop_and_keep`` at once, and ends the process when
standard input ends, whatever the main thread is doing.
"""

from __future__ import annotations

import json
import logging
import os
import queue
import sys
import threading
from typing import TYPE_CHECKING, Any, BinaryIO

from segstyle_core.errors import (
    CancelledError,
    CoreFailureError,
    SegStyleError,
    missing_package,
)
from segstyle_core.process import set_up
from segstyle_core.progress import Control
from segstyle_core.worker import messages
from segstyle_core.worker.control import JobControl
from segstyle_core.worker.folder import PrivateFolder
from segstyle_core.worker.frames import Data, SentFolder, common_folder
from segstyle_core.worker.messages import Frame, LineError, ProtocolError, Request

if TYPE_CHECKING:
    from segstyle_core.worker.jobs import Jobs

__all__ = ["serve"]

SHORTAGE = ("allocate memory", "bad_alloc", "failed to map segment")
"""What libraries, and the loader of libraries, say when there is no memory."""

_log = logging.getLogger(__name__)

_WORDS = {"cancel": Control.CANCEL, "stop_and_keep": Control.STOP_KEEP_BEST}


def serve() -> None:
    """Speak the protocol on standard input and output until the input ends.

    Whatever a library prints goes to standard error, so that it cannot garble a message.
    """
    set_up()
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    Worker(sys.stdin.buffer, out).run()


class Worker:
    """One conversation with one plug-in."""

    def __init__(self, source: BinaryIO, out: BinaryIO) -> None:
        self._source = source
        self._out = out
        self._writing = threading.Lock()
        self._state = threading.Lock()
        self._queue: queue.SimpleQueue[tuple[Request, JobControl]] = queue.SimpleQueue()
        self._running: JobControl | None = None
        self._folder: PrivateFolder | None = None
        self._jobs: Jobs | None = None

    def run(self) -> None:
        """Work until the process is ended by the reading thread."""
        threading.Thread(target=self._read_until_the_end, daemon=True).start()
        while True:
            request, control = self._queue.get()
            reply = self._work(request, control)
            with self._state:
                self._running = None
            self._send(reply)

    def _read_until_the_end(self) -> None:
        try:
            while line := self._source.readline(messages.LIMIT + 1):
                if len(line) > messages.LIMIT:
                    _log.error("A message is longer than %d bytes.", messages.LIMIT)
                    break
                self._take(line)
        except LineError as error:
            _log.error("%s", error)
        finally:
            if self._folder is not None:
                self._folder.remove()
            os._exit(0)

    def _take(self, line: bytes) -> None:
        request_id: int | str | None = None
        try:
            message = messages.parse(line)
            if isinstance(message, Frame):
                self._receive(message)
                return
            request_id = message.id
            reply = self._dispatch(message)
        except SegStyleError as error:
            reply = messages.error_answer(request_id, error)
        except LineError:
            raise
        except Exception as error:
            _log.exception("An unforeseen error.")
            reply = messages.error_answer(request_id, _unforeseen(error))
        if reply is not None:
            self._send(reply)

    def _receive(self, frame: Frame) -> None:
        if not isinstance(self._folder, SentFolder):
            raise LineError("A frame came, but none were agreed on.")
        self._folder.receive(frame, self._source.read(frame.bytes))

    def _dispatch(self, request: Request) -> dict[str, Any] | None:
        """Answer at once, or queue a job and answer later (None)."""
        if request.method == "hello":
            return messages.answer(request.id, self._hello(request))
        if self._folder is None:
            raise ProtocolError(messages.NOT_NOW, "The first request must be hello.")
        if request.method in _WORDS:
            return messages.answer(request.id, self._obey(_WORDS[request.method]))
        if request.method not in messages.JOBS:
            raise ProtocolError(messages.UNKNOWN_METHOD, f"There is no method {request.method}.")
        with self._state:
            if self._running is not None:
                raise ProtocolError(messages.NOT_NOW, "A job is running already.")
            self._running = JobControl(request.id, self._send)
            self._queue.put((request, self._running))
        return None

    def _hello(self, request: Request) -> dict[str, Any]:
        if self._folder is not None:
            raise ProtocolError(messages.NOT_NOW, "hello was said already.")
        params: messages.Hello = messages.parameters(messages.Hello, request.params)
        if params.protocol != messages.PROTOCOL:
            raise _of_another_version(params.protocol)
        from segstyle_core.worker.jobs import Jobs, introduce

        self._folder = common_folder(params.folder) or SentFolder(self._send)
        self._jobs = Jobs(self._folder)
        return introduce(self._folder)

    def _obey(self, word: Control) -> dict[str, Any]:
        with self._state:
            if self._running is not None:
                self._running.word = word
            return {"running": self._running is not None}

    def _work(self, request: Request, control: JobControl) -> dict[str, Any]:
        assert self._folder is not None and self._jobs is not None
        self._folder.begin()
        try:
            result = self._jobs.do(request, control)
            if control.word is Control.CANCEL:
                raise CancelledError
            return messages.answer(request.id, result)
        except SegStyleError as error:
            reply = messages.error_answer(request.id, error)
        except MemoryError:
            reply = messages.error_answer(request.id, _no_memory())
        except ModuleNotFoundError as error:
            reply = messages.error_answer(request.id, missing_package(error))
        except Exception as error:
            _log.exception("An unforeseen error.")
            reply = messages.error_answer(request.id, _unforeseen(error))
        self._folder.take_back()
        return reply

    def _send(self, message: dict[str, Any], data: Data = b"") -> None:
        line = json.dumps(message).encode() + b"\n"
        with self._writing:
            try:
                self._out.write(line)
                self._out.write(data)
                self._out.flush()
            except OSError:
                _log.info("Nobody listens any more.")


def _of_another_version(protocol: int) -> ProtocolError:
    """Which of the two is to be renewed, and how."""
    if protocol < messages.PROTOCOL:
        return ProtocolError(
            messages.OTHER_PROTOCOL,
            f"The plug-in is older: the plug-in speaks protocol {protocol}, "
            f"the core {messages.PROTOCOL}.",
            "Run install.py again, which renews the plug-in, and restart GIMP.",
        )
    return ProtocolError(
        messages.OTHER_PROTOCOL,
        f"The core is older: the plug-in speaks protocol {protocol}, the core {messages.PROTOCOL}.",
        "Run install.py of the newer SegStyle, on the core's machine too if that is another one, "
        "and restart GIMP.",
    )


def _no_memory() -> CoreFailureError:
    return CoreFailureError("The memory did not do.", "Choose a smaller size or a smaller picture.")


def _unforeseen(error: Exception) -> SegStyleError:
    if any(words in str(error) for words in SHORTAGE):
        return _no_memory()
    return CoreFailureError(
        f"The core met an error it did not expect ({type(error).__name__}: {error}).",
        "Try again; if it stays, report it with the log.",
    )
