"""How far a job is, and how to end it."""

from dialogs.gtk import Gtk, window
from texts import _, plural, told

KEEP = 1
WIDTH = 420


class ProgressWindow:
    """A window while the core works; leaving the ``with`` block closes it.

    ``say`` is called with "cancel" or "stop_and_keep" when the user wants that.
    """

    say = None

    def __init__(self, title, can_keep=False):
        buttons = [(_("_Cancel"), Gtk.ResponseType.CANCEL)]
        if can_keep:
            buttons.insert(0, (_("Stop and _Keep"), KEEP))
        self._dialog = window(title, "segstyle-progress", *buttons)
        self._text = Gtk.Label(label=_("Starting"), xalign=0.0)
        self._bar = Gtk.ProgressBar(can_focus=True)
        self._left = Gtk.Label(label=" ", xalign=0.0)
        self._left.get_style_context().add_class("dim-label")
        for widget in (self._text, self._bar, self._left):
            widget.set_size_request(WIDTH, -1)
            self._dialog.get_content_area().pack_start(widget, False, False, 0)
        self._dialog.connect("response", self._answered)
        self._dialog.connect("delete-event", lambda *_: True)

    def __enter__(self):
        self._bar.grab_focus()  # not a button: a stray Return must not stop anything
        self._dialog.show_all()
        return self

    def __exit__(self, *_exception):
        self._dialog.destroy()

    def show(self, fraction, text, seconds_left):
        """Take a notification of the core."""
        self._bar.set_fraction(min(1.0, max(0.0, fraction)))
        self._text.set_text(told(text))
        self._left.set_text(" " if seconds_left is None else time_left(seconds_left))

    def _answered(self, dialog, response):
        word = "stop_and_keep" if response == KEEP else "cancel"
        stopping = _("Stopping after this step…") if response == KEEP else _("Cancelling…")
        self._text.set_text(stopping)
        dialog.set_response_sensitive(KEEP, False)
        dialog.set_response_sensitive(Gtk.ResponseType.CANCEL, response == KEEP)
        if self.say:
            self.say(word)


def time_left(seconds):
    """How long it will take yet, roughly."""
    return _("About {} left").format(duration(seconds))


def duration(seconds):
    """A time in words, roughly."""
    if seconds < 57:
        number = 5 * max(1, round(seconds / 5))
        return plural("{} second", "{} seconds", number).format(number)
    if seconds < 90 * 60:
        number = round(seconds / 60)
        return plural("{} minute", "{} minutes", number).format(number)
    number = round(seconds / 3600)
    return plural("{} hour", "{} hours", number).format(number)
