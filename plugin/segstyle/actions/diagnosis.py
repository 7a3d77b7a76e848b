"""Settings and Diagnosis: how things stand, and where the core is."""

import os
import shlex
from functools import partial
from pathlib import Path

from actions.progress import StatusBar
from conversation import Conversation
from core_process import COMMAND_VARIABLE, CoreError, command, set_command
from gimpfu.bindings import Gimp
from report import report
from texts import _


def diagnose(file):
    """Without a dialog: the report, also written to ``file`` unless that is empty."""
    found, error = None, ""
    try:
        with Conversation() as core:
            core.hello()
            found = core.ask("diagnose", {}, StatusBar(_("Looking at the machine")))
    except CoreError as failure:
        error = str(failure)
    text = report(Gimp.version(), found, error)
    if file:
        _write(Path(file), text)
    return text


def diagnose_with_dialog(_file):
    """With a dialog, from which the report can be copied or saved."""
    from dialogs.diagnosis import DiagnosisDialog

    with DiagnosisDialog(_command_or_nothing(), COMMAND_VARIABLE not in os.environ) as dialog:
        Examination(dialog).run()


class Examination:
    """Looks at how things stand, as often as the dialog wants it."""

    def __init__(self, dialog):
        self._dialog = dialog
        dialog.connect(self._use, partial(_write_from, dialog))

    def run(self):
        """Look, and look again with each other core, until the user closes the dialog."""
        while True:
            try:
                with Conversation() as core:
                    core.greet(partial(self._greeted, core))
                    again = self._dialog.run()
            except CoreError as error:
                self._failed(error)
                again = self._dialog.run()
            if not again:
                return

    def _use(self, text):
        set_command(shlex.split(text))

    def _greeted(self, core, _hello, error):
        if error:
            self._failed(error)
        else:
            core.begin("diagnose", {}, self._told, self._dialog)

    def _told(self, found, error):
        if error:
            self._failed(error)
        else:
            self._dialog.show_found(found, report(Gimp.version(), found))

    def _failed(self, error):
        self._dialog.show_error(str(error), report(Gimp.version(), None, str(error)))


def _command_or_nothing():
    try:
        return shlex.join(command())
    except CoreError:
        return ""


def _write_from(dialog, file, text):
    try:
        _write(Path(file), text)
    except RuntimeError as error:
        dialog.tell(str(error))


def _write(file, text):
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RuntimeError(
            _("{} cannot be written ({}).").format(file, error.strerror)
            + " "
            + _("Choose another place.")
        ) from None
