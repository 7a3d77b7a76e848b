"""Progress where no dialog is: in GIMP's status bar, or on the console."""

from gimpfu import gimp
from texts import told


class StatusBar:
    """Shows a job's progress through GIMP."""

    say = None

    def __init__(self, text):
        self._text = text
        gimp.progress_init(text)

    def show(self, fraction, text, _seconds_left):
        """Take a notification of the core."""
        if text != self._text:
            self._text = text
            gimp.progress_text(told(text))
        gimp.progress_update(fraction)
