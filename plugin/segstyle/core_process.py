"""The core as a child process, and the protocol's client side (docs/protocol.md).

Knows nothing of GIMP: standard library only.
"""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import tempfile
from pathlib import Path

from core_errors import CoreError
from private_folder import PrivateFolder, sweep
from stream import Stream
from texts import _, told

PROTOCOL = 6
CANCELLED = -32800
COMMAND_VARIABLE = "SEGSTYLE_CORE"
CONNECTION_LOST = 255
"""The exit code by which ssh says that it is not, or no longer, connected."""
SECONDS_TO_END = 2.0
READ_BYTES = 1 << 16

GIMPS_OWN = (
    # GIMP's bundles (AppImage, snap, macOS, Windows) point the loader, Python, GTK and their
    # friends at the libraries inside the bundle. In another Python these break torch at import.
    "LD_LIBRARY_PATH",
    "LD_PRELOAD",
    "DYLD_",
    "PYTHON",
    "__PYVENV_LAUNCHER__",
    "VIRTUAL_ENV",
    "GI_TYPELIB_PATH",
    "GIO_",
    "GTK_",
    "GDK_PIXBUF_",
    "GSETTINGS_SCHEMA_DIR",
    "GEGL_",
    "BABL_",
    "FONTCONFIG_",
)
"""Beginnings of the names of environment variables that the core must not inherit."""


def command():
    """The words that start the core: SEGSTYLE_CORE, else core.json beside the plug-in.

    Raises:
        CoreError: neither is there, or core.json is damaged.
    """
    given = os.environ.get(COMMAND_VARIABLE)
    if given:
        return shlex.split(given)
    advice = _("Run SegStyle's install.py.")
    written = _written_command()
    try:
        words = json.loads(written.read_text(encoding="utf-8"))["command"]
    except FileNotFoundError:
        raise CoreError(_("SegStyle's core is not installed."), advice) from None
    except (OSError, ValueError, KeyError, TypeError):
        raise CoreError(_("{} is damaged.").format(written), advice) from None
    if not words or not all(isinstance(word, str) for word in words):
        raise CoreError(_("{} is damaged.").format(written), advice)
    return words


def set_command(words):
    """Let these words start the core from now on.

    Raises:
        CoreError: core.json cannot be written.
    """
    file = _written_command()
    try:
        file.write_text(json.dumps({"command": words}, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise CoreError(
            _("{} cannot be written ({}).").format(file, error.strerror),
            _("Check the folder's permissions."),
        ) from None


def _written_command():
    return Path(__file__).with_name("core.json")


def environment():
    """This process's environment without what GIMP's bundles need for themselves."""
    return {name: value for name, value in os.environ.items() if not name.startswith(GIMPS_OWN)}


class Core:
    """A running core with its private folder; leaving the ``with`` block ends both.

    Raises:
        CoreError: the core cannot be started.
    """

    def __init__(self):
        words = command()
        self._last_id = 0
        sweep()
        try:
            self._log = tempfile.TemporaryFile()  # noqa: SIM115 (closed in _forget)
            self._private = PrivateFolder()
        except OSError as error:
            raise CoreError(
                _("There is no room for SegStyle's pixels ({}).").format(error.strerror),
                _("Free some space in the folder for temporary files."),
            ) from None
        try:
            self._process = subprocess.Popen(
                words,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._log,
                cwd=self.folder.anchor,
                env=environment(),
                bufsize=0,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            self._forget()
            raise CoreError(
                _("SegStyle's core cannot be started ({}: {}).").format(words[0], error.strerror),
                _("Run SegStyle's install.py again."),
            ) from None
        self._stream = Stream(self.folder, self._write)
        os.set_blocking(self._process.stdout.fileno(), False)

    def __enter__(self):
        return self

    def __exit__(self, *_exception):
        self.close()

    @property
    def folder(self):
        """The private folder for pixels."""
        return self._private.path

    @property
    def output(self):
        """The file descriptor to wait on before ``receive``."""
        return self._process.stdout.fileno()

    @property
    def is_elsewhere(self):
        """Whether the core has said that it does not see our files."""
        return self._stream.is_framed

    @property
    def sending(self):
        """How much of the files for a core elsewhere is sent, 0..1; None while none are."""
        return self._stream.sending

    def send(self, method, params):
        """Send a request, to a core elsewhere with the files that it names; returns its id.

        Raises:
            CoreError: the core has ended.
            RefusedError: what is named cannot be sent.
        """
        self._last_id += 1
        request = {"jsonrpc": "2.0", "id": self._last_id, "method": method, "params": params}
        try:
            self._stream.send(request)
        except OSError:
            raise self._ended() from None
        return self._last_id

    def receive(self):
        """The messages that have come since the last call, without waiting for more.

        Raises:
            CoreError: the core has ended, or speaks something else than the protocol.
        """
        try:
            came = os.read(self.output, READ_BYTES)
        except BlockingIOError:
            return []
        if not came:
            raise self._ended()
        return [*self._stream.messages(came)]

    def close(self):
        """End the core, by force when it is not gone within two seconds, and remove the folder."""
        try:
            self._end()
        finally:
            self._forget()

    def _write(self, data):
        data = memoryview(data)
        while data:
            data = data[self._process.stdin.write(data) :]

    def _end(self):
        self._stream.end()
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._kill()
        self._process.stdout.close()

    def _kill(self):
        if hasattr(os, "killpg"):
            os.killpg(self._process.pid, signal.SIGKILL)
        else:
            self._process.kill()
        self._process.wait()

    def _forget(self):
        self._log.close()
        self._private.remove()

    def _ended(self):
        """The error that says how the core died, and what it said last."""
        try:
            status = self._process.wait(SECONDS_TO_END)
        except subprocess.TimeoutExpired:
            self._kill()
            status = None
        if status is None:
            how = _("closed its output")
        elif status < 0:
            how = _("was ended by {}").format(_signal_name(-status))
        else:
            how = _("ended with exit code {}").format(status)
        message = _("SegStyle's core {} in the middle of its work.").format(how)
        advice = _("Nothing was changed. Try again, or with a smaller size.")
        if status == CONNECTION_LOST:
            message = _("There is no connection to SegStyle's core any more.")
            advice = _("Nothing was changed. Check the connection, and try again.")
        last = self._last_words()
        if last:
            message = f"{message} {_('It said last: {}').format(last)}"
        return CoreError(message, advice)

    def _last_words(self):
        self._log.seek(0, os.SEEK_END)
        self._log.seek(max(0, self._log.tell() - 4096))
        lines = self._log.read().decode("utf-8", "replace").split("\n")
        spoken = [line.strip() for line in lines if line.strip()]
        return spoken[-1][:300] if spoken else ""


def _signal_name(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return _("signal {}").format(number)


def result_of(answer):
    """What a response carries.

    Raises:
        CoreError: it carries an error, which is told in the user's language.
    """
    error = answer.get("error")
    if error is None:
        return answer.get("result", {})
    data = error.get("data") or {}
    message, advice = told(error.get("message", "")), told(data.get("advice", ""))
    raise CoreError(message, advice, error.get("code", -32000))
