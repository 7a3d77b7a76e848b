"""What goes to the core and comes from it: lines of JSON, and frames between them.

Knows nothing of GIMP: standard library only.
"""

import contextlib
import json

from core_errors import CoreError, RefusedError
from frames import FolderError, FrameError, Frames
from texts import _

LONGEST_LINE = 16 << 20


class Stream:
    """Takes the core's output apart, and puts its input together.

    ``folder`` is the private folder for pixels, ``write(data)`` writes all of some bytes into the
    core's input.
    """

    def __init__(self, folder, write):
        self._folder, self._write = folder, write
        self._unread = bytearray()
        self._awaited = None  # the frame of which the bytes come next
        self._frames = None  # carries pixels when the core does not see our folder

    @property
    def is_framed(self):
        """Whether pixels travel in it."""
        return self._frames is not None

    @property
    def sending(self):
        """How much of the files that travel is sent, 0..1; None while none are."""
        return self._frames and self._frames.sending

    def send(self, request):
        """Send a request, with the files that it names if pixels travel.

        Raises:
            OSError: nobody reads any more.
            RefusedError: what is named cannot be sent.
        """
        if not self._frames:
            self._write(json.dumps(request).encode() + b"\n")
            return
        try:
            self._frames.send(request)
        except FolderError as error:
            raise RefusedError(
                _("The folder {} cannot be sent to a core on another machine.").format(error),
                _("Choose single pictures, or add the folder there: segstyle styles add."),
            ) from None

    def messages(self, came):
        """The messages that are whole now that some bytes have come; files go into the folder.

        Raises:
            CoreError: this is something else than the protocol, or there is no room for a file.
        """
        self._unread += came
        while True:
            size = self._awaited["bytes"] if self._awaited else self._unread.find(b"\n") + 1
            if len(self._unread) < size or not (size or self._awaited):
                break
            piece = bytes(self._unread[:size])
            del self._unread[:size]
            if self._awaited:
                self._keep(piece)
            elif piece.strip():
                yield from self._taken(_parsed(piece))
        if not self._awaited and len(self._unread) > LONGEST_LINE:
            raise _not_understood(self._unread)

    def end(self):
        """Send no more files."""
        if self._frames:
            self._frames.end()

    def _taken(self, message):
        method, params = message.get("method"), message.get("params")
        try:
            if method == "frames" and not self._frames:
                self._frames = Frames(self._folder, params["folder"], self._write)
            elif method == "frame" and self._frames:
                self._frames.check(params)
                self._awaited = params
            else:
                yield self._frames.near(message) if self._frames else message
        except (FrameError, KeyError, TypeError, AttributeError):
            raise _not_understood(json.dumps(message).encode()) from None

    def _keep(self, data):
        frame, self._awaited = self._awaited, None
        try:
            self._frames.keep(frame, data)
        except FrameError:
            raise _not_understood(data) from None
        except OSError as error:
            raise CoreError(
                _("There is no room for SegStyle's pixels ({}).").format(error.strerror),
                _("Free some space in the folder for temporary files."),
            ) from None


def _parsed(line):
    with contextlib.suppress(ValueError, RecursionError):
        message = json.loads(line)
        if isinstance(message, dict) and message.get("jsonrpc") == "2.0":
            return message
    raise _not_understood(line)


def _not_understood(line):
    start = line[:80].decode("utf-8", "replace").strip()
    return CoreError(
        _("SegStyle's core said something that is not understood: {}").format(start),
        _("Run SegStyle's install.py again, so that plug-in and core fit together."),
    )
